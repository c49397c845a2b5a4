import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PriceAgreement } from './price-agreement.ts';
import { type ListPriceQuestion, resolvePrice } from './resolve-price.ts';

const base: PriceAgreement = {
  id: 'base',
  sku: '85123A',
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 1000,
  amountMinor: 295,
  priceUnitThousandths: 1000,
  validFrom: '2010-12-01',
  validTo: null,
};
const breakAt32 = { ...base, id: 'break', minQuantityThousandths: 32_000, amountMinor: 255 };
const members = { ...base, id: 'members', priceGroup: 'members', amountMinor: 280 };
const outlet = { ...base, id: 'outlet', priceGroup: 'outlet', amountMinor: 310 };
const january = { ...base, id: 'january', validFrom: '2011-01-01', amountMinor: 325 };
const december = { ...base, id: 'december', validTo: '2010-12-31' };

const ask = (change: Partial<ListPriceQuestion> = {}): ListPriceQuestion => ({
  sku: '85123A',
  currency: 'GBP',
  quantityThousandths: 1000,
  date: '2010-12-15',
  priceGroups: [],
  ...change,
});

describe('resolvePrice', () => {
  test.each([
    { name: 'the base price', agreements: [base], question: ask(), expected: 'base' },
    { name: 'no price before the first day', agreements: [january], question: ask(), expected: undefined },
    {
      name: 'the first day counts',
      agreements: [january],
      question: ask({ date: '2011-01-01' }),
      expected: 'january',
    },
    {
      name: 'the last day counts',
      agreements: [december],
      question: ask({ date: '2010-12-31' }),
      expected: 'december',
    },
    {
      name: 'no price after the last day',
      agreements: [december],
      question: ask({ date: '2011-01-01' }),
      expected: undefined,
    },
    {
      name: 'the latest start wins',
      agreements: [base, january],
      question: ask({ date: '2011-02-01' }),
      expected: 'january',
    },
    {
      name: 'a price from one on is also that of less than one, by weight',
      agreements: [base, breakAt32],
      question: ask({ quantityThousandths: 1 }),
      expected: 'base',
    },
    {
      name: 'below the quantity break',
      agreements: [base, breakAt32],
      question: ask({ quantityThousandths: 31_999 }),
      expected: 'base',
    },
    {
      name: 'at the quantity break',
      agreements: [base, breakAt32],
      question: ask({ quantityThousandths: 32_000 }),
      expected: 'break',
    },
    {
      name: 'a return asks by its absolute quantity',
      agreements: [base, breakAt32],
      question: ask({ quantityThousandths: -32_000 }),
      expected: 'break',
    },
    {
      name: 'a group the channel does not have',
      agreements: [base, members],
      question: ask(),
      expected: 'base',
    },
    {
      name: 'a group beats the base price',
      agreements: [base, members],
      question: ask({ priceGroups: ['members'] }),
      expected: 'members',
    },
    {
      name: 'a group beats a quantity break of the base price',
      agreements: [breakAt32, members],
      question: ask({ priceGroups: ['members'], quantityThousandths: 40_000 }),
      expected: 'members',
    },
    {
      name: 'the more important group wins, also when dearer',
      agreements: [members, outlet],
      question: ask({ priceGroups: ['outlet', 'members'] }),
      expected: 'outlet',
    },
    {
      name: 'another currency does not count',
      agreements: [{ ...base, currency: 'EUR' }],
      question: ask(),
      expected: undefined,
    },
    {
      name: 'codes are case-sensitive',
      agreements: [{ ...base, sku: '85123a' }],
      question: ask(),
      expected: undefined,
    },
  ])('$name', ({ agreements, question, expected }) => {
    expect(resolvePrice(agreements, question)?.id).toBe(expected);
  });

  test('does not depend on the order of the agreements', () => {
    const all = [base, breakAt32, members, outlet, january, december, { ...base, id: 'twin' }];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        fc.integer({ min: 1, max: 50_000 }),
        fc.constantFrom('2010-12-15', '2011-01-01', '2011-02-01'),
        fc.constantFrom([], ['members'], ['outlet', 'members']),
        (shuffled, quantityThousandths, date, priceGroups) => {
          const question = ask({ quantityThousandths, date, priceGroups });
          expect(resolvePrice(shuffled, question)).toEqual(resolvePrice(all, question));
        },
      ),
    );
  });
});
