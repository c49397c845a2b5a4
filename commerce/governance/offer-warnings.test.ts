import { describe, expect, test } from 'vitest';
import type { Offer } from '../promotions/offer.ts';
import { type OfferReach, overlapsOf, unitsNeeded } from './offer-warnings.ts';

const half = { type: 'percent', basisPoints: 5000 } as const;
const offer: Offer = {
  ...{ id: 'A', name: 'A', currency: 'GBP', validFrom: '2026-11-27', validTo: '2026-12-24', periods: [] },
  ...{ priceGroups: ['standard'], allPriceGroups: false, couponNeeded: false, priority: 0 },
  concurrency: 'bestPrice',
  limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
  rule: { type: 'simple', reward: half },
};
const reach = (more: Partial<Offer>, skus: string[] | null = ['a', 'b'], priority = 0): OfferReach => ({
  offer: { ...offer, ...more },
  priority,
  skus: skus && new Set(skus),
});

test.each([
  [{ type: 'simple', reward: half }, null],
  [{ type: 'leastExpensive', units: 3, rewarded: 1, reward: half, favour: 'customer', distribute: false }, 3],
  [
    {
      type: 'mixAndMatch',
      groups: [
        { units: 12, reward: null },
        { units: 9, reward: null },
      ],
      reward: half,
      countNonDiscountable: false,
    },
    21,
  ],
  [
    {
      type: 'quantity',
      stepped: false,
      pool: 'offer',
      tiers: [
        { minUnits: 6, reward: half },
        { minUnits: 24, reward: half },
      ],
    },
    24,
  ],
] as const)('%o needs %d units', (rule, units) => {
  expect(unitsNeeded(rule)).toBe(units);
});

describe('offers that meet', () => {
  const one = reach({});
  test.each<[string, OfferReach, { products: number | null; days: number | null } | null]>([
    ['the same one', reach({}), null],
    ['all of its days', reach({ id: 'B' }), { products: 2, days: 28 }],
    ['one day, the last', reach({ id: 'B', validFrom: '2026-12-24' }), { products: 2, days: 1 }],
    ['the day after', reach({ id: 'B', validFrom: '2026-12-25', validTo: null }), null],
    [
      'Thursdays',
      reach({ id: 'B', validTo: null, periods: [{ weekdays: [4], fromMinute: 0, toMinute: 60 }] }),
      { products: 2, days: 4 },
    ],
    ['another priority', reach({ id: 'B' }, ['a'], 1), null],
    ['another currency', reach({ id: 'B', currency: 'EUR' }), null],
    ['other price groups', reach({ id: 'B', priceGroups: ['online'] }), null],
    ['other products', reach({ id: 'B' }, ['c']), null],
    ['some of its products', reach({ id: 'B' }, ['b', 'c']), { products: 1, days: 28 }],
    ['everything', reach({ id: 'B' }, null), { products: 2, days: 28 }],
  ])('%s', (_, other, expected) => {
    expect(overlapsOf(one, [other])).toEqual(
      expected === null ? [] : [{ offer: 'B', name: other.offer.name, ...expected }],
    );
  });

  test('without an end', () => {
    const open = reach({ validTo: null });
    expect(overlapsOf(open, [reach({ id: 'B', validTo: null }, null)])).toEqual([
      { offer: 'B', name: 'A', products: 2, days: null },
    ]);
  });

  test('weekdays that never meet', () => {
    const on = (id: string, day: number) =>
      reach({ id, periods: [{ weekdays: [day], fromMinute: 0, toMinute: 60 }] });
    expect(overlapsOf(on('A', 1), [on('B', 2)])).toEqual([]);
  });
});
