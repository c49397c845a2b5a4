import { expect, test } from 'vitest';
import { compareUnitPrices } from './compare-unit-prices.ts';

const price = (amountMinor: number, priceUnitThousandths: number) => ({ amountMinor, priceUnitThousandths });

test.each([
  ['of one unit', price(2, 1000), price(3, 1000), -1],
  ['the same in two units', price(20, 1000), price(1000, 50_000), 0],
  ['dearer in a larger unit', price(1001, 50_000), price(20, 1000), 1],
  ['beyond 2^53', price(900_000_001, 300_000_000_000), price(3, 1000), 1],
  [
    'beyond 2^53, by the last digit',
    price(9_000_000_001, 3_000_000_000),
    price(9_000_000_000, 2_999_999_999),
    -1,
  ],
  ['beyond 2^53, the same', price(3_000_000_000, 9_000_000_000), price(1_000_000_000, 3_000_000_000), 0],
])('%s', (_, a, b, expected) => {
  expect(Math.sign(compareUnitPrices(a, b))).toBe(expected);
  expect(Math.sign(compareUnitPrices(b, a))).toBe(expected === 0 ? 0 : -expected);
});
