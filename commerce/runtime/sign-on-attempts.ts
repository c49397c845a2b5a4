/** Failed sign-ons of one employee, counted before the PIN is checked and cleared by a right one. */
export interface SignOnAttempts {
  readonly failures: number;
  readonly lockedUntilMs: number;
}

export const noAttempts: SignOnAttempts = { failures: 0, lockedUntilMs: 0 };

/** Failures that cost nothing; each one after them locks for twice as long, to an hour at most. */
const FREE_FAILURES = 4;
const FIRST_LOCK_MS = 30_000;
const LOCK_MAX_MS = 3_600_000;

/** The milliseconds until another attempt is allowed; 0 for now. */
export function lockedForMs(attempts: SignOnAttempts, nowMs: number): number {
  return Math.max(0, attempts.lockedUntilMs - nowMs);
}

/** The attempts with one more failure: stored before the PIN is looked at, so that a crash cannot save a guess. */
export function withFailure(attempts: SignOnAttempts, nowMs: number): SignOnAttempts {
  const failures = attempts.failures + 1;
  const beyond = failures - FREE_FAILURES;
  const lockMs = beyond > 0 ? Math.min(LOCK_MAX_MS, FIRST_LOCK_MS * 2 ** Math.min(beyond - 1, 20)) : 0;
  return { failures, lockedUntilMs: nowMs + lockMs };
}

/** Wrong PINs that may still be tried before the next lock. */
export function triesLeft(attempts: SignOnAttempts): number {
  return Math.max(0, FREE_FAILURES + 1 - attempts.failures);
}
