import { locale } from './format.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

const shapes = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
} as const;

/** '14:02' in the store's zone. */
export function formatTime(iso: string, timeZone: string): string {
  return format('time', new Date(iso), timeZone);
}

/** '14:02:31' in the store's zone. */
export function formatSeconds(iso: string, timeZone: string): string {
  return format('seconds', new Date(iso), timeZone);
}

/** '20 Nov 2025' in the store's zone. */
export function formatDate(iso: string, timeZone: string): string {
  return format('date', new Date(iso), timeZone);
}

/** 'Thursday 20 November' of a machine time in the store's zone. */
export function formatDay(ms: number, timeZone: string): string {
  return format('day', new Date(ms), timeZone);
}

/** '20 Nov 2025' of a business date (`YYYY-MM-DD`), which has no zone. */
export function formatBusinessDate(date: string): string {
  return format('date', new Date(`${date}T12:00:00Z`), 'UTC');
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in the fewest words: 'now', '18 min', '3 h', '2 days'. */
export function formatAge(ageMs: number): string {
  if (ageMs < MINUTE_MS) return 'now';
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min`;
  if (ageMs < 2 * DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h`;
  return `${Math.floor(ageMs / DAY_MS)} days`;
}

/** A wait, rounded up: '42 s', '12 min', '1 h'. */
export function formatWait(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.max(1, Math.ceil(ms / 1000))} s`;
  if (ms < 2 * HOUR_MS) return `${Math.ceil(ms / MINUTE_MS)} min`;
  return `${Math.ceil(ms / HOUR_MS)} h`;
}

function format(shape: keyof typeof shapes, moment: Date, timeZone: string): string {
  const key = `${shape} ${timeZone}`;
  let formatter = cache.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone });
    cache.set(key, formatter);
  }
  return formatter.format(moment);
}
