import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/d1';
import { beforeAll, describe, expect, test } from 'vitest';
import * as b from '../../../../db/hq/books-schema.ts';
import { sha256Hex } from '../../../../protocol/bytes.ts';
import type { ChangeImpact } from '../../../../protocol/change-impact.ts';
import type { ChangeRequest } from '../../../../protocol/change-requests.ts';
import { bearer, smallRetailer, TestHq, testAdmins } from '../../../../testing/contract/hq-fixture.ts';
import type { Env } from '../env.ts';
import worker from '../index.ts';

const env = bindings as unknown as Env;
const hq = new TestHq((request) => worker.fetch(request, env, createExecutionContext()));
const heart = { ...smallRetailer.find(({ noun }) => noun === 'prices')?.items[0] };
const SALES = 20;

/** Sales of some hearts each; one of them also of a lamp. */
async function sell(): Promise<void> {
  const db = drizzle(env.BOOKS);
  for (let seq = 1; seq <= SALES; seq++) {
    const id = `S1.1.1.${seq}`;
    const lines = [{ sku: 'HEART', units: 1 + (seq % 3) }, ...(seq === 1 ? [{ sku: 'LAMP', units: 1 }] : [])];
    const at = `2026-02-${String(seq).padStart(2, '0')}T12:00:00.000Z`;
    const zero = { netMinor: 0, taxMinor: 0, grossMinor: 0 };
    await db.insert(b.sale).values({
      ...{ id, store: 'S1', terminal: '1', epoch: 1, seq, type: 'sale', receiptId: id, receiptNumber: seq },
      ...{ shift: 1, businessDate: at.slice(0, 10), concludedAt: at, employee: '1', currency: 'GBP' },
      ...{ connection: 'online', lineCount: lines.length, ...zero, discountMinor: 0 },
      ...{ quantityThousandths: 0, hash: '', postedAt: at },
    });
    await db.insert(b.saleLine).values(
      lines.map(({ sku, units }, index) => ({
        ...{
          saleId: id,
          line: index + 1,
          sku,
          name: sku,
          quantityThousandths: units * 1000,
          amountMinor: 295,
        },
        ...{ priceUnitThousandths: 1000, voided: false, taxCode: 'STANDARD', taxRatePpm: 0, ...zero },
      })),
    );
  }
}

async function impactOf(...items: object[]): Promise<ChangeImpact> {
  const made = await hq.send('POST', '/v1/change-requests', { title: 'What if', items }, bearer('ada-token'));
  expect(made.status).toBe(201);
  const { id, version } = made.body as ChangeRequest;
  const answer = await hq.send('GET', `/v1/change-requests/${id}/impact`, undefined, bearer('ben-token'));
  expect([answer.status, answer.body]).toMatchObject([200, { id, version }]);
  return answer.body as ChangeImpact;
}

const price = (change: object, key = String(heart.id)) => ({
  noun: 'prices',
  key,
  row: { ...heart, id: key, ...change },
});
const offer = (key: string, change: object = {}) => ({
  noun: 'offers',
  key,
  row: {
    ...{ id: key, name: key, currency: 'GBP', validFrom: '2026-01-01', priceGroups: ['members'] },
    rule: { type: 'leastExpensive', units: 3, rewarded: 1, reward: { type: 'percent', basisPoints: 10_000 } },
    lines: [{ target: 'product:HEART' }],
    ...change,
  },
});

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins)
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
  await sell();
});

