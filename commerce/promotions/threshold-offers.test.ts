import { describe, expect, test } from 'vitest';
import {
  basketOf,
  lineOf,
  makeWorld,
  type OfferSpec,
  type ProductSpec,
  priceIn,
  priceOneOfEach,
} from '../../scripts/conformance/world.ts';
import type { Reward, ThresholdRule } from './offer.ts';

const percent = (basisPoints: number): Reward => ({ type: 'percent', basisPoints });
const amount = (amountMinor: number): Reward => ({ type: 'amount', amountMinor });
const tier = (minAmountMinor: number, reward: Reward) => ({ minAmountMinor, reward });

function threshold(
  tiers: ThresholdRule['tiers'],
  rule: Partial<ThresholdRule> = {},
  more: Partial<OfferSpec> = {},
): OfferSpec {
  return {
    id: 'threshold',
    rule: { type: 'threshold', tiers, repeat: false, countNonDiscountable: false, gifts: [], ...rule },
    ...more,
  };
}
const at = (...prices: number[]): ProductSpec[] =>
  prices.map((price, index) => ({ sku: `p${index}`, price }));
const saved = (prices: number[], offers: readonly OfferSpec[]) =>
  priceOneOfEach({ products: at(...prices), offers }).totals.discountMinor;

describe('tiers', () => {
  const t1 = [threshold([tier(100_000, amount(10_000)), tier(200_000, percent(1000))])];
  test.each([
    { spent: [99_999], expected: 0 },
    { spent: [100_000], expected: 10_000 },
    { spent: [120_000, 80_000], expected: 20_000 },
  ])('T-1: $spent', ({ spent, expected }) => {
    expect(saved(spent, t1)).toBe(expected);
  });

  const t2 = [threshold([tier(10_000, percent(1000)), tier(20_000, amount(2500))])];
  test.each([
    { spent: 9999, expected: 0 },
    { spent: 15_000, expected: 1500 },
    { spent: 20_000, expected: 2500 },
  ])('T-2: $spent', ({ spent, expected }) => {
    expect(saved([spent], t2)).toBe(expected);
  });

  test('again for each time that the amount fits, as often as it may', () => {
    const rule = { repeat: true };
    expect(saved([35_000], [threshold([tier(10_000, amount(1000))], rule)])).toBe(3000);
    const limits = { applicationsMax: 2 };
    expect(saved([35_000], [threshold([tier(10_000, amount(1000))], rule, { limits })])).toBe(2000);
  });

  test('a price for everything that counts', () => {
    expect(saved([8000, 4000], [threshold([tier(10_000, { type: 'price', amountMinor: 9900 })])])).toBe(2100);
  });

  test('shared over lines in proportion to what they cost', () => {
    const { lines } = priceOneOfEach({
      products: at(3000, 4000, 1000),
      offers: [threshold([tier(0, amount(1730))])],
    });
    expect(lines.map(({ discounts }) => discounts[0]?.amountMinor)).toEqual([649, 865, 216]);
  });
});

