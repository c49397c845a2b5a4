import { EvertillProblem, type EvertillUnreachable } from './problem.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 60_000;

/** Too many requests, a fault on the other side, and no answer at all may be gone the next time. */
export function isWorthAnotherTry(error: EvertillProblem | EvertillUnreachable): boolean {
  return error instanceof EvertillProblem ? error.status === 429 || error.status >= 500 : true;
}

/**
 * How long to wait before the next try: what `Retry-After` says (seconds or a date), else twice as long each time
 * with half of it by chance (`random`, 0 up to 1), so that many clients do not come back together. Null where the
 * other side wants to be left alone for longer than a call should last.
 */
export function waitBeforeRetryMs(
  tried: number,
  retryAfter: string | null,
  nowMs: number,
  random: number,
): number | null {
  const askedMs = retryAfter === null ? null : askedWaitMs(retryAfter, nowMs);
  if (askedMs !== null) return askedMs > LONGEST_WAIT_MS ? null : askedMs;
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tried);
  return longest / 2 + (random * longest) / 2;
}

function askedWaitMs(retryAfter: string, nowMs: number): number | null {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
