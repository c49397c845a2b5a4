/** When a distribution job runs by itself. Minutes of the day are in the job's own time zone. */
export interface JobSchedule {
  /** 0 runs on demand only. */
  readonly everyMinutes: number;
  readonly paused: boolean;
  /** `HH:MM`; both null for any hour. A window whose end is before its beginning goes over midnight. */
  readonly runFrom: string | null;
  readonly runUntil: string | null;
}

/** Crons are late by some seconds: without this a job for every minute would miss every second one. */
const EARLY_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** Whether the cron starts a job now, given when its last run began. */
export function isJobDue(
  job: JobSchedule,
  lastStartedMs: number | null,
  nowMs: number,
  minuteOfDay: number,
): boolean {
  if (job.paused || job.everyMinutes === 0 || !isInWindow(job, minuteOfDay)) return false;
  return lastStartedMs === null || nowMs + EARLY_MS >= lastStartedMs + job.everyMinutes * 60_000;
}

/**
 * When the cron will start a job, to the minute, or null where it never does by itself. `minuteOfDayAt` tells the minute of
 * the job's own day at an instant. Wrong by the hour that clocks are changed by, in a night when they are.
 */
export function nextRunMs(
  job: JobSchedule,
  lastStartedMs: number | null,
  nowMs: number,
  minuteOfDayAt: (ms: number) => number,
): number | null {
  if (job.paused || job.everyMinutes === 0) return null;
  const dueMs = lastStartedMs === null ? nowMs : lastStartedMs + job.everyMinutes * MINUTE_MS - EARLY_MS;
  const cronMs = Math.ceil(Math.max(nowMs, dueMs) / MINUTE_MS) * MINUTE_MS;
  const minute = minuteOfDayAt(cronMs);
  if (isInWindow(job, minute) || job.runFrom === null) return cronMs;
  return cronMs + ((minutesOf(job.runFrom) - minute + DAY_MINUTES) % DAY_MINUTES) * MINUTE_MS;
}

function isInWindow({ runFrom, runUntil }: JobSchedule, minuteOfDay: number): boolean {
  if (runFrom === null || runUntil === null) return true;
  const from = minutesOf(runFrom);
  const until = minutesOf(runUntil);
  return from <= until
    ? minuteOfDay >= from && minuteOfDay < until
    : minuteOfDay >= from || minuteOfDay < until;
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
