const formats = new Map<string, Intl.DateTimeFormat>();

/** The day (`YYYY-MM-DD`) on which a trading time (ISO, UTC) falls in a store's time zone. */
export function tradingDay(at: string, timeZone: string): string {
  const known = formats.get(timeZone);
  const format = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  if (!known) formats.set(timeZone, format);
  return format.format(new Date(at));
}
