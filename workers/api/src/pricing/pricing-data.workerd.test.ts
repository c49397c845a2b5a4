import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { plainBasket, plainLine } from '../../../../commerce/basket/basket.ts';
import { priceBasket } from '../../../../commerce/basket/price-basket.ts';
import { solvePacking } from '../../../../commerce/promotions/best-price/solve-packing.ts';
import { sha256Hex } from '../../../../protocol/bytes.ts';
import { type PricingDataAnswer, readPricingData } from '../../../../protocol/pricing-data-messages.ts';
import { bearer, TestHq, testAdmins } from '../../../../testing/contract/hq-fixture.ts';
import { readSmallShop } from '../../../../testing/contract/pricing-fixture.ts';
import { createApi } from '../app.ts';
import type { Env } from '../env.ts';
import type { PricingScope } from './read-pricing.ts';

const env = bindings as unknown as Env;
const scopes: PricingScope[] = [];
const app = createApi({
  now: () => Date.parse('2026-06-15T10:00:00Z'),
  readPricing: (database, scope, wanted) => {
    scopes.push(scope);
    return readSmallShop(database, scope, wanted);
  },
  solve: (instance) => solvePacking(instance, { nodesMax: 1000 }),
});
const hq = new TestHq((request) => app.fetch(request, env, createExecutionContext()));
const ask = (body: object, token = 'ada-token') => hq.send('POST', '/v1/pricing-data', body, bearer(token));

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins) {
    const row = [id, name, role, await sha256Hex(token)];
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(...row)
      .run();
  }
});

test('a page prices a basket with it to the penny that a quote says', async () => {
  const { status, body } = await ask({ channel: 'S1', skus: ['HEART', 'HEART', 'LAMP'] });
  expect(status).toBe(200);
  const { channel, data, date, minuteOfDay, timeZone } = body as PricingDataAnswer;
  expect({ date, minuteOfDay, timeZone }).toEqual({
    ...{ date: '2026-06-15', minuteOfDay: 660, timeZone: 'Europe/London' },
  });
  const lines = [plainLine('1', 'HEART', 3000), plainLine('2', 'LAMP', 1000)];
  const { totals } = priceBasket(plainBasket(date, lines), channel, readPricingData(data), (instance) =>
    solvePacking(instance, { nodesMax: 1000 }),
  );
  const quote = await hq.send('POST', '/v1/quotes', {
    channel: 'S1',
    currency: 'GBP',
    lines: lines.map(({ id, sku, quantityThousandths }) => ({ id, sku, quantityThousandths })),
  });
  expect(quote.body).toMatchObject({ totals });
});

test('rows of change requests are laid over it, the later one over the earlier', async () => {
  const offer = (name: string) => ({ noun: 'price-groups', key: 'night', row: { id: 'night', name } });
  const create = async (items: object[]) => {
    const { body } = await hq.send('POST', '/v1/change-requests', { title: 'A draft', items });
    return (body as { id: string }).id;
  };
  const first = await create([offer('Night'), { noun: 'price-groups', key: 'late', row: { name: 'Late' } }]);
  const second = await create([offer('Late night')]);
  const { status } = await ask({ channel: 'S1', skus: ['HEART'], drafts: [first, second] });
  expect(status).toBe(200);
  expect(scopes.at(-1)?.overlay).toMatchObject([
    { noun: 'price-groups', key: 'late', row: { name: 'Late' } },
    { noun: 'price-groups', key: 'night', row: { name: 'Late night' } },
  ]);
});

test.each([
  [{ channel: 'S9', skus: [] }, '/channel'],
  [{ channel: 'S1', skus: [], asOf: '1999-01-01' }, '/asOf'],
  [{ channel: 'S1', skus: [], customer: '1' }, '/customer'],
  [{ channel: 'S1', skus: [], loyaltyCard: '1' }, '/loyaltyCard'],
  [{ channel: 'S1', skus: [], drafts: ['CR-999'] }, '/drafts/0'],
])('%o is refused at %s', async (request, pointer) => {
  expect(await ask(request)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});

test('whoever only reads may ask', async () => {
  expect((await ask({ channel: 'S1', skus: [] }, 'vic-token')).status).toBe(200);
});
