import { expect, test } from 'vitest';
import { readSmallShop } from '../../testing/contract/pricing-fixture.ts';
import { solvePacking } from '../promotions/best-price/solve-packing.ts';
import type { Offer, OfferRule } from '../promotions/offer.ts';
import { plainBasket, plainLine } from './basket.ts';
import { layOffer } from './lay-offer.ts';
import { priceBasket } from './price-basket.ts';

const offer = (id: string, rule: OfferRule, more: Partial<Offer> = {}): Offer => ({
  id,
  name: id,
  currency: 'GBP',
  validFrom: '2026-01-01',
  validTo: null,
  periods: [],
  priceGroups: ['retail'],
  allPriceGroups: false,
  couponNeeded: false,
  priority: null,
  concurrency: 'bestPrice',
  limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
  rule,
  ...more,
});
const half: OfferRule = { type: 'simple', reward: { type: 'percent', basisPoints: 5000 } };
const line = (target: string) => ({
  ...{ target, dimensions: {}, unitOfMeasure: null, exclude: false, group: 0, reward: null },
});
const lines = [line('product:HEART')];
const laid = (what: Offer) => ({ offer: what, lines, coupons: [] });
const coupon = {
  ...{ code: 'HELLO', offer: 'draft', validFrom: '2026-01-01', validTo: null },
  ...{ customer: null, usesMax: null, used: 0 },
};

/** What three hearts of 2.95 cost, and what lies on them. */
async function threeHearts(lay: Parameters<typeof layOffer>[2], id = 'draft', coupons: string[] = []) {
  const wanted = { skus: ['HEART'], coupons: [], customer: null, loyaltyCard: null };
  const read = await readSmallShop(null, { store: 'S1' }, wanted);
  if (!read) throw new Error('the shop is there');
  const basket = { ...plainBasket('2026-06-01', [plainLine('1', 'HEART', 3000)]), coupons };
  const data = layOffer(read.data, id, lay);
  const { totals, lines: priced } = priceBasket(basket, read.channel, data, (instance) =>
    solvePacking(instance, { nodesMax: 1000 }),
  );
  return [totals.grossMinor, ...(priced[0]?.discounts.map(({ offer: by }) => by) ?? [])];
}

test('without anything laid over, three for two applies', async () => {
  expect(await threeHearts(null)).toEqual([590, 'three-for-two']);
});

test('a new offer competes with those that are there', async () => {
  expect(await threeHearts(laid(offer('draft', half)))).toEqual([442, 'draft']);
});

test('an offer is replaced by its draft', async () => {
  const tenth: OfferRule = { type: 'simple', reward: { type: 'percent', basisPoints: 1000 } };
  expect(await threeHearts(laid(offer('three-for-two', tenth)), 'three-for-two')).toEqual([
    796,
    'three-for-two',
  ]);
});

test('an offer is taken out', async () => {
  expect(await threeHearts(null, 'three-for-two')).toEqual([885]);
});

test('another price is laid over as one', async () => {
  const lower: OfferRule = {
    type: 'priceAdjustment',
    calculation: { type: 'price', amountMinor: 100 },
    mode: 'best',
    base: 'running',
    sequence: 0,
  };
  expect(await threeHearts(laid(offer('draft', lower)))).toEqual([200, 'three-for-two']);
});

test('its coupons come with it', async () => {
  const needed = { ...laid(offer('draft', half, { couponNeeded: true })), coupons: [coupon] };
  expect(await threeHearts(needed)).toEqual([590, 'three-for-two']);
  expect(await threeHearts(needed, 'draft', ['HELLO'])).toEqual([442, 'draft']);
});
