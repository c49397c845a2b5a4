import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../protocol/bytes.ts';
import { product, smallRetailer, TestHq, testAdmins } from '../../../testing/contract/hq-fixture.ts';
import type { Env } from './env.ts';
import worker from './index.ts';

const env = bindings as unknown as Env;
const hq = new TestHq((request) => worker.fetch(request, env, createExecutionContext()));
const rows = async (sql: string) => (await env.MASTERS.prepare(sql).raw()) as unknown[][];
const sample = (noun: string, at = 0) => ({
  ...smallRetailer.find((write) => write.noun === noun)?.items[at],
});

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins)
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
  await hq.put('offers', [{ ...sample('offers'), id: 'HEARTS', lines: [{ target: 'product:HEART' }] }]);
});

describe('refused by name', () => {
  const offer = sample('offers');
  const heart = product('HEART', 'White heart holder', ['2000000000015'], ['gifts']);

  test.each<{ name: string; path: string; body: object; faults: string[] }>([
    {
      name: 'a category above itself',
      path: '/categories/decoration',
      body: { name: 'Decoration', parent: 'lights' },
      faults: ['/parent: leads back to itself: decoration → lights → decoration'],
    },
    {
      name: 'a category under nothing',
      path: '/categories/lamps',
      body: { name: 'Lamps', parent: 'furniture' },
      faults: ['/parent: there is no furniture; create it first'],
    },
    {
      name: 'a kit of something unknown',
      path: '/products/HEART',
      body: { ...heart, kit: [{ sku: 'HARE', quantityThousandths: 1000 }] },
      faults: ['/kit/0/sku: there is no HARE; create it first'],
    },
    {
      name: 'kits in a circle, of what is written together',
      path: '/products',
      body: {
        items: [
          { ...heart, kit: [{ sku: 'LAMP', quantityThousandths: 1000 }] },
          { ...product('LAMP', 'Red lamp', [], []), kit: [{ sku: 'HEART', quantityThousandths: 1000 }] },
        ],
      },
      faults: [
        '/items/0/kit: leads back to itself: HEART → LAMP → HEART',
        '/items/1/kit: leads back to itself: LAMP → HEART → LAMP',
      ],
    },
    {
      name: 'an offer for groups, products, categories and tenders that are not there',
      path: '/offers/X',
      body: {
        ...offer,
        id: 'X',
        priceGroups: ['members', 'nobody'],
        rule: { type: 'tender', tenderTypes: ['SHELLS'], tiers: [{ minAmountMinor: 0, basisPoints: 1 }] },
        lines: [{ target: 'all' }, { target: 'product:HARE' }, { target: 'category:hares' }],
      },
      faults: [
        '/priceGroups: there is no nobody; create it first',
        '/lines/1/target: there is no HARE; create it first',
        '/lines/2/target: there is no hares; create it first',
        '/rule/tenderTypes/0: there is no SHELLS; create it first',
      ],
    },
    {
      name: 'a price for a customer and a group at once',
      path: '/prices/P1',
      body: { ...sample('prices'), id: 'P1', customer: '17850', priceGroup: 'members' },
      faults: ['/customer: is not there where there is a price group: a price is for one of them'],
    },
    {
      name: 'a tax that is made of itself',
      path: '/tax-codes',
      body: {
        items: [
          { id: 'BOTH', name: 'Both', parts: ['STANDARD', 'EACH'] },
          { id: 'EACH', name: 'Each', parts: ['BOTH'] },
        ],
      },
      faults: [
        '/items/0/parts: leads back to itself: BOTH → EACH → BOTH',
        '/items/1/parts: leads back to itself: EACH → BOTH → EACH',
      ],
    },
    {
      name: 'a setting nobody knows',
      path: '/stores/S1',
      body: { ...sample('stores'), pricing: { choice: 'cheapest', colour: 'red' } },
      faults: [
        '/pricing/choice: Invalid option: expected one of "specific"|"lowest"',
        '/pricing/colour: is not a field here',
      ],
    },
    {
      name: 'more than 5,000 lines',
      path: '/offers/X',
      body: { ...offer, id: 'X', lines: Array.from({ length: 5001 }, () => ({ target: 'all' })) },
      faults: ['/lines: Too big: expected array to have <=5000 items'],
    },
  ])('$name', async ({ path, body, faults }) => {
    const answer = await hq.send('PUT', `/v1${path}`, body);
    const { errors = [] } = answer.body as { errors?: { pointer: string; detail: string }[] };
    expect(answer.status).toBe(422);
    expect(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`)).toEqual(faults);
  });

  test('a second bracket from the same amount', async () => {
    const bracket = { ...sample('tax-rates'), fromMinor: 1000, ratePpm: 1 };
    await hq.put('tax-rates', [{ ...bracket, id: 'ABOVE' }]);
    expect(await hq.send('PUT', '/v1/tax-rates/TWIN', { ...bracket, id: 'TWIN' })).toMatchObject({
      status: 409,
      body: { detail: 'Another tax rate has the same place: what must be unique.' },
    });
  });

  test.each([
    'price-groups/trade',
    'categories/lights',
    'categories/decoration',
    'products/HEART',
    'offers/LIGHTS10',
    'loyalty-tiers/gold',
  ])('removing %s, which others name', async (path) => {
    expect((await hq.send('DELETE', `/v1/${path}`)).status).toBe(409);
  });
});

describe('what products and offers say can be looked up', () => {
  test('products by category and component', async () => {
    const gift = { ...product('GIFT', 'Gift set', [], []), categories: ['lights', 'decoration'] };
    const kit = [{ sku: 'LAMP', quantityThousandths: 1000 }];
    await hq.put('products', [{ ...gift, kit }]);
    expect(await rows(`SELECT category FROM product_category WHERE sku = 'GIFT' ORDER BY 1`)).toEqual([
      ['decoration'],
      ['lights'],
    ]);
    await hq.put('products', [{ ...gift, categories: ['lights'] }]);
    expect(await rows(`SELECT category FROM product_category WHERE sku = 'GIFT'`)).toEqual([['lights']]);
    expect(await rows(`SELECT * FROM kit_component WHERE kit = 'GIFT'`)).toEqual([]);
  });

  test('lines of offers; a line that stays is not written again', async () => {
    const lines = ['product:HEART', 'product:LAMP', 'all'].map((target) => ({ target }));
    await hq.put('offers', [{ ...sample('offers'), id: 'THREE', lines }]);
    const [[version] = []] = await rows('SELECT max(version) FROM change_log');
    await hq.put('offers', [
      { ...sample('offers'), id: 'THREE', lines: [lines[0], { target: 'label:red' }] },
    ]);
    expect(await rows(`SELECT line, target FROM offer_line WHERE offer = 'THREE' ORDER BY line`)).toEqual([
      [1, 'product:HEART'],
      [2, 'label:red'],
    ]);
    expect(
      await rows(`SELECT table_name, row_key, operation, lookup, json_extract(before, '$.target') FROM change_log
        WHERE version > ${version} AND table_name = 'offer_line' ORDER BY version`),
    ).toEqual([
      ['offer_line', '["THREE",3]', 'remove', 'all', 'all'],
      ['offer_line', '["THREE",2]', 'put', 'product:LAMP', 'product:LAMP'],
    ]);
  });

  test('an offer of 5,000 lines, by itself and in a list', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => ({ target: `label:${at}` }));
    await hq.put('offers', [{ ...sample('offers'), id: 'LARGE', lines }]);
    const { body } = await hq.send('GET', '/v1/offers/LARGE');
    expect((body as { lines: unknown[] }).lines).toHaveLength(5000);
    const list = (await hq.send('GET', '/v1/offers')).body as { items: object[] };
    expect(list.items).toContainEqual(expect.objectContaining({ id: 'LARGE' }));
    expect(list.items.every((item) => !('lines' in item))).toBe(true);
  });
});

test('a store, a product and a customer that say nothing of pricing are as usual', async () => {
  expect((await hq.send('GET', '/v1/stores/S1')).body).toMatchObject({
    memberPriceGroups: [],
    pricing: {
      choice: 'specific',
      concurrency: 'withinPriority',
      taxRounding: { scope: 'line', stepMinor: 1 },
    },
  });
  expect((await hq.send('GET', '/v1/products/HEART')).body).toMatchObject({
    categories: [],
    unitOfMeasure: 'EA',
    blocks: { offers: false, manual: false, tender: false },
    kit: [],
    costMinor: null,
  });
  expect((await hq.send('GET', '/v1/customers/17850')).body).toMatchObject({
    priceGroups: [],
    attributes: {},
    isTaxExempt: false,
  });
});
