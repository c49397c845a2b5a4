import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolvePrice } from '../../commerce/pricing/resolve-price.ts';
import { listPrice, type PriceAgreement } from './price-book.ts';

const base: PriceAgreement = {
  id: 'base',
  sku: 'A',
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 1000,
  amountMinor: 500,
  priceUnitThousandths: 1000,
  validFrom: '2010-12-01',
  validTo: null,
};
const question = {
  sku: 'A',
  currency: 'GBP',
  quantity: 1,
  day: '2010-12-10',
  priceGroups: ['web', 'standard'],
};

test.each([
  ['the break that the quantity reaches', { minQuantityThousandths: 12_000 }, { quantity: -12 }, 'other'],
  ['not one above it', { minQuantityThousandths: 12_000 }, { quantity: 11 }, 'base'],
  [
    'a higher break before a later start',
    { minQuantityThousandths: 500, validFrom: '2010-12-05' },
    {},
    'base',
  ],
  ['the later start', { validFrom: '2010-12-10', amountMinor: 900 }, {}, 'other'],
  ['not one that starts later than the day', { validFrom: '2010-12-11' }, {}, 'base'],
  ['not one that has ended', { validFrom: '2010-12-05', validTo: '2010-12-09' }, {}, 'base'],
  ['the lower of two of one day', { amountMinor: 4999, priceUnitThousandths: 10_000 }, {}, 'other'],
  [
    "the store's price group before the base price",
    { priceGroup: 'standard', amountMinor: 900 },
    {},
    'other',
  ],
  ["no other's price group", { priceGroup: 'trade', amountMinor: 100 }, {}, 'base'],
  ['nothing in another currency', { currency: 'EUR', amountMinor: 100 }, {}, 'base'],
])('%s counts', (_, differs, asked, id) => {
  const agreements = [{ ...base, ...differs, id: 'other' }, base];
  expect(listPrice(agreements, { ...question, ...asked })?.id).toBe(id);
  expect(listPrice(agreements.toReversed(), { ...question, ...asked })?.id).toBe(id);
});

test('nobody has a price before the first day', () => {
  expect(listPrice([base], { ...question, day: '2010-11-30' })).toBeUndefined();
});

test('agrees with what the registers decide', () => {
  const day = fc.constantFrom('2010-12-01', '2010-12-02', '2010-12-03', '2010-12-04');
  const agreement = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    sku: fc.constantFrom('A', 'a'),
    priceGroup: fc.constantFrom(null, 'web', 'standard', 'trade'),
    currency: fc.constantFrom('GBP', 'EUR'),
    minQuantityThousandths: fc.constantFrom(1000, 6000, 12_000),
    amountMinor: fc.constantFrom(0, 50, 5),
    priceUnitThousandths: fc.constantFrom(1000, 10_000),
    validFrom: day,
    validTo: fc.option(day),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(agreement, { selector: ({ id }) => id, maxLength: 6 }),
      fc.integer({ min: 1, max: 20 }),
      day,
      (agreements, quantity, date) => {
        const asked = { ...question, quantity, day: date };
        const theirs = resolvePrice(agreements, { ...asked, date, quantityThousandths: 1000 * quantity });
        expect(listPrice(agreements, asked)).toEqual(theirs);
      },
    ),
    { numRuns: 1000 },
  );
});
