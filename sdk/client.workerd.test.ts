import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { solvePacking } from '../commerce/promotions/best-price/solve-packing.ts';
import { partnerKeys } from '../db/hq/partner-keys.ts';
import { readSmallShop } from '../testing/contract/pricing-fixture.ts';
import { createApi } from '../workers/api/src/app.ts';
import type { Env } from '../workers/api/src/env.ts';
import { createClient } from './client.ts';

const env = bindings as unknown as Env;
let now = Date.parse('2026-06-15T10:00:00Z');
const app = createApi({
  now: () => now,
  readPricing: readSmallShop,
  solve: (instance) => solvePacking(instance, { nodesMax: 1000 }),
});
const client = (key: string, more: object = {}) =>
  createClient({
    url: 'http://hq',
    key,
    fetch: async (request) => app.fetch(request, env, createExecutionContext()),
    ...more,
  });
const makeKey = async (requestsPerMinute = 100) => {
  const request = { name: 'Shop', scopes: ['prices:read' as const, 'quotes:write' as const] };
  const { key } = await partnerKeys(env.MASTERS).create(
    { ...request, requestsPerMinute },
    'ada',
    new Date(now).toISOString(),
  );
  return key;
};
const lines = [{ id: '1', sku: 'HEART', quantityThousandths: 3000 }];
const basket = { channel: 'S1', currency: 'GBP', lines };
let key = '';

beforeAll(async () => {
  key = await makeKey();
});

describe('the SDK in workerd, against the API', () => {
  test('asks for prices, quotes a basket and redeems it', async () => {
    const evertill = client(key);
    const { items } = await evertill.prices({ channel: 'S1', currency: 'GBP', skus: ['HEART', 'NOTHING'] });
    expect(items.map((item) => ('error' in item ? item.error.type : item.grossMinor))).toEqual([
      295,
      'urn:evertill:problem:unknown-product',
    ]);
    const quote = await evertill.quote(basket);
    expect(quote.totals).toMatchObject({ grossMinor: 590, discountMinor: 295 });
    expect((await evertill.redeem(quote.token)).totals).toEqual(quote.totals);
    now = Date.parse(quote.expiresAt) + 1;
    await expect(evertill.redeem(quote.token)).rejects.toMatchObject({ code: 'quote-expired', status: 409 });
  });

  test('a refusal says what and where', async () => {
    await expect(client(key).quote({ ...basket, coupons: ['GONE'] })).rejects.toMatchObject({
      code: 'invalid-field',
      errors: [
        { pointer: '/coupons/0', code: 'couponExpired', detail: 'coupon GONE was valid until 2026-03-31' },
      ],
    });
    await expect(client('evk_live_wrong').quote(basket)).rejects.toMatchObject({ code: 'not-signed-in' });
  });

  test('waits as long as the limit says, and goes on', async () => {
    const evertill = client(await makeKey(1), {
      fetch: async (request: Request) => {
        const response = await app.fetch(request, env, createExecutionContext());
        // The server's clock, not this test, waits: the minute is over before the next try.
        if (response.status === 429) now += 60_000;
        return response;
      },
    });
    now = Date.parse('2026-06-15T12:00:59Z');
    await evertill.quote(basket);
    expect((await evertill.quote(basket)).totals.grossMinor).toBe(590);
  });
});
