import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../protocol/bytes.ts';
import type { OfferCoverage } from '../../../protocol/offer-coverage.ts';
import { bearer, product, smallRetailer, TestHq, testAdmins } from '../../../testing/contract/hq-fixture.ts';
import type { Env } from './env.ts';
import worker from './index.ts';

const env = bindings as unknown as Env;
const hq = new TestHq((request) => worker.fetch(request, env, createExecutionContext()));

const glass = [
  { ...product('VASE', 'Vase', [], ['gifts']), categories: ['glass'], labels: ['no discount'] },
  { ...product('BOWL', 'Bowl', [], ['gifts']), categories: ['bowls'] },
  { ...product('CUP', 'Cup', [], ['gifts']), categories: ['bowls'], unitOfMeasure: 'BOX' },
  { ...product('SCARF', 'Scarf', [], ['gifts']) },
  { ...product('SCARF-R', 'Scarf, red', [], ['gifts']), variantOf: 'SCARF', variant: { colour: 'red' } },
  { ...product('SCARF-B', 'Scarf, blue', [], ['gifts']), variantOf: 'SCARF', variant: { colour: 'blue' } },
];

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins) {
    const row = [id, name, role, await sha256Hex(token)];
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(...row)
      .run();
  }
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
  await hq.put('categories', [
    { id: 'home', name: 'Home' },
    { id: 'glass', name: 'Glass', parent: 'home' },
    { id: 'bowls', name: 'Bowls', parent: 'glass' },
  ]);
  await hq.put('products', glass);
  const price = { currency: 'GBP', amountMinor: 500, validFrom: '2026-01-01' };
  await hq.put('prices', [
    { id: 'vase', sku: 'VASE', ...price },
    { id: 'bowl', sku: 'BOWL', ...price, validTo: '2026-06-30' },
    { id: 'scarf', sku: 'SCARF', ...price },
  ]);
});

const line = (target: string, more: object = {}) => ({ target, ...more });
const ask = (lines: object[], token?: string) =>
  hq.send(
    'POST',
    '/v1/offer-coverage',
    { lines, currency: 'GBP', date: '2026-12-01' },
    token === undefined ? undefined : bearer(token),
  );
const covers = async (lines: object[]) => (await ask(lines)).body as OfferCoverage;

describe('how many products each line names', () => {
  test.each([
    [line('all'), 9],
    [line('product:VASE'), 1],
    [line('product:SCARF'), 3],
    [line('product:SCARF', { dimensions: { colour: 'red' } }), 1],
    [line('category:home'), 3],
    [line('category:bowls'), 2],
    [line('category:home', { unitOfMeasure: 'BOX' }), 1],
    [line('label:no discount'), 1],
    [line('product:GONE'), 0],
  ])('%o: %i', async (what, count) => {
    expect((await covers([what])).lines).toEqual([count]);
  });
});

test('what a line may be narrowed to follows from all of its products, whatever it is narrowed to now', async () => {
  const { choices } = await covers([
    line('product:SCARF', { dimensions: { colour: 'red' } }),
    line('category:bowls', { unitOfMeasure: 'BOX' }),
    line('product:GONE'),
  ]);
  expect(choices).toEqual([
    { dimensions: [['colour', ['blue', 'red']]], units: ['EA'] },
    { dimensions: [], units: ['BOX', 'EA'] },
    { dimensions: [], units: [] },
  ]);
});

test('what is excluded counts in no group; what has no price on the day is told', async () => {
  const answer = await covers([
    line('category:home'),
    line('product:SCARF', { group: 1 }),
    line('label:no discount', { exclude: true }),
  ]);
  expect(answer.lines).toEqual([3, 3, 1]);
  expect(answer.groups).toEqual([
    { group: 0, products: 2, withoutPrice: 2, samples: [] },
    {
      group: 1,
      products: 3,
      withoutPrice: 0,
      samples: [
        { sku: 'SCARF', name: 'Scarf' },
        { sku: 'SCARF-B', name: 'Scarf, blue' },
        { sku: 'SCARF-R', name: 'Scarf, red' },
      ],
    },
  ]);
  expect(answer.outside).toContainEqual({ sku: 'BEAR', name: 'Brown bear' });
});

test('no lines cover nothing', async () => {
  expect(await covers([])).toMatchObject({ lines: [], groups: [] });
});

test('whoever only reads may ask', async () => {
  const viewer = testAdmins.find(([, , role]) => role === 'viewer')?.[3];
  expect((await ask([line('all')], viewer)).status).toBe(200);
});

test('a line that is none is refused by its place', async () => {
  expect(await ask([line('shop:1')])).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/lines/0/target' }] },
  });
});
