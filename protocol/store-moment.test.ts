import { expect, test } from 'vitest';
import { storeMoment } from './store-moment.ts';

test.each([
  { at: '2026-11-26T14:02:59Z', timeZone: 'Europe/London', date: '2026-11-26', minuteOfDay: 842 },
  { at: '2026-07-01T23:30:00Z', timeZone: 'Europe/London', date: '2026-07-02', minuteOfDay: 30 },
  { at: '2026-01-01T00:00:00Z', timeZone: 'UTC', date: '2026-01-01', minuteOfDay: 0 },
  { at: '2026-01-01T04:59:00Z', timeZone: 'America/New_York', date: '2025-12-31', minuteOfDay: 1439 },
  { at: '2026-03-29T01:00:00Z', timeZone: 'Europe/London', date: '2026-03-29', minuteOfDay: 120 },
])('$at in $timeZone', ({ at, timeZone, date, minuteOfDay }) => {
  expect(storeMoment(at, timeZone)).toEqual({ at, date, minuteOfDay });
});
