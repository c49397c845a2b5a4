import { expect, test } from 'vitest';
import type { OfferRule } from '../../../../../commerce/promotions/offer.ts';
import { basketPresets } from './basket-presets.ts';
import type { OfferRow } from './offer-draft.ts';

const free = { type: 'percent', basisPoints: 10_000 } as const;
const products = {
  inGroup: (group: number) => [['A', 'B', 'C', 'D'], ['G']][group] ?? [],
  outside: ['Z'],
  priceMinor: () => 300,
};

function presets(rule: OfferRule, unitsMax: number | null = null): string[] {
  const offer = { rule, limits: { applicationsMax: null, unitsMax, discountMaxMinor: null } };
  return basketPresets(offer as unknown as OfferRow, products).map(
    ({ label, lines }) => `${label}: ${lines.map(({ sku, units }) => `${units}${sku}`).join(' ')}`,
  );
}

test.each<[OfferRule, number | null, string[]]>([
  [
    { type: 'simple', reward: free },
    2,
    [
      'One piece: 1A',
      'Three products: 1A 1B 1C',
      'Edge: one piece above the limit: 3A',
      'With a product that is not in it: 1A 1Z',
    ],
  ],
  [
    {
      type: 'quantity',
      stepped: false,
      pool: 'line',
      tiers: [
        { minUnits: 3, reward: free },
        { minUnits: 6, reward: free },
      ],
    },
    null,
    [
      'Just enough: 3A',
      'Edge: one piece short: 2A',
      'The next step: 6A',
      'With a product that is not in it: 3A 1Z',
    ],
  ],
  [
    { type: 'quantity', stepped: false, pool: 'offer', tiers: [{ minUnits: 4, reward: free }] },
    null,
    [
      'Just enough: 2A 1B 1C',
      'Edge: one piece short: 1A 1B 1C',
      'With a product that is not in it: 2A 1B 1C 1Z',
    ],
  ],
  [
    { type: 'leastExpensive', units: 3, rewarded: 1, reward: free, favour: 'customer', distribute: false },
    null,
    [
      'One set: 1A 1B 1C',
      'Edge: one piece short: 1A 1B',
      'Two sets and one left over: 3A 2B 2C',
      'With a product that is not in it: 1A 1B 1C 1Z',
    ],
  ],
  [
    {
      type: 'mixAndMatch',
      groups: [
        { units: 2, reward: null },
        { units: 1, reward: free },
      ],
      reward: null,
      countNonDiscountable: false,
    },
    null,
    [
      'One set: 1A 1B 1G',
      'Edge: one piece short: 1A 1G',
      'Two sets: 2A 1B 1C 2G',
      'With a product that is not in it: 1A 1B 1G 1Z',
    ],
  ],
  [
    {
      type: 'threshold',
      tiers: [{ minAmountMinor: 1000, reward: free }],
      repeat: false,
      countNonDiscountable: false,
      gifts: [{ unitsMax: 1, reward: free }],
    },
    null,
    [
      'Just enough: 4A 1G',
      'Edge: one piece short: 3A 1G',
      'Twice as much: 8A 1G',
      'With a product that is not in it: 4A 1G 1Z',
    ],
  ],
])('%o', (rule, unitsMax, expected) => {
  expect(presets(rule, unitsMax)).toEqual(expected);
});

test('without products there is nothing to try', () => {
  const offer = { rule: { type: 'simple', reward: free }, limits: {} } as unknown as OfferRow;
  expect(basketPresets(offer, { ...products, inGroup: () => [] })).toEqual([]);
});
