import { env as bindings } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, utf8 } from '../../protocol/bytes.ts';
import { type DistributedTable, distributedTables } from '../../protocol/distributed-tables.ts';
import { importSigningKey, type SigningKey } from '../../protocol/signed-document.ts';
import { apply } from '../../testing/contract/channel-fixture.ts';
import { product, smallRetailer } from '../../testing/contract/hq-fixture.ts';
import { PackageReplica } from '../../testing/contract/package-replica.ts';
import { inOrder, registerPricingData } from '../../testing/contract/register-pricing-data.ts';
import { d1ChannelDatabase } from '../../testing/workerd/d1-channel-database.ts';
import type { Env } from '../../workers/scheduler/src/env.ts';
import { publish } from '../../workers/scheduler/src/publish.ts';
import { channelPort } from '../channel/channel-port.ts';
import { tableNameOf } from '../channel/channel-tables.ts';
import { migrate } from '../channel/migrate.ts';
import { couponUses, noteCouponUses } from './coupon-uses.ts';
import { type MasterRow, masterStore } from './master-store.ts';
import { masterTables } from './master-tables.ts';
import { hqPricingData } from './pricing-data.ts';
import { publishStore } from './publish-store.ts';

const env = bindings as unknown as Env & { readonly CHANNEL: D1Database };
const masters = publishStore(env.MASTERS);
const store = masterStore(env.MASTERS);
const channelDatabase = d1ChannelDatabase(env.CHANNEL);
const channel = channelPort(channelDatabase);
const packages = new Map<string, Bytes>();
let key: SigningKey;

const master = (noun: string) => {
  const found = masterTables.find((table) => table.noun === noun);
  if (!found) throw new Error(`there is no master ${noun}`);
  return found;
};
const put = (noun: string, ...rows: MasterRow[]) => store.put(master(noun), rows, 'ada');
const sample = (noun: string, at = 0): MasterRow => ({
  ...smallRetailer.find((write) => write.noun === noun)?.items[at],
});
const change = (noun: string, at: number, changes: MasterRow) =>
  put(noun, { ...sample(noun, at), ...changes });

async function release(): Promise<void> {
  await publish({
    masters,
    packages: {
      head: async () => null,
      put: async (name: string, value: Bytes | string) =>
        void packages.set(name, typeof value === 'string' ? utf8(value) : value),
    } as unknown as Parameters<typeof publish>[0]['packages'],
    key,
    now: () => new Date().toISOString(),
    notify: async () => undefined,
    isSpent: () => false,
  });
}

/** Takes what is published into the channel database, as a new register would. */
async function install(): Promise<Readonly<Record<string, number>>> {
  const replica = new PackageReplica(
    'S1',
    { [key.keyId]: key.publicKey },
    async (name) => packages.get(name) ?? null,
  );
  await replica.pull();
  const tables = Object.keys(distributedTables) as DistributedTable[];
  const names = [...tables.map(tableNameOf), 'stream_cursor'];
  await channelDatabase.commit(names.map((name) => ({ sql: `DELETE FROM ${name}`, params: [] })));
  const lines = new Map<string, string[]>();
  for (const [place, r] of replica.rows()) {
    const [, stream = '', t = '', k = ''] = /^(\S+) (\S+) (.*)$/.exec(place) ?? [];
    const ofStream = lines.get(stream) ?? [];
    ofStream.push(JSON.stringify({ t, k, r }));
    lines.set(stream, ofStream);
  }
  const manifest = (await masters.manifests()).get('S1');
  const versions = (manifest?.streams ?? []).map((stream) => [stream, replica.version(stream)] as const);
  for (const [stream, version] of versions)
    await apply(channelDatabase, stream, 'load', version, [lines.get(stream) ?? []]);
  return Object.fromEntries(versions);
}

const wanted = {
  skus: ['HEART', 'LAMP', 'BEAR', 'RED', 'HAMPER', 'NONE'],
  coupons: ['ADVENT', 'EASTER'],
  customer: '17850' as string | null,
  loyaltyCard: '7001' as string | null,
};
const read = async (scope: Omit<Parameters<typeof hqPricingData>[1], 'store'> = {}, names = wanted) => {
  const found = await hqPricingData(env.MASTERS, { store: 'S1', ...scope }, names);
  if (!found) throw new Error('there is no such store');
  return found;
};
const priceOf = async (sku: string, scope = {}) =>
  (await read(scope)).data.agreements.get(sku)?.map(({ amountMinor }) => amountMinor);

