import { expect, test } from 'vitest';
import { weekdayOf } from './weekday.ts';

test('agrees with the host for a century of days', () => {
  for (let day = Date.UTC(1999, 0, 1); day < Date.UTC(2101, 0, 1); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    if (weekdayOf(date) !== (new Date(day).getUTCDay() || 7))
      expect(weekdayOf(date), date).toBe('another day');
  }
});
