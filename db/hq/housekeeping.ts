import { RETURN_WINDOW_DAYS } from '../../commerce/distribution/return-window.ts';

/** Days that a blob is kept when no head names it any more: a register may be in the middle of fetching it. */
export const RETIRED_BLOB_DAYS = 7;
const DAY_MS = 86_400_000;

/** Prices taken away in a day: the change log gets a row for each. */
export const PRICES_A_DAY = 20_000;

/** The first day that is still in the return window. */
const windowBegins = (nowMs: number) =>
  new Date(nowMs - RETURN_WINDOW_DAYS * DAY_MS).toISOString().slice(0, 10);

/** The masters as the daily housekeeping reads and marks them. */
export function housekeeping(database: D1Database) {
  const changes = async (text: string, ...params: unknown[]) =>
    (
      await database
        .prepare(text)
        .bind(...params)
        .run()
    ).meta.changes;
  return {
    /** Whether nobody has kept house on this day; the one who asks first does. */
    async isDue(today: string): Promise<boolean> {
      return (await changes('UPDATE publisher SET housekept_on = ?1 WHERE housekept_on < ?1', today)) > 0;
    },
    /** Takes offers that ended before the return window out of their price groups' streams. A later end brings them back. */
    async retireOffers(nowMs: number): Promise<void> {
      await database.batch([
        database.prepare("UPDATE writer SET admin = 'evertill'"),
        database
          .prepare('DELETE FROM offer_price_group WHERE offer IN (SELECT id FROM offer WHERE valid_to < ?)')
          .bind(windowBegins(nowMs)),
      ]);
    },
    /**
     * Takes away prices that ended before the return window, the first ones first and `limit` at most; the change log
     * keeps them. Answers how many.
     */
    async removePrices(nowMs: number, limit: number): Promise<number> {
      const [, removed] = await database.batch([
        database.prepare("UPDATE writer SET admin = 'evertill'"),
        database
          .prepare(
            `DELETE FROM price WHERE id IN (SELECT id FROM price WHERE valid_to < ? ORDER BY valid_to, id LIMIT ?)
              RETURNING id`,
          )
          .bind(windowBegins(nowMs), limit),
      ]);
      return removed?.results.length ?? 0;
    },
    /** Blobs that were retired long enough ago and that no head names; at most `limit`. */
    async retiredBlobs(nowMs: number, limit: number): Promise<readonly string[]> {
      const { results } = await database
        .prepare(
          `WITH named AS (
            SELECT b.value ->> 'sha256' AS sha256 FROM stream s, json_each(s.head, '$.snapshot.blobs') b
            UNION SELECT b.value ->> 'sha256' FROM stream s, json_each(s.head, '$.deltas') d,
              json_each(d.value, '$.blobs') b
            UNION SELECT b.value ->> 'sha256' FROM snapshot_work w, json_each(w.blobs) b)
          SELECT sha256 FROM retired_blob WHERE retired_at < ?1 AND sha256 NOT IN (SELECT sha256 FROM named) LIMIT ?2`,
        )
        .bind(new Date(nowMs - RETIRED_BLOB_DAYS * DAY_MS).toISOString(), limit)
        .all<{ sha256: string }>();
      return results.map(({ sha256 }) => sha256);
    },
    async forgetBlobs(blobs: readonly string[]): Promise<void> {
      await changes(
        'DELETE FROM retired_blob WHERE sha256 IN (SELECT value FROM json_each(?))',
        JSON.stringify(blobs),
      );
    },
  };
}
