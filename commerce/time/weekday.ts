/** The weekday of a date `YYYY-MM-DD` in the Gregorian calendar: 1 is Monday, 7 Sunday (ISO 8601). */
export function weekdayOf(date: string): number {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8, 10));
  // Sakamoto: the year begins in March, so that the leap day comes last.
  const shifted = month < 3 ? year - 1 : year;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  const sunday0 = (shifted + leaps + (monthShift[month - 1] ?? 0) + day) % 7;
  return sunday0 === 0 ? 7 : sunday0;
}

const monthShift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
