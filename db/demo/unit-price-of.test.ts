import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitPriceOf } from './unit-price-of.ts';

test.each([
  ['2.55', 255, 1000],
  ['3.0', 300, 1000],
  ['18', 1800, 1000],
  ['2.5000', 250, 1000],
  ['0.001', 1, 10_000],
  ['0.0015', 15, 100_000],
  ['1.2345', 12_345, 100_000],
  ['-11062.06', -1_106_206, 1000],
  ['-0.001', -1, 10_000],
  ['0', 0, 1000],
  ['-0.0', 0, 1000],
  ['0.10000', 10, 1000],
])('%s is %i per %i thousandths', (text, amountMinor, priceUnitThousandths) => {
  expect(unitPriceOf(text)).toEqual({ amountMinor, priceUnitThousandths });
});

test.each(['', '2,55', '.5', '1.', '1e-3', ' 1', '0.00001', '99999999999999999'])('%j is a bug', (text) => {
  expect(() => unitPriceOf(text)).toThrow('invariant: a unit price');
});

test('the amount is exact and in the smallest price unit', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (tenThousandths) => {
      const digits = String(Math.abs(tenThousandths)).padStart(5, '0');
      const text = `${tenThousandths < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
      const price = unitPriceOf(text);
      expect(price.amountMinor * (100_000 / price.priceUnitThousandths)).toBe(tenThousandths);
      if (price.priceUnitThousandths > 1000) expect(price.amountMinor % 10).not.toBe(0);
    }),
    { numRuns: 200 },
  );
});
