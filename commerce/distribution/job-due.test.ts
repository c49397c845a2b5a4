import { expect, test } from 'vitest';
import { isJobDue, type JobSchedule } from './job-due.ts';

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