const red = { ...product('RED', 'Red heart', [], ['gifts']), variantOf: 'HEART', variant: { colour: 'red' } };
const kit = [
  { sku: 'RED', quantityThousandths: 1000 },
  { sku: 'LAMP', quantityThousandths: 2000 },
];
const changing = [
  'price-groups',
  'stores',
  'categories',
  'products',
  'customers',
  'prices',
  'offers',
  'coupons',
];

async function restore(): Promise<void> {
  await env.MASTERS.exec(
    `DELETE FROM price; DELETE FROM coupon; DELETE FROM loyalty_card; DELETE FROM offer;
     DELETE FROM kit_component; DELETE FROM product; DELETE FROM customer; DELETE FROM tax_rate;`.replaceAll(
      '\n',
      ' ',
    ),
  );
  for (const noun of [...changing, 'tax-rates', 'loyalty-tiers', 'loyalty-cards'])
    await put(noun, ...(smallRetailer.find((write) => write.noun === noun)?.items ?? []));
  await put('products', red, { ...product('HAMPER', 'Hamper', [], ['gifts']), kit });
  await release();
}

beforeAll(async () => {
  key = await importSigningKey(env.SIGNING_KEY);
  await migrate(channelDatabase);
  for (const { noun, items } of smallRetailer) await put(noun, ...items);
  await put('customer-groups', { id: 'others', name: 'Others' });
});
beforeEach(restore);

describe('what is published', () => {
  test('a price changed after publishing is not seen until it is published', async () => {
    expect(await priceOf('HEART')).toEqual([295]);
    await change('prices', 0, { amountMinor: 199 });
    expect(await priceOf('HEART')).toEqual([295]);
    expect(await priceOf('HEART', { current: true })).toEqual([199]);
    await release();
    expect(await priceOf('HEART')).toEqual([199]);
  });

  test("a quote under yesterday's snapshot gives yesterday's price, whatever happened since", async () => {
    const yesterday = (await read()).data.snapshot;
    await change('prices', 0, { amountMinor: 199 });
    await release();
    await store.remove(master('prices'), 'HEART@1', 'ada');
    await release();
    await change('prices', 0, { amountMinor: 150 });
    await release();
    expect(await priceOf('HEART')).toEqual([150]);
    expect(await priceOf('HEART', { snapshot: yesterday })).toEqual([295]);
    await store.remove(master('products'), 'HEART', 'ada').catch(() => undefined);
    expect(await priceOf('HEART', { snapshot: yesterday })).toEqual([295]);
  });

  test('unknown: a store, and versions that nobody published', async () => {
    const ask = (scope: Parameters<typeof hqPricingData>[1]) => hqPricingData(env.MASTERS, scope, wanted);
    expect(await ask({ store: 'S9' })).toBeNull();
    const { snapshot } = (await read()).data;
    expect(await ask({ store: 'S1', snapshot: { ...snapshot, global: 9999 } })).toBeNull();
    expect(await ask({ store: 'S9', snapshot })).toBeNull();
  });

  test('the buyer by number, by card, by both, and nobody', async () => {
    const buyer = async (customer: string | null, loyaltyCard: string | null) =>
      (await read({}, { ...wanted, customer, loyaltyCard })).customer;
    const loyalty = { id: 'members', source: 'loyalty' };
    expect(await buyer('17850', null)).toMatchObject({
      number: '17850',
      priceGroups: [],
      isTaxExempt: false,
    });
    expect(await buyer(null, '7001')).toMatchObject({ number: '17850', priceGroups: [loyalty] });
    expect(await buyer('17850', '7001')).toMatchObject({ number: '17850', priceGroups: [loyalty] });
    await change('loyalty-cards', 0, { customer: null });
    await change('customers', 0, { priceGroups: ['trade'], isTaxExempt: true });
    await release();
    expect(await buyer(null, '7001')).toMatchObject({ number: null, priceGroups: [loyalty] });
    expect(await buyer('17850', '7001')).toMatchObject({
      priceGroups: [{ id: 'trade', source: 'customer' }, loyalty],
      isTaxExempt: true,
    });
    expect(await buyer('nobody', null)).toBeNull();
    expect(await buyer(null, 'nothing')).toBeNull();
    expect(await buyer(null, null)).toBeNull();
  });

  test('a coupon with the times that booked receipts used it, each once', async () => {
    const used = async () => (await read()).data.coupons.get('ADVENT')?.used;
    expect(await used()).toBe(0);
    const use = (receiptId: string) => ({ code: 'ADVENT', receiptId });
    await noteCouponUses(env.MASTERS, [use('S1-1-1'), use('S1-1-2'), use('S1-1-1')]);
    await noteCouponUses(env.MASTERS, [use('S1-1-2')]);
    expect(await used()).toBe(2);
    expect(await couponUses(env.MASTERS, ['ADVENT', 'EASTER'])).toEqual(new Map([['ADVENT', 2]]));
    await env.MASTERS.exec('DELETE FROM coupon_use');
  });

  test('of the prices of customers only those of the one who buys', async () => {
    await put('customers', { ...sample('customers'), number: 'OTHER' });
    const own = (customer: string) => ({ ...sample('prices'), id: `HEART@${customer}`, customer });
    await put('prices', own('17850'), own('OTHER'));
    await release();
    const ids = (await read()).data.agreements.get('HEART')?.map(({ id }) => id);
    expect(ids?.sort()).toEqual(['HEART@1', 'HEART@17850']);
  });
});

