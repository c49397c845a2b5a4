import { describe, expect, test } from 'vitest';
import { type PricingDataAnswer, writePricingData } from '../../../../../protocol/pricing-data-messages.ts';
import { readSmallShop } from '../../../../../testing/contract/pricing-fixture.ts';
import type { OfferRow } from '../offers/offer-draft.ts';
import { priceHere } from './price-here.ts';

async function answerFor(...skus: string[]): Promise<PricingDataAnswer> {
  const wanted = { skus, coupons: [], customer: null, loyaltyCard: null };
  const read = await readSmallShop(null as never, { store: 'S1' }, wanted);
  if (!read) throw new Error('the small shop has a channel S1');
  const { channel, data, customer, timeZone } = read;
  return {
    ...{ channel, customer, timeZone, data: writePricingData(data) },
    ...{ date: '2026-11-26', minuteOfDay: 720, snapshotId: '' },
  };
}

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
    const answer = await answerFor('HEART');
    const usual = grossOf(answer);
    expect(grossOf(answer, half)).toBe(usual - Math.round(usual / 2));
    expect(grossOf(answer, { ...half, validFrom: '2027-01-01' })).toBe(usual);
  });

  test('the draft of an adjustment is one; taking its lines away takes it off', async () => {
    const answer = await answerFor('HEART');
    const rule: OfferRow['rule'] = {
      ...{ type: 'priceAdjustment', mode: 'best', base: 'running', sequence: 0 },
      calculation: { type: 'price', amountMinor: 100 },
    };
    expect(grossOf(answer, { ...half, rule })).toBe(100);
    expect(grossOf(answer, { ...half, rule, lines: [] })).toBe(grossOf(answer));
  });

  test('what the store does not sell has a fault and no price', async () => {
    const { priced, explanation } = priceHere(await answerFor(), [{ sku: 'NOBODY', units: 2 }], []);
    expect(priced.lines[0]?.fault).not.toBeNull();
    expect([priced.totals.grossMinor, explanation.lines[0]?.prices]).toEqual([0, []]);
  });
});
