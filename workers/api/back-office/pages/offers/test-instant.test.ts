import { expect, test } from 'vitest';
import type { OfferRow } from './offer-draft.ts';
import { momentOfOffer } from './test-instant.ts';

const thursdayEvening = { weekdays: [4], fromMinute: 1020, toMinute: 1200 };
const mornings = { weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 };

// 2026-11-20 is a Friday.
test.each<[string, Partial<OfferRow>, string]>([
  ['runs already', {}, '2026-11-20T12:00'],
  ['begins later', { validFrom: '2026-11-27' }, '2026-11-27T12:00'],
  ['has ended', { validTo: '2026-10-31' }, '2026-10-01T12:00'],
  ['on Thursdays in the evening', { periods: [thursdayEvening] }, '2026-11-26T17:00'],
  ['every day at any hour, written as hours', { periods: [mornings] }, '2026-11-20T12:00'],
  [
    'into the next day',
    { periods: [{ weekdays: [5], fromMinute: 1320, toMinute: 120 }] },
    '2026-11-20T22:00',
  ],
  [
    'for one day that its weekdays never meet',
    { validFrom: '2026-11-27', validTo: '2026-11-27', periods: [thursdayEvening] },
    '2026-11-27T12:00',
  ],
])('an offer that %s', (_, more, moment) => {
  const offer = { validFrom: '2026-10-01', validTo: null, periods: [], ...more } as unknown as OfferRow;
  expect(momentOfOffer(offer, '2026-11-20')).toBe(moment);
});
