import { join } from 'node:path';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { nodeKeys } from '../../pos-client/app/node-keys.ts';
import { RegisterCore } from '../../pos-client/app/register-core.ts';
import type { RegisterAnswer, RegisterRequest, RegisterState } from '../../pos-client/model/register-host.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import type { RunningSystem } from '../start/run-system.ts';
import type { TillAccess } from './seeded-chain.ts';

/** A register in this process. */
export class BenchRegister {
  readonly store: string;
  readonly terminal: string;
  readonly epoch = 1;
  /** Milliseconds that each transaction took, of packages and of everything else. */
  readonly commitsMs: readonly number[];
  readonly #core: RegisterCore;
  readonly #closeDatabase: () => Promise<void>;

  private constructor(
    access: TillAccess,
    core: RegisterCore,
    commitsMs: readonly number[],
    closeDatabase: () => Promise<void>,
  ) {
    this.store = access.store;
    this.terminal = access.terminal;
    this.#core = core;
    this.commitsMs = commitsMs;
    this.#closeDatabase = closeDatabase;
  }

  /** Opened and not activated. `folder` keeps its database and its key. */
  static async open(url: string, access: TillAccess, folder: string): Promise<BenchRegister> {
    const client = await openNodeClient({ file: join(folder, 'register.db') });
    const database = libsqlDatabase(client);
    const commitsMs: number[] = [];
    const core = await RegisterCore.open({
      url,
      database: {
        ...database,
        async commit(statements, durable) {
          const started = performance.now();
          await database.commit(statements, durable);
          commitsMs.push(performance.now() - started);
        },
      },
      keys: await nodeKeys(join(folder, 'keys.json')),
      nowMs: () => Date.now(),
      appVersion: 'bench',
      storagePersisted: async () => true,
    });
    return new BenchRegister(access, core, commitsMs, async () => client.close());
  }

  /** Throws where the register refuses. */
  async request(asked: RegisterRequest): Promise<RegisterAnswer> {
    const answer = await this.#core.request(asked);
    if (!answer.ok) throw new Error(`${asked.type}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  state(): Promise<RegisterState> {
    return this.#core.state();
  }

  watch(listener: (state: RegisterState) => void): () => void {
    return this.#core.subscribe(listener);
  }

  /** The time at which the register first says so, as `performance.now()`. */
  until(isSo: (state: RegisterState) => boolean): Promise<number> {
    return new Promise((said) => {
      const stop = this.watch((state) => {
        if (!isSo(state)) return;
        queueMicrotask(() => stop());
        said(performance.now());
      });
    });
  }

  async signOn({ employee, pin }: TillAccess): Promise<void> {
    await this.request({ type: 'signOn', employee, pin });
  }

  /** Only when it is at rest: what it is doing with its database would fail. */
  async close(): Promise<void> {
    this.#core.stop();
    await this.#closeDatabase();
  }
}

/** Everything that the store follows has arrived. */
export const isComplete = ({ sync: { loading, versions } }: RegisterState) =>
  loading === null && Object.keys(versions).length > 0 && !Object.values(versions).includes(0);

/** A register of the demo retailer: activated, loaded and signed on. */
export async function openDemoRegister(
  { url, demo }: RunningSystem,
  store: string,
  terminal: string,
  folder: string,
): Promise<BenchRegister> {
  const register = demo.registers.find((each) => each.store === store && each.terminal === terminal);
  const person = demo.employees.find((each) => each.store === store && each.permissionGroup === 'supervisor');
  if (!register || !person) throw new Error(`the demo retailer has no register ${store}-${terminal}`);
  const access = { ...register, employee: person.number, pin: person.pin };
  const opened = await BenchRegister.open(url, access, folder);
  await opened.request({ type: 'activate', code: access.activationCode });
  await opened.until(({ phase }) => phase === 'signedOff');
  await opened.signOn(access);
  return opened;
}