describe('drafts laid over', () => {
  const laid = (noun: string, key: string, row: MasterRow | null) => ({
    noun,
    key,
    row: row && master(noun).shape.parse(row),
  });

  test('a price, a product with its categories, a category, an offer and a coupon', async () => {
    const overlay = [
      laid('prices', 'HEART@1', { ...sample('prices'), amountMinor: 1 }),
      laid('prices', 'LAMP@1', null),
      laid('products', 'HEART', { ...product('HEART', 'Heart', [], ['gifts']), categories: ['new'] }),
      laid('categories', 'new', { id: 'new', name: 'New', parent: 'lights' }),
      laid('offers', 'DRAFT', {
        ...sample('offers'),
        id: 'DRAFT',
        lines: [{ target: 'category:decoration' }],
      }),
      laid('coupons', 'EASTER', { ...sample('coupons'), code: 'EASTER', offer: 'DRAFT' }),
      laid('price-groups', 'members', { id: 'members', name: 'Members', priority: 7 }),
      laid('tax-rates', 'UK-2010', { ...sample('tax-rates'), ratePpm: 1 }),
    ];
    const { data } = await read({ overlay });
    expect(data.agreements.get('HEART')?.map(({ amountMinor }) => amountMinor)).toEqual([1]);
    expect(data.agreements.get('LAMP')?.map(({ id }) => id)).toEqual(['LAMP@members']);
    expect(data.products.get('HEART')?.targets).toEqual([
      'product:HEART',
      'category:new',
      'category:lights',
      'category:decoration',
      'all',
    ]);
    expect([...data.offers.keys()].sort()).toEqual(['DRAFT', 'LIGHTS10']);
    expect(data.offerLines.get('category:decoration')).toMatchObject([{ offer: 'DRAFT', line: 1 }]);
    expect([...data.coupons.keys()].sort()).toEqual(['ADVENT', 'EASTER']);
    expect(data.groupPriorities.get('members')).toBe(7);
    expect(data.taxRates.map(({ ratePpm }) => ratePpm)).toEqual([1]);
  });

  test('a store that would follow other groups and prices otherwise', async () => {
    const row = { ...sample('stores'), priceGroups: ['trade'], pricing: { choice: 'lowest' } };
    await change('prices', 2, { id: 'LAMP@trade', priceGroup: 'trade', amountMinor: 900 });
    await put('stores', { ...sample('stores'), store: 'S2', priceGroups: ['trade'] });
    await release();
    const found = await read({ overlay: [laid('stores', 'S1', row)] });
    expect(found.channel).toMatchObject({ priceGroups: ['trade'], settings: { choice: 'lowest' } });
    expect(
      found.data.agreements
        .get('LAMP')
        ?.map(({ id }) => id)
        .sort(),
    ).toEqual(['LAMP@1', 'LAMP@trade']);
  });
});

