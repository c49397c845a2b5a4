import { expect, test } from 'vitest';
import { explainPrice } from './explain-price.ts';
import type { PriceAgreement } from './price-agreement.ts';
import type { PriceQuestion } from './price-question.ts';
import type { PriceReason } from './price-reason.ts';
import { priceReasonText } from './price-reason-text.ts';

const base: PriceAgreement = {
  id: 'base',
  sku: 'shirt',
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 1000,
  amountMinor: 295,
  priceUnitThousandths: 1000,
  validFrom: '2024-01-01',
  validTo: null,
};
const club = { ...base, id: 'club', priceGroup: 'club', amountMinor: 280 };
const question: PriceQuestion = {
  product: {
    sku: 'shirt-s',
    variantOf: 'shirt',
    dimensions: { size: 'S' },
    unitOfMeasure: 'piece',
    unitConversions: [{ unitOfMeasure: 'box', numerator: 12, denominator: 1 }],
    attributes: {},
  },
  currency: 'GBP',
  quantityThousandths: 2000,
  unitOfMeasure: null,
  date: '2024-06-01',
  customer: null,
  priceGroups: [{ id: 'store', priority: 0, source: 'channel' }],
  contextAttributes: {},
  settings: { choice: 'specific', adjustUp: false },
};
const inClub = (priority: number) => ({
  priceGroups: [{ id: 'club', priority, source: 'loyalty' as const }],
});
const lowest = { settings: { choice: 'lowest' as const, adjustUp: false } };

const cases: [Partial<PriceAgreement>, PriceAgreement, Partial<PriceQuestion>, PriceReason, string][] = [
  [{}, base, {}, { type: 'sameElsewise', by: 'base' }, 'Is the same as base, which goes first by its id.'],
  [{ sku: 'hat' }, base, {}, { type: 'otherProduct', sku: 'hat' }, 'Is a price of product hat.'],
  [
    { dimensions: { size: 'XXL' } },
    base,
    {},
    { type: 'otherVariant', dimension: 'size', value: 'XXL' },
    'Is only for size XXL.',
  ],
  [{ currency: 'EUR' }, base, {}, { type: 'otherCurrency', currency: 'EUR' }, 'Is in EUR.'],
  [{ unitOfMeasure: 'box' }, base, {}, { type: 'otherUnit', unitOfMeasure: 'box' }, 'Is a price per box.'],
  [{ customer: 'C1' }, base, {}, { type: 'otherCustomer', customer: 'C1' }, 'Is only for customer C1.'],
  [
    { priceGroup: 'club' },
    base,
    {},
    { type: 'notInGroup', priceGroup: 'club' },
    'Is only for price group club.',
  ],
  [
    { attributes: [{ of: 'context', name: 'segment', anyOf: ['retail'], noneOf: [] }] },
    base,
    {},
    { type: 'attributeNotMet', attribute: 'segment' },
    'Is not for this segment.',
  ],
  [
    { validFrom: '2024-07-01' },
    base,
    {},
    { type: 'notYetValid', date: '2024-07-01' },
    'Begins on 2024-07-01.',
  ],
  [{ validTo: '2024-05-31' }, base, {}, { type: 'expired', date: '2024-05-31' }, 'Ended on 2024-05-31.'],
  [
    { minQuantityThousandths: 2500 },
    base,
    {},
    { type: 'quantityNotReached', neededThousandths: 2500 },
    'Begins at a quantity of 2.5.',
  ],
  [{ amountMinor: 300 }, base, {}, { type: 'beaten', by: 'base', byMinor: 10 }, 'base is cheaper by 10p.'],
  [
    {},
    { ...base, sku: 'shirt-s' },
    {},
    { type: 'lessSpecific', by: 'base' },
    'base is for this variant more exactly.',
  ],
  [{}, { ...base, headerRank: 1 }, {}, { type: 'lowerRank', by: 'base' }, 'base has a higher rank.'],
  [
    {},
    { ...base, minQuantityThousandths: 2000 },
    {},
    { type: 'smallerBreak', by: 'base', minQuantityThousandths: 2000 },
    'base goes first from a quantity of 2.',
  ],
  [
    {},
    { ...base, validFrom: '2024-02-01' },
    {},
    { type: 'earlierStart', by: 'base', date: '2024-02-01' },
    'base goes first since 2024-02-01.',
  ],
  [
    { amountMinor: 1 },
    { ...base, validFrom: '2024-02-01' },
    lowest,
    { type: 'replaced', by: 'base', date: '2024-02-01' },
    'Replaced by base since 2024-02-01.',
  ],
  [
    {},
    club,
    inClub(0),
    { type: 'lowerScope', by: 'club', scope: 'priceGroup' },
    "The price group's price (club) goes first.",
  ],
  [
    {},
    club,
    { ...inClub(0), ...lowest },
    { type: 'beaten', by: 'club', byMinor: 30 },
    'club is cheaper by 30p.',
  ],
  [
    { amountMinor: 1 },
    club,
    { ...inClub(3), ...lowest },
    { type: 'lowerPriority', by: 'club', priority: 3 },
    'club goes first with priority 3.',
  ],
];

test.each(cases)('%j', (change, winner, asked, expected, text) => {
  const other = { ...base, ...change, id: 'other' };
  const { rows, answer } = explainPrice([other, winner], [], { ...question, ...asked });
  expect((answer.agreement ?? answer.baseRow)?.id).toBe(winner.id);
  expect(rows.map(({ reason }) => reason)).toEqual([expected, { type: 'applied' }]);
  expect(priceReasonText(expected, (amountMinor) => `${amountMinor}p`)).toBe(text);
});

test('without a price every row says why', () => {
  const { rows, answer } = explainPrice([club], [], question);
  expect(answer).toMatchObject({ base: null, agreement: null, agreementPrice: null, active: null });
  expect(rows).toEqual([{ row: club, reason: { type: 'notInGroup', priceGroup: 'club' } }]);
});
