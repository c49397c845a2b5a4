import { expect, test } from 'vitest';
import { byteCount, count, counted, parseQuantity, quantity } from './quantity.ts';

test.each([
  [1000, '1'],
  [1500, '1.5'],
  [-2000, '−2'],
  [1_234_567, '1,234.567'],
  [0, '0'],
])('%i thousandths read %s', (thousandths, text) => {
  expect(quantity(thousandths)).toBe(text);
});

test.each([
  ['1', 1000],
  ['12', 12_000],
  ['0,5', 500],
  ['1.001', 1001],
])('%s is %i thousandths', (text, thousandths) => {
  expect(parseQuantity(text)).toEqual({ ok: true, value: thousandths });
});

test.each([
  ['0', 'A price starts at a quantity above nothing.'],
  ['', 'Type a quantity, such as 1 or 12.'],
  ['-1', 'Type a quantity, such as 1 or 12.'],
  ['1.0005', 'A quantity has three digits behind the point at most.'],
  ['1000001', 'This quantity is larger than a register can hold.'],
])('%j is no quantity', (text, error) => {
  expect(parseQuantity(text)).toEqual({ ok: false, error });
});

test('counts say one and many', () => {
  expect([counted(1, 'register'), counted(1204, 'register'), counted(2, 'entry', 'entries')]).toEqual([
    '1 register',
    '1,204 registers',
    '2 entries',
  ]);
  expect(count(-3)).toBe('−3');
});

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [2100, '2.1 KB'],
  [125_262, '125.3 KB'],
  [999_949, '999.9 KB'],
  [999_950, '1 MB'],
  [1_940_000, '1.9 MB'],
])('%i bytes read %s', (bytes, text) => {
  expect(byteCount(bytes)).toBe(text);
});
