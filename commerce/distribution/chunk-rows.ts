/** How many rows the next transaction of packages may have, and how long it is meant to hold the database. */
export interface ChunkPace {
  readonly rows: number;
  readonly budgetMs: number;
}

/** No more than one transaction of packages in a hundred holds the database longer than this. */
export const HOLD_MAX_MS = 16;

const BUDGET_MAX_MS = 5;
const BUDGET_MIN_MS = 1;
/** Each transaction beyond the limit costs as much budget as 140 in time give back: one in a hundred is too many. */
const BUDGET_SHRINKS = 0.5;
const BUDGET_GROWS = 1.005;
/** With fewer the flushes are all the work, and none gets shorter. */
const ROWS_MIN = 25;
const ROWS_MAX = 500;

/** Before anything is known of the machine. */
export const firstPace: ChunkPace = { rows: 100, budgetMs: BUDGET_MAX_MS };

/**
 * The pace after a transaction of `rows` that took `tookMs`. Rows grow slowly and shrink at once to what fits into the
 * budget; the budget itself shrinks where the machine stalls, whatever its usual speed is.
 */
export function nextPace({ rows, budgetMs }: ChunkPace, tookMs: number): ChunkPace {
  const change = tookMs > HOLD_MAX_MS ? BUDGET_SHRINKS : BUDGET_GROWS;
  const budget = Math.max(BUDGET_MIN_MS, Math.min(BUDGET_MAX_MS, budgetMs * change));
  const fitting = tookMs > 0 ? Math.floor((rows * budget) / tookMs) : ROWS_MAX;
  const next = Math.max(ROWS_MIN, Math.min(ROWS_MAX, Math.floor(rows * 1.25), fitting));
  return { rows: next, budgetMs: budget };
}
