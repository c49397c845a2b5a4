/** How long a chunk of rows may hold the database: a scan never waits longer than about twice this. */
const TARGET_MS = 5;
const ROWS_MIN = 50;
const ROWS_MAX = 500;

/** Rows of the first chunk, before anything is known of the machine. */
export const FIRST_CHUNK_ROWS = 100;

/** Rows of the next chunk, after one of `rows` took `tookMs` to be read and stored. Grows slowly and shrinks at once. */
export function nextChunkRows(rows: number, tookMs: number): number {
  const fitting = tookMs > 0 ? Math.floor((rows * TARGET_MS) / tookMs) : ROWS_MAX;
  return Math.max(ROWS_MIN, Math.min(ROWS_MAX, Math.floor(rows * 1.25), fitting));
}