describe('a register and headquarters', () => {
  const sku = fc.constantFrom('HEART', 'LAMP', 'BEAR', 'RED', 'HAMPER');
  const of = <T>(...values: T[]) => fc.constantFrom(...values);
  const some = <T>(values: readonly T[]) => fc.subarray([...values]);
  const edit = fc.oneof(
    fc.record({
      noun: of('price-groups'),
      id: of('members', 'trade'),
      name: of('Group'),
      priority: fc.nat(3),
    }),
    fc.record({
      noun: of('stores'),
      priceGroups: some(['members', 'trade']),
      memberPriceGroups: some(['members', 'trade']),
      assortment: of('gifts', 'gifts', 'toys'),
    }),
    fc.record({
      noun: of('categories'),
      id: of('lights', 'lamps'),
      name: of('C'),
      parent: of(null, 'decoration'),
    }),
    fc.record({
      noun: of('products'),
      sku,
      variantOf: of(null, 'HEART'),
      categories: some(['decoration', 'lights', 'lamps']),
      labels: some(['a', 'b']),
      assortments: some(['gifts', 'toys']),
      kit: of([], [{ sku: 'BEAR', quantityThousandths: 1000 }]),
    }),
    fc.record({
      noun: of('prices'),
      id: of('p1', 'p2', 'p3', 'HEART@1'),
      sku,
      priceGroup: of(null, 'members', 'trade'),
      customer: of(null),
      amountMinor: fc.nat(3),
    }),
    fc.record({
      noun: of('prices'),
      id: of('p1', 'p4'),
      sku,
      customer: of('17850', 'C2'),
      amountMinor: fc.nat(3),
    }),
    fc.record({
      noun: of('offers'),
      id: of('o1', 'o2', 'LIGHTS10'),
      priceGroups: fc.subarray(['members', 'trade'], { minLength: 1 }),
      priority: of(null, 1),
      rule: of<object>(
        { type: 'simple', reward: { type: 'percent', basisPoints: 500 } },
        { type: 'priceAdjustment', calculation: { type: 'amount', amountMinor: -1 } },
      ),
      lines: fc.array(
        of(
          { target: 'all' },
          { target: 'category:decoration' },
          { target: 'product:HEART' },
          { target: 'label:a' },
        ),
        { maxLength: 4 },
      ),
    }),
    fc.record({
      noun: of('coupons'),
      code: of('ADVENT', 'EASTER'),
      offer: of('o1', 'LIGHTS10'),
      usesMax: of(null, 3),
    }),
    fc.record({
      noun: of('customers'),
      number: of('17850', 'C2'),
      customerGroup: of('customers', 'customers', 'others'),
      priceGroups: some(['members']),
    }),
    fc.record({
      noun: of('loyalty-cards'),
      card: of('7001'),
      customer: of(null, '17850'),
      customerGroup: of('customers', 'others'),
    }),
    fc.record({
      noun: of('tax-rates'),
      id: of('t1', 't2'),
      fromMinor: of(null, 5, 9),
      validFrom: of('2011-01-01'),
      ratePpm: fc.nat(2),
    }),
    fc.record({
      remove: of(
        'prices/p1',
        'prices/HEART@1',
        'coupons/ADVENT',
        'offers/o1',
        'products/RED',
        'tax-rates/t1',
      ),
    }),
  );
  const history = fc.array(
    fc.oneof({ weight: 4, arbitrary: edit }, { weight: 1, arbitrary: of('publish' as const) }),
    {
      minLength: 40,
      maxLength: 40,
    },
  );

  async function make(changes: MasterRow): Promise<void> {
    const { noun, remove, ...fields } = changes;
    if (remove !== undefined) {
      const [ofNoun = '', id = ''] = String(remove).split('/');
      await store
        .remove(master(ofNoun), id, 'ada')
        .catch((problem) => expect(String(problem)).toContain('FOREIGN KEY'));
      return;
    }
    const base: MasterRow = noun === 'products' ? product('', 'P', [], []) : sample(String(noun));
    const parsed = master(String(noun)).shape.safeParse({ ...base, ...fields });
    // What nobody may write is not written.
    if (!parsed.success || (await store.faults(master(String(noun)), [parsed.data])).length > 0) return;
    await put(String(noun), parsed.data).catch((problem) => expect(String(problem)).toContain('UNIQUE'));
  }

  test('read the same of any masters, now and under every snapshot there was', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        await restore();
        const seen: Awaited<ReturnType<typeof registerPricingData>>[] = [];
        for (const step of [...steps, 'publish' as const]) {
          if (step !== 'publish') {
            await make(step as MasterRow);
            continue;
          }
          await release();
          const snapshot = await install();
          seen.push(await registerPricingData(channel, snapshot, wanted));
        }
        for (const register of [...seen, seen.at(-1)]) {
          const snapshot =
            register === seen.at(-1) ? undefined : (register?.data.snapshot as Record<string, number>);
          const { channel: pricing, data, customer } = await read({ snapshot });
          expect({ channel: pricing, data: inOrder(data) }).toEqual({
            channel: register?.channel,
            data: register?.data,
          });
          expect(customer?.number ?? null).toBe(register?.customer?.number ?? null);
        }
        // Nobody drafts anything: the masters as they stand are what is published.
        const { data } = await read({ current: true });
        expect({ ...inOrder(data), snapshot: {} }).toEqual({ ...seen.at(-1)?.data, snapshot: {} });
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});
