import { drizzle, type RemoteCallback } from 'drizzle-orm/sqlite-proxy';
import * as schema from './schema.ts';
import type { SqlDatabase } from './sql-database.ts';

export type ChannelDrizzle = ReturnType<typeof channelDrizzle>;

/** Drizzle over a host's database, so that one set of queries serves libSQL and Durable Object alike. */
export function channelDrizzle(database: SqlDatabase) {
  const callback: RemoteCallback = async (sql, params, method) => {
    const rows = await database.query({ sql, params });
    // For `get` Drizzle wants the one row itself; its types say an array, none is `undefined`.
    return { rows: method === 'get' ? (rows[0] as unknown[]) : rows };
  };
  return drizzle(callback, { schema });
}

/** A Drizzle query as a statement of a commit. */
export function statementOf(query: { toSQL(): { sql: string; params: unknown[] } }) {
  return query.toSQL();
}
