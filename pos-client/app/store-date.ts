const formats = new Map<string, Intl.DateTimeFormat>();

/** The day (`YYYY-MM-DD`) on which an instant falls in a time zone. */
export function storeDate(at: string, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(new Date(at));
}
