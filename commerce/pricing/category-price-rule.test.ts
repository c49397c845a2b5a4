import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineAmountMinor } from '../money/unit-price.ts';
import { applyCategoryPriceRule, type CategoryPriceRule } from './category-price-rule.ts';
import { dayBefore } from './day-before.ts';
import { type PriceEnding, withEnding } from './price-ending.ts';
import { type CostRule, earningsOf, priceFromCost } from './price-from-cost.ts';
import { pricePer } from './price-per.ts';

describe('PR-7 a cost of 10.00 and a price of 15.00', () => {
  test.each<[CostRule, number]>([
    [{ type: 'markup', basisPoints: 5000 }, 1500],
    [{ type: 'margin', basisPoints: 3333 }, 1500],
    [{ type: 'fixed', amountMinor: 500 }, 1500],
    [{ type: 'margin', basisPoints: 0 }, 1000],
    [{ type: 'markup', basisPoints: -2500 }, 750],
  ])('%j', (rule, expected) => {
    expect(priceFromCost(1000, rule)).toBe(expected);
  });

  test('earn a markup of 50 %, a margin of 33.3 %, 5.00', () => {
    expect(earningsOf(1000, 1500)).toEqual({
      markupBasisPoints: 5000,
      marginBasisPoints: 3333,
      fixedMinor: 500,
    });
    expect(earningsOf(0, 0)).toEqual({ markupBasisPoints: null, marginBasisPoints: null, fixedMinor: 0 });
  });
});

test.each([
  ['PR-1 ten for fifty', 1000, 50_000, 20],
  ['PR-2 for nothing is for one', 1000, 0, 1000],
])('%s', (_, amountMinor, priceUnitThousandths, expected) => {
  expect(lineAmountMinor(1000, pricePer(amountMinor, priceUnitThousandths))).toBe(expected);
});

describe('endings', () => {
  const end99 = (direction: PriceEnding['direction']): PriceEnding => ({
    endingMinor: 99,
    everyMinor: 100,
    direction,
  });
  test.each<[number, PriceEnding, number]>([
    [1500, end99('up'), 1599],
    [1500, end99('down'), 1499],
    [1500, end99('nearest'), 1499],
    [1549, end99('nearest'), 1599],
    [1548, end99('nearest'), 1499],
    [1599, end99('up'), 1599],
    [50, end99('down'), 99],
    [0, end99('nearest'), 99],
    [1234, { endingMinor: 0, everyMinor: 5, direction: 'nearest' }, 1235],
    [1234, { endingMinor: 95, everyMinor: 1000, direction: 'up' }, 2095],
  ])('%i, %j', (price, ending, expected) => {
    expect(withEnding(price, ending)).toBe(expected);
  });

  test('a price with the ending stays, and none moves by a step or more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 99, max: 1_000_000 }),
        fc.constantFrom('up', 'down', 'nearest'),
        (price, direction) => {
          const ended = withEnding(price, end99(direction));
          expect(ended % 100).toBe(99);
          expect(Math.abs(ended - price)).toBeLessThan(direction === 'nearest' ? 51 : 100);
          expect(withEnding(ended, end99(direction))).toBe(ended);
        },
      ),
    );
  });
});

test('the day before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000 }), (days) => {
      const day = (count: number) => new Date(count * 86_400_000).toISOString().slice(0, 10);
      expect(dayBefore(day(days))).toBe(day(days - 1));
    }),
  );
});

describe('a category price rule', () => {
  const rule: CategoryPriceRule = {
    id: 'spring',
    basis: 'cost',
    calculation: { type: 'markup', basisPoints: 5000 },
    ending: { endingMinor: 99, everyMinor: 100, direction: 'nearest' },
    currency: 'GBP',
    priceGroup: 'web',
    validFrom: '2024-03-01',
    validTo: null,
  };
  const product = { sku: 'A', costMinor: 1000, basePriceMinor: 1800, currentPriceMinor: 1700 };

  test('writes agreements', () => {
    const { written, ended, withoutBasis } = applyCategoryPriceRule(
      rule,
      [product, { ...product, sku: 'B', costMinor: null }],
      [],
    );
    expect(written).toEqual([
      {
        id: 'spring@A@2024-03-01',
        sku: 'A',
        priceGroup: 'web',
        currency: 'GBP',
        minQuantityThousandths: 1000,
        amountMinor: 1499,
        priceUnitThousandths: 1000,
        validFrom: '2024-03-01',
        validTo: null,
      },
    ]);
    expect(ended).toEqual([]);
    expect(withoutBasis).toEqual(['B']);
  });

  test.each([
    ['basePrice', 2699],
    ['currentPrice', 2599],
  ] as const)('from the %s', (basis, expected) => {
    const { written } = applyCategoryPriceRule({ ...rule, basis }, [product], []);
    expect(written[0]?.amountMinor).toBe(expected);
  });

  test('writes nothing below zero', () => {
    const calculation = { type: 'fixed', amountMinor: -5000 } as const;
    const { written } = applyCategoryPriceRule({ ...rule, calculation, ending: null }, [product], []);
    expect(written[0]?.amountMinor).toBe(0);
  });

  test('ends what it wrote before for the same products', () => {
    const { written: earlier } = applyCategoryPriceRule(
      { ...rule, validFrom: '2024-01-01' },
      [product, { ...product, sku: 'B' }],
      [],
    );
    const { ended } = applyCategoryPriceRule(rule, [product], earlier);
    expect(ended).toEqual([{ ...earlier[0], validTo: '2024-02-29' }]);
    expect(applyCategoryPriceRule(rule, [product], ended).ended).toEqual([]);
    const { written } = applyCategoryPriceRule(rule, [product], []);
    expect(applyCategoryPriceRule(rule, [product], written).ended).toEqual([]);
  });
});
