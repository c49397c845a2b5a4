import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAmount,
  formatBytes,
  formatMoney,
  formatQuantity,
  formatRate,
  formatUnitPrice,
  minorDigits,
} from './format.ts';
import { parseAmountMinor, parseEntry, parseQuantityThousandths, parseUnitPrice } from './format-input.ts';
import { formatAge, formatBusinessDate, formatTime, formatWait } from './format-time.ts';

describe('figures', () => {
  test.each([
    [1530, 'GBP', '£15.30', '15.30'],
    [-200, 'GBP', '−£2.00', '−2.00'],
    [0, 'GBP', '£0.00', '0.00'],
    [5, 'GBP', '£0.05', '0.05'],
    [128435, 'GBP', '£1,284.35', '1,284.35'],
    [1234, 'KWD', 'KWD\u00a01.234', '1.234'],
    [1500, 'JPY', 'JP¥1,500', '1,500'],
    [Number.MAX_SAFE_INTEGER, 'GBP', '£90,071,992,547,409.91', '90,071,992,547,409.91'],
  ])('%i minor units of %s are %s', (amountMinor, currency, money, amount) => {
    expect(formatMoney(amountMinor, currency)).toBe(money);
    expect(formatAmount(amountMinor, currency)).toBe(amount);
  });

  test.each([
    [{ amountMinor: 255, priceUnitThousandths: 1000 }, '2.55'],
    [{ amountMinor: 1, priceUnitThousandths: 10_000 }, '0.001'],
    [{ amountMinor: 1, priceUnitThousandths: 3000 }, '0.0033'],
    [{ amountMinor: 100, priceUnitThousandths: 100 }, '10.00'],
    [{ amountMinor: -50, priceUnitThousandths: 1000 }, '−0.50'],
  ])('a price of %o for one is %s', (price, shown) => {
    expect(formatUnitPrice(price, 'GBP')).toBe(shown);
  });

  test.each([
    [1000, '1'],
    [246, '0.246'],
    [-1500, '−1.5'],
    [1_000_000_000, '1,000,000'],
  ])('%i thousandths are %s', (thousandths, shown) => {
    expect(formatQuantity(thousandths)).toBe(shown);
  });

  test('rates and sizes', () => {
    expect([200_000, 175_000, 0].map(formatRate)).toEqual(['20%', '17.5%', '0%']);
    expect([512, 41_300, 9_999_999, 66_000_000].map(formatBytes)).toEqual([
      '512 B',
      '41.3 KB',
      '10 MB',
      '66 MB',
    ]);
    expect(['GBP', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3]);
  });
});

describe('what was typed', () => {
  test.each([
    ['20', 2000],
    ['20.5', 2050],
    ['20,50', 2050],
    [' 20.50 ', 2050],
    ['.5', 50],
    ['20.', 2000],
    ['-1', -100],
    ['0', 0],
    ['', null],
    ['.', null],
    ['-', null],
    ['1,000', null],
    ['20.505', null],
    ['1e3', null],
    ['£20', null],
    ['1 000', null],
    ['1.2.3', null],
    ['99999999999999999', null],
  ])('%j is %j minor units', (typed, amountMinor) => {
    expect(parseAmountMinor(typed, 'GBP')).toBe(amountMinor);
  });

  test.each([
    ['2.55', 255, 1000],
    ['2.5500', 255, 1000],
    ['0.001', 1, 10_000],
    ['0.0015', 15, 100_000],
    ['12', 1200, 1000],
  ])('a price of %s is %i per %i thousandths', (typed, amountMinor, priceUnitThousandths) => {
    expect(parseUnitPrice(typed, 'GBP')).toEqual({ amountMinor, priceUnitThousandths });
  });

  test('a price has four decimals at most', () => expect(parseUnitPrice('0.00001', 'GBP')).toBeNull());

  test.each([
    ['3', 3000],
    ['0,246', 246],
    ['1.2345', null],
    ['x', null],
  ])('%j is %j thousandths', (typed, thousandths) => {
    expect(parseQuantityThousandths(typed)).toBe(thousandths);
  });

  test.each([
    ['85123A', { quantityThousandths: null, code: '85123A' }],
    ['3*85123A', { quantityThousandths: 3000, code: '85123A' }],
    ['0,5 × 85123A', { quantityThousandths: 500, code: '85123A' }],
    ['*85123A', { quantityThousandths: null, code: '*85123A' }],
    ['3*', { quantityThousandths: 3000, code: '' }],
  ])('%j is %j', (typed, entry) => {
    expect(parseEntry(typed)).toEqual(entry);
  });

  test('every amount that is shown can be typed', () => {
    const amounts = fc.integer({ min: -999_99, max: 999_99 });
    fc.assert(
      fc.property(amounts, fc.constantFrom('GBP', 'JPY', 'KWD'), (amountMinor, currency) => {
        const typed = formatAmount(amountMinor, currency).replaceAll(/,(?=\d{3}(\D|$))/g, '');
        expect(parseAmountMinor(typed, currency)).toBe(amountMinor);
      }),
    );
  });
});

test.each([
  [0, 'now', '1 s'],
  [59_999, 'now', '60 s'],
  [60_000, '1 min', '60 s'],
  [18 * 60_000, '18 min', '18 min'],
  [3 * 3_600_000, '3 h', '3 h'],
  [60 * 3_600_000, '2 days', '60 h'],
])('%i ms are %s ago, and %s to wait', (ms, age, wait) => {
  expect(formatAge(ms)).toBe(age);
  expect(formatWait(ms)).toBe(wait);
});

test('times are of the store', () => {
  expect(formatTime('2025-07-01T12:30:00Z', 'Europe/London')).toBe('13:30');
  expect(formatTime('2025-07-01T23:30:00Z', 'Europe/London')).toBe('00:30');
  expect(formatBusinessDate('2025-11-20')).toBe('20 Nov 2025');
});
