import { expect, test } from 'vitest';
import { amount, currencySymbol, decimalText, eachText, fractionDigits, money, unitPrice } from './money.ts';

test.each([
  [0, 2, '0.00'],
  [5, 2, '0.05'],
  [123456, 2, '1234.56'],
  [-1, 2, '-0.01'],
  [-123456, 3, '-123.456'],
  [7, 0, '7'],
  [9007199254740991, 2, '90071992547409.91'],
])('%i with %i digits is %s', (units, digits, text) => {
  expect(decimalText(units, digits)).toBe(text);
});

test.each([
  [123456, 'GBP', '£1,234.56'],
  [-123456, 'GBP', '−£1,234.56'],
  [0, 'GBP', '£0.00'],
  [1500, 'JPY', 'JP¥1,500'],
  [9007199254740991, 'GBP', '£90,071,992,547,409.91'],
])('%i minor units of %s read %s', (minor, currency, text) => {
  expect(money(minor, currency)).toBe(text);
});

test('a column holds the figure alone', () => {
  expect(amount(-123456, 'GBP')).toBe('−1,234.56');
  expect(amount(1500, 'JPY')).toBe('1,500');
});

test.each([
  [255, 1000, '2.55', '£2.55'],
  [1, 10_000, '0.001', '£0.001'],
  [25_050, 100_000, '2.505', '£2.505'],
  [100, 10_000, '0.10', '£0.10'],
  [500, 2000, '2.50', '£2.50'],
  [99, 500, '1.98', '£1.98'],
])('%i for %i thousandths is %s each', (amountMinor, priceUnitThousandths, each, text) => {
  expect(eachText({ amountMinor, priceUnitThousandths }, 'GBP')).toBe(each);
  expect(unitPrice({ amountMinor, priceUnitThousandths }, 'GBP')).toBe(text);
});

test('a price that has no exact decimal each is said for its unit', () => {
  const price = { amountMinor: 100, priceUnitThousandths: 3000 };
  expect(eachText(price, 'GBP')).toBeNull();
  expect(unitPrice(price, 'GBP')).toBe('£1.00 for 3');
  expect(unitPrice({ amountMinor: 100, priceUnitThousandths: 30_000 }, 'GBP')).toBe('£1.00 for 30');
});

test('currencies have their digits and signs', () => {
  expect([fractionDigits('GBP'), fractionDigits('JPY'), fractionDigits('KWD')]).toEqual([2, 0, 3]);
  expect(currencySymbol('GBP')).toBe('£');
});