describe('beside other offers', () => {
  const simple: OfferSpec = {
    id: 'simple',
    rule: { type: 'simple', reward: percent(1000) },
    groups: [['p0']],
  };
  test('R-8: what another discount locked counts with what it costs, and gets nothing more', () => {
    const counting = threshold([tier(10_000, percent(1000))], { countNonDiscountable: true });
    const { lines } = priceOneOfEach({ products: at(6000, 5000), offers: [simple, counting] });
    expect(lines.map(({ discounts }) => discounts.map((one) => [one.offer, one.amountMinor]))).toEqual([
      [['simple', 600]],
      [['threshold', 500]],
    ]);
    expect(saved([6000, 4500], [simple, counting])).toBe(600);
  });
  test('without counting them, locked goods do not help to reach it', () => {
    expect(saved([6000, 5000], [simple, threshold([tier(10_000, percent(1000))])])).toBe(600);
  });
  test('compound on compound', () => {
    const both = [
      { ...simple, concurrency: 'compound' as const },
      threshold([tier(0, percent(1000))], {}, { concurrency: 'compound' }),
    ];
    expect(saved([10_000], both)).toBe(1900);
  });
  test('the best of several, against all compound ones together', () => {
    const offer = (id: string, reward: Reward, concurrency: OfferSpec['concurrency']) =>
      threshold([tier(0, reward)], {}, { id, concurrency });
    const best = offer('best', percent(1500), 'bestPrice');
    const one = offer('one', percent(1000), 'compound');
    const two = offer('two', percent(1000), 'compound');
    expect(saved([10_000], [best, offer('less', percent(1400), 'bestPrice')])).toBe(1500);
    expect(saved([10_000], [best, one])).toBe(1500);
    expect(saved([10_000], [best, one, two])).toBe(1900);
  });
  test('an exclusive one wins over exclusive offers only where thresholds may compete', () => {
    const exclusive: OfferSpec = { ...simple, concurrency: 'exclusive' };
    const offers = [exclusive, threshold([tier(0, percent(2000))], {}, { concurrency: 'exclusive' })];
    const of = (exclusiveThresholdsCompete: boolean) =>
      priceOneOfEach({ products: at(10_000), offers, settings: { exclusiveThresholdsCompete } });
    expect(of(false).totals.discountMinor).toBe(1000);
    expect(of(true).totals.discountMinor).toBe(2000);
  });
});

describe('gifts', () => {
  const products: ProductSpec[] = [
    { sku: 'shirt', price: 12_500 },
    { sku: 'tie', price: 2000 },
    { sku: 'bow tie', price: 1500 },
  ];
  const free = percent(10_000);
  const spent = [tier(20_000, free)];
  const given = (
    gifts: ThresholdRule['gifts'],
    lines: OfferSpec['lines'],
    units: Readonly<Record<string, number>>,
  ) => {
    const offers = [threshold(spent, { gifts }, { lines: [{ target: 'product:shirt' }, ...(lines ?? [])] })];
    const basket = basketOf(Object.entries(units).map(([sku, count]) => lineOf(sku, count)));
    const { lines: priced } = priceIn(makeWorld({ products, offers }), basket);
    return Object.fromEntries(
      priced.map(({ sku, paid }) => [
        sku,
        paid.reduce((sum, one) => sum + (one.discountMinor > 0 ? one.quantityThousandths / 1000 : 0), 0),
      ]),
    );
  };
  const tie = (group: number) => ({ target: 'product:tie', group });
  const bowTie = (group: number) => ({ target: 'product:bow tie', group });

  test('G-0: two of three ties are free', () => {
    expect(given([{ unitsMax: 2, reward: free }], [tie(1)], { shirt: 2, tie: 3 })).toEqual({
      shirt: 0,
      tie: 2,
    });
    expect(given([{ unitsMax: 2, reward: free }], [tie(1)], { shirt: 1, tie: 3 })).toEqual({
      shirt: 0,
      tie: 0,
    });
  });
  test('G-0b: without a limit any number is', () => {
    expect(given([{ unitsMax: null, reward: free }], [tie(1)], { shirt: 2, tie: 5 })).toMatchObject({
      tie: 5,
    });
  });
  test('G-0c: two of each', () => {
    const two = [
      { unitsMax: 2, reward: free },
      { unitsMax: 2, reward: free },
    ];
    expect(given(two, [tie(1), bowTie(2)], { shirt: 2, tie: 3, 'bow tie': 3 })).toMatchObject({
      tie: 2,
      'bow tie': 2,
    });
  });
  test('G-0d: any two, the dearest first', () => {
    const any = [{ unitsMax: 2, reward: free }];
    expect(given(any, [tie(1), bowTie(1)], { shirt: 2, tie: 1, 'bow tie': 3 })).toMatchObject({
      tie: 1,
      'bow tie': 1,
    });
  });
});