describe('what a change of prices would do', () => {
  test('how far they move, weighted by what was sold, and what real baskets would cost', async () => {
    const { prices, usage, rows, sends, warnings, cut } = await impactOf(price({ amountMinor: 236 }));
    const units = Array.from({ length: SALES }, (_, index) => 1 + ((index + 1) % 3)).reduce(
      (a, c) => a + c,
      0,
    );
    expect(prices).toMatchObject({
      ...{ products: 1, down: 1, up: 0, averageBasisPoints: -2000, soldBasisPoints: -2000 },
      ...{ soldMinor: units * 295, differenceMinor: units * -59 },
      largestFall: { key: heart.id, basisPoints: -2000 },
      sales: { receipts: SALES },
    });
    expect(usage).toMatchObject({ baskets: SALES, changed: SALES, proven: true });
    expect((usage?.newGrossMinor ?? 0) - (usage?.oldGrossMinor ?? 0)).toBe(units * -59);
    expect(rows).toEqual([{ noun: 'prices', title: 'Price', new: 0, changed: 1, removed: 0, same: 0 }]);
    expect(sends).toMatchObject({ streams: ['assortment:gifts'], stores: ['S1'], registers: 1, rows: 1 });
    expect([warnings, cut]).toEqual([[], []]);
  });

  test('a price that leaves less than the cost without its tax is named, with what it leaves', async () => {
    const product = smallRetailer.find(({ noun }) => noun === 'products')?.items[0];
    await hq.put('products', [{ ...product, costMinor: 150 }]);
    // 1.75 with 17.5 % in it is 1.49.
    const { prices, warnings } = await impactOf(price({ amountMinor: 175 }));
    expect(prices).toMatchObject({
      belowCostCount: 1,
      belowCost: [
        {
          ...{ sku: 'HEART', costMinor: 150, netMinor: 149, marginBasisPoints: -67 },
          ...{ old: { amountMinor: 295 }, new: { amountMinor: 175 } },
        },
      ],
      margin: { prices: 1, oldBasisPoints: 4024, newBasisPoints: -67 },
    });
    expect(warnings).toMatchObject([{ type: 'belowCost', key: heart.id }]);
    const exact = await impactOf(price({ amountMinor: 176 }));
    expect([exact.prices?.belowCostCount, exact.warnings]).toEqual([0, []]);
    expect(exact.prices?.margin).toEqual({ prices: 1, oldBasisPoints: 4024, newBasisPoints: 0 });
  });

  test('the cost and the tax that the same draft gives a product count', async () => {
    const product = smallRetailer.find(({ noun }) => noun === 'products')?.items[0];
    const dearer = { noun: 'products', key: 'HEART', row: { ...product, costMinor: 200 } };
    const untaxed = {
      noun: 'tax-rates',
      key: 'UK-2011',
      row: { region: 'UK', taxCode: 'STANDARD', validFrom: '2011-01-01', ratePpm: 0, id: 'UK-2011' },
    };
    const { prices } = await impactOf(price({ amountMinor: 199 }), dearer, untaxed);
    expect(prices?.belowCost).toMatchObject([{ costMinor: 200, netMinor: 199 }]);
  });

  test('prices and offers that only some stores have are named with these stores', async () => {
    const stores = smallRetailer.find(({ noun }) => noun === 'stores')?.items[0];
    await hq.put('stores', [{ ...stores, store: 'S2', name: 'Quay Street', priceGroups: ['trade'] }]);
    const everywhere = await impactOf(price({ amountMinor: 236 }));
    expect(everywhere.reach).toEqual({ stores: 2, partCount: 0, parts: [] });
    const trade = { ...heart, id: 'HEART@trade', priceGroup: 'trade' };
    const { reach } = await impactOf(
      { noun: 'prices', key: 'HEART@trade', row: trade },
      offer('TRADE', { priceGroups: ['trade'] }),
      offer('THREE'),
      price({ amountMinor: 236 }),
    );
    const northgate = { storeCount: 1, stores: [{ store: 'S1', name: 'Northgate Gifts' }] };
    const quay = { storeCount: 1, stores: [{ store: 'S2', name: 'Quay Street' }] };
    expect(reach).toEqual({
      ...{ stores: 2, partCount: 3 },
      parts: [
        { noun: 'offers', title: 'Offer', rows: 1, keys: ['THREE'], ...northgate },
        { noun: 'offers', title: 'Offer', rows: 1, keys: ['TRADE'], ...quay },
        { noun: 'prices', title: 'Price', rows: 1, keys: ['HEART@trade'], ...quay },
      ],
    });
    await env.MASTERS.prepare("DELETE FROM store WHERE store = 'S2'").run();
  });
});

describe('what an offer would do', () => {
  test('the baskets that it applies in, and what it gives', async () => {
    const { usage, warnings } = await impactOf(offer('THREE'));
    const threes = Array.from({ length: SALES }, (_, index) => 1 + ((index + 1) % 3)).filter((n) => n === 3);
    expect(usage?.offers).toEqual([
      {
        ...{ offer: 'THREE', name: 'THREE', isDraft: true, oldBaskets: 0, newBaskets: threes.length },
        ...{ oldDiscountMinor: 0, newDiscountMinor: threes.length * 295 },
      },
    ]);
    expect(warnings).toEqual([]);
  });

  test.each<[string, string, object]>([
    ['no product is in it', 'offerWithoutProduct', { lines: [{ target: 'category:nothing' }] }],
    ['no store has its price group', 'offerWithoutStore', { priceGroups: ['nowhere'] }],
    [
      'a set that is too large',
      'offerTooLarge',
      {
        rule: { type: 'mixAndMatch', groups: [{ units: 40 }], reward: { type: 'price', amountMinor: 100 } },
      },
    ],
    ['it applies to nothing that is bought', 'offerNeverSaves', { lines: [{ target: 'product:LAMP' }] }],
  ])('%s: %s', async (_, type, change) => {
    await hq.put('categories', [{ id: 'nothing', name: 'Nothing' }]);
    await hq.put('price-groups', [{ id: 'nowhere', name: 'Nowhere' }]);
    const { warnings } = await impactOf(offer('ODD', change));
    expect(warnings.map((warning) => warning.type)).toContain(type);
    for (const { key, detail } of warnings) expect([key, detail.length > 10]).toEqual(['ODD', true]);
  });

  test('offers of the same priority that compete for its products are named', async () => {
    await hq.put('offers', [
      offer('PAIRS', {
        rule: {
          type: 'leastExpensive',
          units: 2,
          rewarded: 1,
          reward: { type: 'percent', basisPoints: 5000 },
        },
      }).row,
    ]);
    const { warnings } = await impactOf(offer('THREE'));
    expect(warnings).toMatchObject([
      { type: 'offerOverlaps', key: 'THREE', detail: expect.stringContaining('PAIRS (1 product)') },
    ]);
  });

  test('rows with faults are left out, and that is said', async () => {
    const { cut } = await impactOf(offer('BAD', { rule: { type: 'unheardOf' } }), offer('THREE'));
    expect(cut).toEqual(['Left out, because they have faults: 1 of 2 rows.']);
  });
});
