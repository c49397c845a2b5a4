import { env as bindings } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { importSigningKey, type SigningKey } from '../../protocol/signed-document.ts';
import { product, smallRetailer } from '../../testing/contract/hq-fixture.ts';
import type { Env } from '../../workers/scheduler/src/env.ts';
import { publish } from '../../workers/scheduler/src/publish.ts';
import { lookUpProduct } from './look-up-product.ts';
import { type MasterRow, masterStore } from './master-store.ts';
import { masterTables } from './master-tables.ts';
import { publishStore } from './publish-store.ts';

const env = bindings as unknown as Env;
const masters = publishStore(env.MASTERS);
const store = masterStore(env.MASTERS);
const GIFTS = 'assortment:gifts';
let key: SigningKey;

async function put(noun: string, ...rows: MasterRow[]): Promise<void> {
  const master = masterTables.find((table) => table.noun === noun);
  if (!master) throw new Error(`there is no master ${noun}`);
  await store.put(master, rows, 'ada');
}

async function release(): Promise<number> {
  await publish({
    ...{ masters, key, packages: env.PACKAGES, now: () => new Date().toISOString() },
    ...{ notify: async () => undefined, isSpent: () => false },
  });
  return (await masters.heads([GIFTS])).get(GIFTS)?.head.version ?? 0;
}

const found = async (code: string, version: number, stream = GIFTS, of = 'S1') =>
  (await lookUpProduct(env.MASTERS, of, { code, stream, version }))
    .map((line) => JSON.parse(line) as { t: string; k: string; r: { amountMinor?: number } })
    .map(({ t, k, r }) => (t === 'price' ? `${t} ${k} ${r.amountMinor}` : `${t} ${k}`))
    .sort();

beforeAll(async () => {
  key = await importSigningKey(env.SIGNING_KEY);
  for (const { noun, items } of smallRetailer) await put(noun, ...items);
});

test('a product is answered as its version has it, whatever has changed since', async () => {
  const first = await release();
  const before = await found('HEART', first);
  expect(before).toEqual([...before.filter((row) => row.startsWith('price HEART')), 'product HEART']);
  const [price] = smallRetailer.find(({ noun }) => noun === 'prices')?.items ?? [];
  await put('prices', { ...price, amountMinor: 199 });
  await put('products', { ...product('HEART', 'Heart, renamed', [], ['gifts']) });
  const second = await release();
  expect(second).toBeGreaterThan(first);
  expect(await found('HEART', first)).toEqual(before);
  expect((await found('HEART', second)).join()).toContain(' 199');
});

test('every product of the assortment is answered with the rows of its stream, and no other', async () => {
  const bundle = { ...product('BUNDLE', 'Bundle', ['2999999999991'], ['gifts']) };
  const kit = [{ sku: 'LAMP', quantityThousandths: 2000 }];
  await put('products', { ...bundle, kit });
  const version = await release();
  const rows = new Set<string>();
  for await (const { lines } of masters.snapshotPages(GIFTS, { source: 0, afterKey: '' }))
    for (const line of lines) rows.add(line);
  const asked = await lookUpProduct(env.MASTERS, 'S1', { code: '2999999999991', stream: GIFTS, version });
  expect(asked.map((line) => (JSON.parse(line) as { t: string; k: string }).k)).toEqual(
    expect.arrayContaining(['2999999999991', 'BUNDLE', 'LAMP']),
  );
  const same = new Set([...rows].map((line) => JSON.stringify(JSON.parse(line))));
  for (const line of asked) expect(same).toContain(line);
});

test.each([
  { name: 'a code that nobody knows', code: 'NONE', stream: GIFTS, of: 'S1', back: 0 },
  {
    name: 'an assortment that the store does not follow',
    code: 'HEART',
    stream: 'assortment:toys',
    of: 'S1',
    back: 0,
  },
  { name: 'another kind of stream', code: '17850', stream: 'customers:customers', of: 'S1', back: 0 },
  { name: 'a version that never was', code: 'HEART', stream: GIFTS, of: 'S1', back: -100 },
  { name: 'a store that there is not', code: 'HEART', stream: GIFTS, of: 'S9', back: 0 },
])('$name: nothing', async ({ code, stream, of, back }) => {
  expect(await found(code, (await release()) - back, stream, of)).toEqual([]);
});
