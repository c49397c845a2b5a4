import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  basketOf,
  lineOf,
  makeWorld,
  type OfferSpec,
  type ProductSpec,
  priceIn,
  solve,
} from '../../scripts/conformance/world.ts';
import { refundByRepricing } from './refund-by-repricing.ts';

const cheapestFree = (units: number): OfferSpec => ({
  id: 'free',
  rule: {
    type: 'leastExpensive',
    units,
    rewarded: 1,
    reward: { type: 'percent', basisPoints: 10_000 },
    favour: 'customer',
    distribute: false,
  },
});
const at = (...prices: number[]): ProductSpec[] =>
  prices.map((price, index) => ({ sku: `p${index}`, price }));

function saleOf(
  products: readonly ProductSpec[],
  offers: readonly OfferSpec[],
  units: readonly number[] = [],
) {
  const world = makeWorld({ products, offers });
  const basket = basketOf(products.map(({ sku }, index) => lineOf(sku, units[index] ?? 1)));
  return { ...world, basket, paidMinor: priceIn(world, basket).totals.grossMinor };
}
const back = (returned: Readonly<Record<string, number>>) =>
  new Map(Object.entries(returned).map(([id, units]) => [id, units * 1000]));

describe('the kept goods are priced again', () => {
  const three = saleOf(at(1000, 1500, 2000), [cheapestFree(3)]);

  test('what was free gives nothing back', () => {
    expect(three.paidMinor).toBe(3500);
    expect(refundByRepricing(three, back({ p0: 1 }), solve)).toMatchObject({
      keptMinor: 3500,
      refundMinor: 0,
    });
  });
  test('a unit that made another one free gives back what is left', () => {
    expect(refundByRepricing(three, back({ p2: 1 }), solve)).toMatchObject({
      keptMinor: 2500,
      refundMinor: 1000,
    });
  });
  test('three of four, when one was free', () => {
    const four = saleOf(at(1000), [cheapestFree(4)], [4]);
    expect(refundByRepricing(four, back({ p0: 3 }), solve)).toMatchObject({
      keptMinor: 1000,
      refundMinor: 2000,
    });
  });
  test('kept goods that cost more than all did cost the customer nothing', () => {
    const dear = saleOf(at(1000, 1000), [
      {
        id: 'set',
        rule: {
          type: 'mixAndMatch',
          groups: [{ units: 2, reward: null }],
          reward: { type: 'price', amountMinor: 900 },
          countNonDiscountable: false,
        },
      },
    ]);
    expect(refundByRepricing(dear, back({ p0: 1 }), solve)).toMatchObject({
      keptMinor: 1000,
      refundMinor: 0,
    });
  });
  test('more than was sold is a bug of the caller', () => {
    expect(() => refundByRepricing(three, back({ p0: 2 }), solve)).toThrow('no more comes back');
  });
});

test('never more than was paid, and all of it when everything is back, one by one', () => {
  const price = fc.constantFrom(99, 100, 1000, 1999);
  fc.assert(
    fc.property(
      fc.array(price, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 2, max: 3 }),
      (prices, units) => {
        const sale = saleOf(at(...prices), [cheapestFree(units)]);
        let left: number = sale.paidMinor;
        const returned = new Map<string, number>();
        for (const [index] of prices.entries()) {
          returned.set(`p${index}`, 1000);
          const { refundMinor } = refundByRepricing({ ...sale, paidMinor: left }, returned, solve);
          expect(refundMinor).toBeGreaterThanOrEqual(0);
          left -= refundMinor;
          expect(left).toBeGreaterThanOrEqual(0);
        }
        expect(left).toBe(0);
      },
    ),
  );
});
