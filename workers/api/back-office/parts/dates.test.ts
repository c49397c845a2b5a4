import { expect, test } from 'vitest';
import { day, dayIn, moment, shiftDay, took } from './dates.ts';

test('a day is the same day in every zone', () => {
  expect(day('2010-12-01')).toBe('1 Dec 2010');
  expect(day('soon')).toBe('soon');
});

test('a moment of today says so', () => {
  const now = new Date(2026, 10, 20, 14, 32);
  expect(moment(new Date(2026, 10, 20, 8, 5).toISOString(), now)).toBe('today 08:05');
  expect(moment(new Date(2010, 11, 1, 8, 26).toISOString(), now)).toBe('1 Dec 2010, 08:26');
});

test.each([
  ['Europe/London', '2026-11-20'],
  ['Asia/Tokyo', '2026-11-21'],
  ['America/New_York', '2026-11-20'],
])('the day in %s', (zone, expected) => {
  expect(dayIn(zone, new Date('2026-11-20T21:00:00Z'))).toBe(expected);
});

test.each([
  ['2026-11-01', -1, '2026-10-31'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2028-02-28', 1, '2028-02-29'],
])('%s and %i days', (date, days, expected) => {
  expect(shiftDay(date, days)).toBe(expected);
});

test('a span reads in milliseconds or seconds', () => {
  expect(took('2026-11-20T21:06:14.115Z', '2026-11-20T21:06:14.575Z')).toBe('460 ms');
  expect(took('2026-11-20T21:06:14.000Z', '2026-11-20T21:06:15.340Z')).toBe('1.3 s');
});
