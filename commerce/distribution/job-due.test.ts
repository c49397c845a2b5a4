import { expect, test } from 'vitest';
import { isJobDue, type JobSchedule, nextRunMs } from './job-due.ts';

const MINUTE_MS = 60_000;
const always: JobSchedule = { everyMinutes: 5, paused: false, runFrom: null, runUntil: null };
const nights: JobSchedule = { ...always, runFrom: '22:00', runUntil: '06:30' };
const days: JobSchedule = { ...always, runFrom: '09:00', runUntil: '17:30' };
const NOON = 12 * 60;

test.each<{ name: string; job: JobSchedule; lastMinutesAgo: number | null; at: number; due: boolean }>([
  { name: 'never run', job: always, lastMinutesAgo: null, at: NOON, due: true },
  { name: 'run as long ago as it says', job: always, lastMinutesAgo: 5, at: NOON, due: true },
  { name: 'run more lately', job: always, lastMinutesAgo: 4, at: NOON, due: false },
  { name: 'on demand only', job: { ...always, everyMinutes: 0 }, lastMinutesAgo: null, at: NOON, due: false },
  { name: 'paused', job: { ...always, paused: true }, lastMinutesAgo: null, at: NOON, due: false },
  { name: 'at its first minute', job: days, lastMinutesAgo: null, at: 9 * 60, due: true },
  { name: 'before it', job: days, lastMinutesAgo: null, at: 9 * 60 - 1, due: false },
  { name: 'when its hours end', job: days, lastMinutesAgo: null, at: 17 * 60 + 30, due: false },
  { name: 'over midnight, before it', job: nights, lastMinutesAgo: null, at: 23 * 60, due: true },
  { name: 'over midnight, after it', job: nights, lastMinutesAgo: null, at: 6 * 60 + 29, due: true },
  { name: 'over midnight, by day', job: nights, lastMinutesAgo: null, at: NOON, due: false },
])('a job $name: due $due', ({ job, lastMinutesAgo, at, due }) => {
  const nowMs = Date.UTC(2030, 0, 1, 12);
  const last = lastMinutesAgo === null ? null : nowMs - lastMinutesAgo * MINUTE_MS;
  expect(isJobDue(job, last, nowMs, at)).toBe(due);
});

/** 12:00 and some seconds, in the zone of the job. */
const now = Date.UTC(2030, 0, 1, 12, 0, 20);
const minuteOfDayAt = (ms: number) => Math.floor(ms / MINUTE_MS) % 1440;

test.each<{ name: string; job: JobSchedule; last: string | null; next: string | null }>([
  { name: 'never run: with the next cron', job: always, last: null, next: '2030-01-01T12:01' },
  { name: 'so long after the last one', job: always, last: '2030-01-01T11:58:00Z', next: '2030-01-01T12:03' },
  {
    name: 'overdue: with the next cron',
    job: always,
    last: '2029-12-31T09:00:00Z',
    next: '2030-01-01T12:01',
  },
  { name: 'on demand only', job: { ...always, everyMinutes: 0 }, last: null, next: null },
  { name: 'paused', job: { ...always, paused: true }, last: null, next: null },
  { name: 'by day', job: days, last: '2030-01-01T11:58:00Z', next: '2030-01-01T12:03' },
  {
    name: 'at night only: when its hours begin',
    job: nights,
    last: '2030-01-01T06:25:00Z',
    next: '2030-01-01T22:00',
  },
  {
    name: 'after its hours: tomorrow',
    job: { ...days, everyMinutes: 400 },
    last: '2030-01-01T11:58:00Z',
    next: '2030-01-02T09:00',
  },
])('the next run of a job $name', ({ job, last, next }) => {
  const at = nextRunMs(job, last === null ? null : Date.parse(last), now, minuteOfDayAt);
  expect(at === null ? null : new Date(at).toISOString().slice(0, 16)).toBe(next);
});

test('whatever the job, it is due at the time that is told, and not a minute before', () => {
  for (const job of [always, days, nights])
    for (let ago = 1; ago < 3000; ago += 37) {
      const last = now - ago * MINUTE_MS;
      const next = nextRunMs(job, last, now, minuteOfDayAt) ?? 0;
      expect(isJobDue(job, last, next, minuteOfDayAt(next))).toBe(true);
      const before = next - MINUTE_MS;
      if (before > now) expect(isJobDue(job, last, before, minuteOfDayAt(before))).toBe(false);
    }
});
