import { expect, test } from 'vitest';
import { parseAmount, parseCount, parsePercent } from './parse-amount.ts';

test.each([
  ['5', 2, 500],
  ['5.5', 2, 550],
  ['0', 2, 0],
  ['1234,56', 2, 123_456],
  ['500', 0, 500],
])('%s with %i digits is %i', (text, digits, amount) => {
  expect(parseAmount(text, digits)).toEqual({ ok: true, value: amount });
});

test.each([
  ['5.555', 2, 'An amount has 2 digits behind the point at most.'],
  ['5.5', 0, 'This currency has no digits behind the point.'],
  ['', 2, 'Type an amount, such as 2.55.'],
  ['99999999999', 2, 'This amount is higher than a register can hold.'],
])('%s with %i digits: %s', (text, digits, error) => {
  expect(parseAmount(text, digits)).toEqual({ ok: false, error });
});

test.each([
  ['20', 2000],
  ['12.5', 1250],
  ['12.5 %', 1250],
  ['100', 10_000],
  ['0.01', 1],
])('%s is %i basis points', (text, basisPoints) => {
  expect(parsePercent(text)).toEqual({ ok: true, value: basisPoints });
});

test.each([
  ['', 'Type a percentage, such as 20 or 12.5.'],
  ['0', 'A percentage is above 0.'],
  ['100.01', 'A discount is 100 % at most.'],
  ['1.234', 'Type a percentage, such as 20 or 12.5.'],
])('%s: %s', (text, error) => {
  expect(parsePercent(text)).toEqual({ ok: false, error });
});

test.each(['0', '1.5', '', '-1', 'three'])('%s is no count', (text) => {
  expect(parseCount(text, 'pieces')).toEqual({ ok: false, error: 'Type a whole number of pieces, from 1.' });
});
