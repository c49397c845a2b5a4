import { describe, expect, test } from 'vitest';
import { pricingInstant } from './pricing-instant.ts';

const now = Date.parse('2026-06-30T22:45:10Z');

describe('when a basket is priced', () => {
  test.each([
    ['now, in the zone', undefined, 'Europe/London', '2026-06-30', 23 * 60 + 45],
    ['now, where it is tomorrow already', undefined, 'Asia/Tokyo', '2026-07-01', 7 * 60 + 45],
    ['an instant', '2026-12-24T09:30:00Z', 'Europe/London', '2026-12-24', 570],
    ['an instant with an offset', '2026-12-24T00:30:00+09:00', 'Europe/London', '2026-12-23', 15 * 60 + 30],
    ['a day is its first minute', '2026-12-24', 'America/New_York', '2026-12-24', 0],
    ['the hour that summer time leaves out', '2026-03-29T01:00:00Z', 'Europe/London', '2026-03-29', 120],
    ['midnight is the minute 0, not 24:00', '2026-12-24T00:00:00Z', 'Europe/London', '2026-12-24', 0],
  ])('%s', (_, asOf, timeZone, date, minuteOfDay) => {
    expect(pricingInstant(asOf, now, timeZone)).toEqual({ date, minuteOfDay });
  });

  test.each(['1999-12-31', '0001-01-01', '2027-08-05', '9999-12-31', '1999-12-31T23:59:59Z'])(
    '%s has no prices',
    (asOf) => expect(pricingInstant(asOf, now, 'Europe/London')).toBeNull(),
  );

  test('the last day that has', () => {
    expect(pricingInstant('2027-08-04', now, 'Europe/London')).not.toBeNull();
  });
});
