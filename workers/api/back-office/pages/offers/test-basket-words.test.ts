import { expect, test } from 'vitest';
import type { ExplainedOffer } from '../../../../../commerce/basket/explain-basket.ts';
import type { PricedBasketLine } from '../../../../../commerce/basket/priced-basket.ts';
import { lineWords } from './test-basket-words.ts';

type Line = Parameters<typeof lineWords>[0];
const words = { amount: (minor: number) => `£${(minor / 100).toFixed(2)}`, nameOf: (id: string) => id };
const line = (more: object): Line =>
  ({
    ...{ discounts: [], paid: [], fault: null, adjustments: [] },
    unitPrice: { amountMinor: 600, priceUnitThousandths: 1000 },
    ...more,
  }) as Line;
const discount = (offer: string, amountMinor: number) => ({ kind: 'offer', offer, name: offer, amountMinor });
const paid = (units: number, amountMinor: number, discountMinor: number) =>
  ({ quantityThousandths: units * 1000, amountMinor, discountMinor }) as PricedBasketLine['paid'][number];
const explained = (reason: ExplainedOffer['reason']): ExplainedOffer => ({
  offer: 'o',
  name: 'o',
  amountMinor: 0,
  reason,
});

test.each<[string, Line, ExplainedOffer | undefined, string, boolean]>([
  [
    'one of three free',
    line({ discounts: [discount('o', 600)], paid: [paid(2, 1200, 0), paid(1, 0, 600)] }),
    undefined,
    '1 of 3 free (£6.00).',
    true,
  ],
  [
    'one free',
    line({ discounts: [discount('o', 450)], paid: [paid(1, 0, 450)] }),
    undefined,
    'Free (£4.50).',
    true,
  ],
  [
    'all cheaper',
    line({ discounts: [discount('o', 300)], paid: [paid(3, 1500, 100)] }),
    undefined,
    'All 3 cheaper, saves £3.00.',
    true,
  ],
  [
    'both cheaper',
    line({ discounts: [discount('o', 200)], paid: [paid(2, 1000, 100)] }),
    undefined,
    'Both cheaper, saves £2.00.',
    true,
  ],
  [
    'with another',
    line({ discounts: [discount('o', 200), discount('late', 50)], paid: [paid(1, 350, 250)] }),
    undefined,
    'Saves £2.00. “late” saves £0.50.',
    true,
  ],
  [
    'counts only',
    line({}),
    explained({ type: 'countsOnly' }),
    'Counts for the set; the saving lies on other lines.',
    false,
  ],
  [
    'short',
    line({}),
    explained({ type: 'unitsMissing', haveUnits: 2, neededUnits: 3 }),
    '2 of 3 pieces are in the basket.',
    false,
  ],
  [
    'beaten',
    line({ discounts: [discount('late', 500)] }),
    explained({ type: 'beaten', byMinor: 100, by: ['late'] }),
    'Beaten by late: the basket would save £1.00 less. “late” saves £5.00.',
    false,
  ],
  ['not in it', line({}), undefined, 'Not in this offer.', false],
  [
    'not in it, but in another',
    line({ discounts: [discount('late', 500)] }),
    undefined,
    'Not in this offer. “late” saves £5.00.',
    false,
  ],
  [
    'another price',
    line({ adjustments: [{ id: 'o' }] }),
    undefined,
    'Has another price by this offer.',
    true,
  ],
  ['no price', line({ fault: { type: 'noPrice', sku: 'A' } }), undefined, 'Has no price on this day.', false],
])('%s', (_, what, mine, text, saves) => {
  expect(lineWords(what, 'o', mine, words)).toEqual({ text, saves });
});
