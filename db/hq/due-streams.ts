import { drizzle } from 'drizzle-orm/d1';
import * as p from './publishing-schema.ts';

export type DueStream = typeof p.dueStream.$inferSelect;

/** The streams that wait to be published: changes go in once, and go out when a job has published them. */
export function dueStreams(database: D1Database) {
  const db = drizzle(database);
  return {
    due: (): Promise<DueStream[]> => db.select().from(p.dueStream).orderBy(p.dueStream.stream),
    /** Takes note of what changed up to a version of the log: from then on the log before it is settled. */
    async collect(changed: ReadonlyMap<string, number>, to: number, at: string): Promise<void> {
      const listed = JSON.stringify([...changed].map(([stream, version]) => ({ stream, version })));
      await database.batch([
        database
          .prepare(
            `INSERT INTO due_stream (stream, change_version, due_since)
              SELECT value ->> 'stream', value ->> 'version', ?2 FROM json_each(?1) WHERE true
              ON CONFLICT (stream) DO UPDATE SET change_version = max(change_version, excluded.change_version)`,
          )
          .bind(listed, at),
        database.prepare('UPDATE publisher SET change_version = ?').bind(to),
      ]);
    },
    /** What was published up to these changes no longer waits; what changed meanwhile does. */
    async settle(published: ReadonlyMap<string, number>): Promise<void> {
      if (published.size === 0) return;
      const listed = JSON.stringify([...published].map(([stream, version]) => ({ stream, version })));
      await database
        .prepare(
          `DELETE FROM due_stream WHERE EXISTS (SELECT 1 FROM json_each(?) j
            WHERE j.value ->> 'stream' = due_stream.stream AND j.value ->> 'version' >= due_stream.change_version)`,
        )
        .bind(listed)
        .run();
    },
    async fail(failures: ReadonlyMap<string, string>): Promise<void> {
      const listed = JSON.stringify([...failures].map(([stream, error]) => ({ stream, error })));
      await database
        .prepare(
          `UPDATE due_stream SET error = (SELECT j.value ->> 'error' FROM json_each(?1) j
            WHERE j.value ->> 'stream' = due_stream.stream)
           WHERE stream IN (SELECT value ->> 'stream' FROM json_each(?1))`,
        )
        .bind(listed)
        .run();
    },
    /** Has everything that is published signed anew: its key has changed. */
    async signAllAnew(at: string): Promise<void> {
      await database
        .prepare(
          `INSERT INTO due_stream (stream, change_version, due_since) SELECT stream, 0, ? FROM stream WHERE true
           ON CONFLICT (stream) DO NOTHING`,
        )
        .bind(at)
        .run();
    },
    /** Has heads that were signed before `before` signed anew, the oldest first, so that none ever looks frozen. */
    async signOldAnew(before: string, at: string, limit: number): Promise<void> {
      await database
        .prepare(
          `INSERT INTO due_stream (stream, change_version, due_since)
            SELECT stream, 0, ?2 FROM stream WHERE head ->> '$.issuedAt' < ?1
            ORDER BY head ->> '$.issuedAt' LIMIT ?3
           ON CONFLICT (stream) DO NOTHING`,
        )
        .bind(before, at, limit)
        .run();
    },
  };
}
