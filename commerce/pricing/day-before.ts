const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The day before a `YYYY-MM-DD`. */
export function dayBefore(day: string): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  if (dayOfMonth > 1) return textOf(year, month, dayOfMonth - 1);
  if (month === 1) return textOf(year - 1, 12, 31);
  return textOf(year, month - 1, month === 3 && isLeap(year) ? 29 : (lengths[month - 2] ?? 0));
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function textOf(year: number, month: number, day: number): string {
  const digits = (value: number, count: number) => String(value).padStart(count, '0');
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}
