import { expect, test } from 'vitest';
import { age, day, dayIn, moment, shiftDay, shortAge, took } from './dates.ts';

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

test.each([
  ['2026-11-20T14:31:30Z', 'under a minute', '<1m'],
  ['2026-11-20T14:05:00Z', '27 min', '27m'],
  ['2026-11-20T12:32:00Z', '2 h', '2h'],
  ['2026-11-20T08:20:00Z', '6 h 12 min', '6h'],
  ['2026-11-19T08:20:00Z', '30 h 12 min', '30h'],
  ['2026-11-17T08:20:00Z', '3 days', '3d'],
])('%s is %s ago', (since, words, short) => {
  const now = new Date('2026-11-20T14:32:00Z');
  expect([age(since, now), shortAge(since, now)]).toEqual([words, short]);
});
