import { expect, test } from 'vitest';
import { demoBarcode } from './demo-barcode.ts';

test.each([
  [0, '2000000000008'],
  [1, '2000000000015'],
  [2821, '2000000028217'],
  [9_999_999_999, '2099999999998'],
])('product number %i has barcode %s', (index, barcode) => {
  expect(demoBarcode(index)).toBe(barcode);
});

test('a number outside the range is a bug', () => {
  expect(() => demoBarcode(10_000_000_000)).toThrow('twelve digits');
  expect(() => demoBarcode(-1)).toThrow('twelve digits');
});
