import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { HqClient } from '../hq-client.ts';
import type { Demo } from '../start/demo.ts';
import { readList } from './read-list.ts';

/** A register that will replay, where it stands, and who works at it. */
export interface RegisterPlace {
  readonly store: string;
  readonly terminal: string;
  readonly activationCode: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly priceGroups: readonly string[];
  readonly assortment: string;
  readonly customerGroup: string;
  readonly employee: { readonly number: string; readonly pin: string };
}

const store = z.looseObject({
  store: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  priceGroups: z.array(z.string()),
  assortment: z.string(),
  employeeGroup: z.string(),
  customerGroup: z.string(),
});
type Store = z.infer<typeof store>;

const register = z.looseObject({
  id: z.string(),
  store: z.string(),
  terminal: z.string(),
  offlineProfile: z.string(),
});
type Register = z.infer<typeof register>;

/**
 * The first `stores` stores and the first registers of each, in the order of their names, each register with a new
 * activation code: the device that was there before is replaced. What is missing is created as a copy of the first
 * store and its first register.
 */
export async function prepareStores(
  hq: HqClient,
  demo: Demo,
  stores: number,
  registersPerStore: number,
): Promise<RegisterPlace[]> {
  const [known, registers] = [
    await readList(hq, '/v1/stores', store),
    await readList(hq, '/v1/registers', register),
  ];
  const [firstStore, firstRegister] = [known[0], registers[0]];
  if (!firstStore || !firstRegister) throw new Error('headquarters has no store with a register to copy');
  const chosen = known.slice(0, stores);
  for (const number of freeNumbers(
    'S',
    known.map((each) => each.store),
    stores - chosen.length,
  ))
    chosen.push({ ...firstStore, store: number, name: `Replay ${number}` });
  await hq.putAll('stores', chosen.slice(known.length));
  const places: RegisterPlace[] = [];
  for (const each of chosen) {
    const own = registers.filter((known) => known.store === each.store).slice(0, registersPerStore);
    const missing = freeNumbers(
      '',
      own.map(({ terminal }) => terminal),
      registersPerStore - own.length,
    );
    const created = missing.map((terminal) => newRegister(each.store, terminal, firstRegister));
    await hq.putAll('registers', created);
    const employee = await supervisorOf(hq, demo, each);
    for (const { id, terminal } of [...own, ...created]) {
      const { code } = await hq.request<{ code: string }>('POST', `/v1/registers/${id}/activation-codes`, {});
      const { timeZone, currency, priceGroups, assortment, customerGroup } = each;
      const setup = { timeZone, currency, priceGroups, assortment, customerGroup };
      places.push({ store: each.store, terminal, activationCode: code, employee, ...setup });
    }
  }
  return places;
}

function freeNumbers(prefix: string, taken: readonly string[], count: number): string[] {
  const free: string[] = [];
  for (let number = 1; free.length < count; number++)
    if (!taken.includes(`${prefix}${number}`)) free.push(`${prefix}${number}`);
  return free;
}

function newRegister(store: string, terminal: string, like: Register): Register {
  return { ...like, id: `${store}-${terminal}`, store, terminal, name: `Till ${terminal}` };
}

/** Somebody who may adjust stock and exempt from tax in the store: of the demo, else with a new PIN. */
async function supervisorOf(hq: HqClient, demo: Demo, { store, employeeGroup }: Store) {
  const known = demo.employees.find(
    (employee) => employee.store === store && employee.permissionGroup === 'supervisor',
  );
  if (known) return { number: known.number, pin: known.pin };
  const number = `replay-${store}`;
  const permissionGroup = 'supervisor';
  await hq.putAll('employees', [{ number, name: `Replay of ${store}`, permissionGroup, employeeGroup }]);
  // Not all the same and not in a row: headquarters refuses such PINs.
  const pin = `7${randomInt(1000, 10_000)}07`;
  await hq.request('PUT', `/v1/employees/${number}/pin`, { pin });
  return { number, pin };
}
