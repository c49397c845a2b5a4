import { describe, expect, test } from 'vitest';
import type { PricedBasket } from '../../../../../commerce/basket/priced-basket.ts';
import { smallShopAnswer } from '../../../../../testing/contract/pricing-fixture.ts';
import type { OfferRow } from '../offers/offer-draft.ts';
import { comparePrices } from './compare-prices.ts';
import { draftOptions } from './drafts-to-compare.ts';
import { priceHere } from './price-here.ts';

const pound: OfferRow = {
  ...{ id: 'POUND', name: 'A pound off', currency: 'GBP', validFrom: '2026-01-01', validTo: null },
  ...{ periods: [], priceGroups: ['retail'], allPriceGroups: false, couponNeeded: false, priority: 9 },
  ...{ concurrency: 'exclusive', limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null } },
  rule: { type: 'simple', reward: { type: 'amount', amountMinor: 100 } },
  lines: [
    { target: 'product:HEART', dimensions: {}, unitOfMeasure: null, exclude: false, group: 0, reward: null },
  ],
};

describe('a basket compared with a draft', () => {
  test('shows by line what the draft takes off and by which offer, and leaves the others alone', async () => {
    const answer = await smallShopAnswer('HEART', 'LAMP');
    const rows = [
      { sku: 'HEART', units: 2 },
      { sku: 'LAMP', units: 1 },
    ];
    const priced = (draft: OfferRow | null): PricedBasket => priceHere(answer, rows, [], draft).priced;
    const [published, draft] = [priced(null), priced(pound)];
    const { lines, ...totals } = comparePrices(published, draft);
    const [hearts, lamp] = published.lines;
    expect(lines.map(({ sku, differenceMinor }) => [sku, differenceMinor])).toEqual([
      ['HEART', -200],
      ['LAMP', 0],
    ]);
    expect(lines[0]).toMatchObject({
      published: { grossMinor: hearts?.grossMinor },
      draft: { grossMinor: (hearts?.grossMinor ?? 0) - 200, offers: ['A pound off'] },
    });
    expect(lines[1]?.published).toEqual(lines[1]?.draft);
    expect(lines[1]?.draft?.grossMinor).toBe(lamp?.grossMinor);
    const { grossMinor } = published.totals;
    expect(totals).toEqual({
      publishedMinor: grossMinor,
      draftMinor: grossMinor - 200,
      differenceMinor: -200,
    });
  });

  test('what only the draft gives a price has no difference', async () => {
    const rows = [{ sku: 'HEART', units: 1 }];
    const published = priceHere(await smallShopAnswer(), rows, []).priced;
    const draft = priceHere(await smallShopAnswer('HEART'), rows, []).priced;
    const [line] = comparePrices(published, draft).lines;
    expect(line).toMatchObject({ sku: 'HEART', published: null, differenceMinor: null });
    expect(line?.draft?.grossMinor).toBe(draft.totals.grossMinor);
  });
});

test('a draft that an address names can be seen in the list, wherever it stands', () => {
  const drafts = [{ id: 'CR-2', title: 'Spring' }];
  const none = ['', 'None: as published'];
  expect(draftOptions(drafts, '')).toEqual([none, ['CR-2', 'Spring (CR-2)']]);
  expect(draftOptions(drafts, 'CR-2')).toEqual([none, ['CR-2', 'Spring (CR-2)']]);
  expect(draftOptions(drafts, 'CR-1')).toEqual([none, ['CR-2', 'Spring (CR-2)'], ['CR-1', 'CR-1']]);
});
