import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparePrices, isSamePrice, unitPriceOf } from './unit-price.ts';

test.each([
  ['2.55', 255, 1000],
  ['2.5', 250, 1000],
  ['18', 1800, 1000],
  ['18.0', 1800, 1000],
  ['0.001', 1, 10_000],
  ['0.0010', 1, 10_000],
  ['1.2345', 12_345, 100_000],
  ['-3.33', -333, 1000],
  ['0', 0, 1000],
])('%s is %d per %d', (text, amountMinor, priceUnitThousandths) => {
  expect(unitPriceOf(text)).toEqual({ amountMinor, priceUnitThousandths });
});

test('minus nothing is nothing', () => {
  expect(Object.is(unitPriceOf('-0.00').amountMinor, 0)).toBe(true);
});

test('a text that is no price is a bug', () => {
  expect(() => unitPriceOf('1e3')).toThrow('a unit price is a decimal number');
});

test('prices compare by their worth, however they are written', () => {
  const price = fc.integer({ min: -99_999, max: 99_999 });
  fc.assert(
    fc.property(price, price, (a, b) => {
      const [one, other] = [unitPriceOf((a / 100).toFixed(2)), unitPriceOf((b / 100).toFixed(4))];
      expect(isSamePrice(one, other)).toBe(a === b);
      expect(Math.sign(comparePrices(one, other))).toBe(Math.sign(a - b));
    }),
  );
});
