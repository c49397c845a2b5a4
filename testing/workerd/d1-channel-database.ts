import type { SqlDatabase } from '../../db/channel/sql-database.ts';

/** A channel database on D1, for tests that have no other SQLite beside headquarters'. */
export function d1ChannelDatabase(database: D1Database): SqlDatabase {
  return {
    query: ({ sql, params }) =>
      database
        .prepare(sql)
        .bind(...params)
        .raw(),
    async commit(statements) {
      await database.batch(statements.map(({ sql, params }) => database.prepare(sql).bind(...params)));
    },
  };
}
