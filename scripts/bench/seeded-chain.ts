import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profileOf } from '../../db/demo/profiles/profile-of.ts';
import type { Retailer, Row } from '../../db/demo/profiles/retailer.ts';
import { retailers } from '../../db/demo/profiles/retailers.ts';
import { HqClient } from '../hq-client.ts';
import { seedDatabase } from '../seed/seed-database.ts';
import { newPin } from '../start/new-pin.ts';
import { runSystem } from '../start/run-system.ts';

const SEED = 1;

/** What somebody needs to make a device a register, and to sign on there. */
export interface TillAccess {
  readonly store: string;
  readonly terminal: string;
  readonly activationCode: string;
  readonly employee: string;
  readonly pin: string;
}

/** The whole system with a profile of `npm run seed`, published. */
export class SeededChain {
  readonly url: string;
  readonly folder: string;
  readonly #admins: readonly HqClient[];
  readonly #rows: (noun: string) => Row[];

  constructor(url: string, folder: string, admins: readonly HqClient[], rows: (noun: string) => Row[]) {
    this.url = url;
    this.folder = folder;
    this.#admins = admins;
    this.#rows = rows;
  }

  /** Two people: one proposes, the other one approves. */
  admin(place: 0 | 1): HqClient {
    const admin = this.#admins[place];
    if (!admin) throw new Error(`there is no admin ${place}`);
    return admin;
  }

  rows(noun: string): Row[] {
    return this.#rows(noun);
  }

  /** A register of the chain, by its place in the list of all. */
  async access(place: number): Promise<TillAccess> {
    const register = this.rows('registers')[place];
    const store = this.rows('stores').find((row) => row.store === register?.store);
    const supervisor = this.rows('employees').find((row) => row.employeeGroup === store?.employeeGroup);
    const number = String(supervisor?.number);
    const { code } = await this.admin(0).request<{ code: string }>(
      'POST',
      `/v1/registers/${register?.id}/activation-codes`,
      { expiresInMinutes: 60 },
    );
    const pin = newPin();
    await this.admin(0).request('PUT', `/v1/employees/${number}/pin`, { pin });
    const { terminal } = register ?? {};
    return {
      ...{ store: String(store?.store), terminal: String(terminal) },
      ...{ activationCode: code, employee: number, pin },
    };
  }
}

export async function withSeededChain<T>(
  profile: Retailer['profile'],
  say: (line: string) => void,
  use: (chain: SeededChain) => Promise<T>,
): Promise<T> {
  const retailer = retailers.find((each) => each.profile === profile);
  if (!retailer) throw new Error(`there is no profile ${profile}`);
  const folder = mkdtempSync(join(tmpdir(), `evertill-${profile}-`));
  const state = join(folder, 'state');
  const system = await runSystem(state, undefined, { withoutDemo: true });
  try {
    const admins = system.demo.admins.map(({ token }) => new HqClient(system.url, token));
    const [first] = admins;
    if (!first) throw new Error('the system has no admin');
    const seeded = profileOf(retailer, SEED);
    const demoFile = join(state, 'demo.json');
    await seedDatabase(first, { profile: seeded, seed: SEED, force: false, demoFile }, say);
    const rows = (noun: string) =>
      seeded.steps.flatMap((step) => (step.noun === noun ? [...step.rows()] : []));
    return await use(new SeededChain(system.url, folder, admins, rows));
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
