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
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  priceGroups: z.array(z.string()),
  assortment: z.string(),
  customerGroup: z.string(),
});
type Store = z.infer<typeof store>;

const register = z.looseObject({
  id: z.string(),
  store: z.string(),
  terminal: z.string(),
});
type Register = z.infer<typeof register>;

const priceGroup = z.looseObject({ id: z.string(), priority: z.int() });

const COPY = 'Replay ';

/**
 * The demo retailer's stores, one for each supervisor whose PIN is known, and the first registers of each, every
 * register with a new activation code: the device that was there before is replaced. More stores are copies of the
 * first one, with its employees; more registers are like its own.
 */
export async function prepareStores(
  hq: HqClient,
  demo: Demo,
  stores: number,
  registersPerStore: number,
): Promise<RegisterPlace[]> {
  const staffed = await staffedStores(hq, demo, stores);
  const registers = await readList(hq, '/v1/registers', register);
  const groups = await readList(hq, '/v1/price-groups', priceGroup);
  const priorities = new Map(groups.map(({ id, priority }) => [id, priority]));
  const mostImportantFirst = (ids: readonly string[]) =>
    ids.toSorted((a, b) => (priorities.get(b) ?? 0) - (priorities.get(a) ?? 0));
  const places: RegisterPlace[] = [];
  for (const { employee, ...each } of staffed) {
    for (const { id, terminal } of await registersOf(hq, each.store, registers, registersPerStore)) {
      const { code } = await hq.request<{ code: string }>('POST', `/v1/registers/${id}/activation-codes`, {});
      const { store, timeZone, currency, assortment, customerGroup } = each;
      const priceGroups = mostImportantFirst(each.priceGroups);
      const setup = { timeZone, currency, priceGroups, assortment, customerGroup };
      places.push({ store, terminal, activationCode: code, employee, ...setup });
    }
  }
  // A register whose store or own settings nobody has published waits for them.
  await hq.publish();
  return places;
}

type Staffed = Store & Pick<RegisterPlace, 'employee'>;

async function staffedStores(hq: HqClient, demo: Demo, count: number): Promise<Staffed[]> {
  const known = await readList(hq, '/v1/stores', store);
  const supervisors = demo.employees.filter(({ permissionGroup }) => permissionGroup === 'supervisor');
  const own = supervisors.flatMap(({ number, pin, store }) =>
    known.filter((each) => each.store === store).map((each) => ({ ...each, employee: { number, pin } })),
  );
  const [first] = own;
  if (!first) throw new Error('demo.json names no supervisor of a store that headquarters knows');
  const { employee, ...like } = first;
  const earlier = known.filter(({ name }) => name.startsWith(COPY));
  const missing = Math.max(0, count - own.length - earlier.length);
  const taken = known.map((each) => each.store);
  const created = freeNumbers('S', taken, missing).map((store) => ({ ...like, store, name: COPY + store }));
  await hq.putAll('stores', created);
  return [...own, ...[...earlier, ...created].map((each) => ({ ...each, employee }))].slice(0, count);
}

async function registersOf(hq: HqClient, store: string, registers: readonly Register[], count: number) {
  const own = registers.filter((each) => each.store === store).slice(0, count);
  const taken = own.map(({ terminal }) => terminal);
  const created = freeNumbers('', taken, count - own.length).map((terminal) => ({
    ...registers[0],
    ...{ id: `${store}-${terminal}`, store, terminal, name: `Till ${terminal}` },
  }));
  await hq.putAll('registers', created);
  return [...own, ...created];
}

/** `S3`, `S4`, … as many as asked for, without those taken. */
function freeNumbers(prefix: string, taken: readonly string[], count: number): string[] {
  const free: string[] = [];
  for (let number = 1; free.length < count; number++)
    if (!taken.includes(`${prefix}${number}`)) free.push(`${prefix}${number}`);
  return free;
}
