import { expect, test } from 'vitest';
import { readSmallShop } from '../testing/contract/pricing-fixture.ts';
import { pricingDataRequest, readPricingData, writePricingData } from './pricing-data-messages.ts';

test('pricing data survives JSON', async () => {
  const wanted = { skus: ['HEART', 'LAMP'], coupons: ['HALF'], customer: null, loyaltyCard: null };
  const read = await readSmallShop(null, { store: 'S1' }, wanted);
  if (!read) throw new Error('the shop is there');
  const travelled = JSON.parse(JSON.stringify(writePricingData(read.data)));
  expect(readPricingData(travelled)).toEqual(read.data);
  expect(readPricingData(travelled).offers).toBeInstanceOf(Map);
});

test('every map of pricing data travels as entries', async () => {
  const wanted = { skus: ['HEART'], coupons: [], customer: null, loyaltyCard: null };
  const read = await readSmallShop(null, { store: 'S1' }, wanted);
  const written = Object.values(writePricingData(read?.data as NonNullable<typeof read>['data']));
  expect(written.filter((value) => value instanceof Map)).toEqual([]);
});

test.each([
  [{ channel: 'S1', skus: [] }, true],
  [{ channel: 'S1', skus: ['A'], asOf: '2026-12-24T09:30:00Z', drafts: ['CR-1'] }, true],
  [{ channel: 'S1', skus: Array.from({ length: 201 }, (_, index) => `A${index}`) }, false],
  [{ channel: 'S1', skus: ['A'], asOf: 'tomorrow' }, false],
  [{ channel: 'S1', skus: ['A'], basket: [] }, false],
])('%o is a request: %s', (request, accepted) => {
  expect(pricingDataRequest.safeParse(request).success).toBe(accepted);
});
