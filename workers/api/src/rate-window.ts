export const WINDOW_MS = 60_000;

/** A minute of one key: when it began, and how many requests have come in it. */
export interface RateWindow {
  readonly startMs: number;
  readonly count: number;
}

export interface RateVerdict {
  readonly isAllowed: boolean;
  readonly isFirst: boolean;
  /** Requests left in this window. */
  readonly remaining: number;
  /** Milliseconds until the next window. */
  readonly resetMs: number;
}

export const noRequests: RateWindow = { startMs: 0, count: 0 };

/**
 * Counts a request into fixed windows of a minute. Refused ones do not count, so whoever waits for the next
 * window gets all of it. A clock behind the window's start does not open a new one.
 */
export function countRequest(window: RateWindow, limit: number, nowMs: number): [RateWindow, RateVerdict] {
  const startMs = Math.max(window.startMs, nowMs - (nowMs % WINDOW_MS));
  const before = startMs === window.startMs ? window.count : 0;
  const isAllowed = before < limit;
  const count = isAllowed ? before + 1 : before;
  return [
    { startMs, count },
    {
      isAllowed,
      isFirst: count === 1 && isAllowed,
      remaining: Math.max(0, limit - count),
      resetMs: Math.min(WINDOW_MS, startMs + WINDOW_MS - nowMs),
    },
  ];
}
