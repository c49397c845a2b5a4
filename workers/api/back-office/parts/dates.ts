import { locale } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let format = formats.get(kind);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    formats.set(kind, format);
  }
  return format;
}

/** A calendar day (`2010-12-01`) as `1 Dec 2010`, the same in every zone. */
export function day(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return formatted('day', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at);
}

/** An instant's time in the browser's zone: `14:32`. */
export function time(iso: string): string {
  return formatted('time', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}

/** With seconds: `14:32:08`. */
export function timeWithSeconds(at: Date): string {
  return formatted('seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** An instant in the browser's zone: `today 14:32`, else `1 Dec 2010, 08:26`. */
export function moment(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const date = formatted('date', { day: 'numeric', month: 'short', year: 'numeric' });
  return date.format(at) === date.format(now) ? `today ${time(iso)}` : `${date.format(at)}, ${time(iso)}`;
}

/** `Fri 20 Nov 2026, 14:32`. */
export function clock(now: Date): string {
  const date = formatted('clock', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `${date.format(now).replace(',', '')}, ${time(now.toISOString())}`;
}

/** The calendar day of an instant in a zone, as `YYYY-MM-DD`. */
export function dayIn(timeZone: string | undefined, at: Date): string {
  const parts = formatted(`iso ${timeZone ?? ''}`, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(at);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** How long something took: `460 ms`, `1.3 s`. */
export function took(from: string, to: string): string {
  const ms = Date.parse(to) - Date.parse(from);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** The day before or after, as `YYYY-MM-DD`. */
export function shiftDay(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** How long ago in two units at most: `under a minute`, `27 min`, `6 h 12 min`, `3 days`. */
export function age(since: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(since)) / 60_000);
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** The same where there is room for three letters: `<1m`, `27m`, `6h`, `3d`. */
export function shortAge(since: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(since)) / 60_000);
  if (minutes < 1) return '<1m';
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}
