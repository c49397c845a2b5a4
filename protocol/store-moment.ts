const formats = new Map<string, Intl.DateTimeFormat>();

/** Where an instant falls in a time zone: the day (`YYYY-MM-DD`) and the minutes since its midnight. */
export function storeMoment(at: string, timeZone: string): { at: string; date: string; minuteOfDay: number } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  // "2026-11-26, 14:02"
  const text = format.format(new Date(at));
  return {
    at,
    date: text.slice(0, 10),
    minuteOfDay: Number(text.slice(12, 14)) * 60 + Number(text.slice(15, 17)),
  };
}
