import { describe, expect, test } from 'vitest';
import type { PricingDataAnswer } from '../../../../../protocol/pricing-data-messages.ts';
import { smallShopAnswer } from '../../../../../testing/contract/pricing-fixture.ts';
import type { OfferRow } from '../offers/offer-draft.ts';
import { priceHere } from './price-here.ts';

const half: OfferRow = {
  ...{ id: 'HALF', name: 'Half', currency: 'GBP', validFrom: '2026-01-01', validTo: null, periods: [] },
  ...{ priceGroups: ['retail'], allPriceGroups: false, couponNeeded: false, priority: 9 },
  ...{ concurrency: 'exclusive', limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null } },
  rule: { type: 'simple', reward: { type: 'percent', basisPoints: 5000 } },
  lines: [
    { target: 'product:HEART', dimensions: {}, unitOfMeasure: null, exclude: false, group: 0, reward: null },
  ],
};
const grossOf = (answer: PricingDataAnswer, draft: OfferRow | null = null) =>
  priceHere(answer, [{ sku: 'HEART', units: 1 }], [], draft).priced.totals.grossMinor;

describe('a basket priced in the page', () => {
  test('costs with a draft what it would cost if the draft were in force, and without it what it costs', async () => {
    const answer = await smallShopAnswer('HEART');
    const usual = grossOf(answer);
    expect(grossOf(answer, half)).toBe(usual - Math.round(usual / 2));
    expect(grossOf(answer, { ...half, validFrom: '2027-01-01' })).toBe(usual);
  });

  test('the draft of an adjustment is one; taking its lines away takes it off', async () => {
    const answer = await smallShopAnswer('HEART');
    const rule: OfferRow['rule'] = {
      ...{ type: 'priceAdjustment', mode: 'best', base: 'running', sequence: 0 },
      calculation: { type: 'price', amountMinor: 100 },
    };
    expect(grossOf(answer, { ...half, rule })).toBe(100);
    expect(grossOf(answer, { ...half, rule, lines: [] })).toBe(grossOf(answer));
  });

  test('what the store does not sell has a fault and no price', async () => {
    const { priced, explanation } = priceHere(await smallShopAnswer(), [{ sku: 'NOBODY', units: 2 }], []);
    expect(priced.lines[0]?.fault).not.toBeNull();
    expect([priced.totals.grossMinor, explanation.lines[0]?.prices]).toEqual([0, []]);
  });
});
