import type { Client, ResultSet, Value } from '@libsql/core/api';
import type { RegisterClient } from '../../db/channel/libsql-database.ts';

/**
 * Every case starts with an empty database. `open` opens that one, again too once it is closed; the time limit of
 * interactive transactions should be a second or so, because a case waits for it.
 */
export type ClientCase = { name: string; run(open: () => Promise<RegisterClient>): Promise<void> };

/** Rows as plain arrays in column order. */
export const valuesOf = (result: ResultSet): Value[][] => result.rows.map((row) => Array.from(row));

export async function query(client: Pick<Client, 'execute'>, sql: string): Promise<Value[][]> {
  return valuesOf(await client.execute(sql));
}

export const createItems =
  'CREATE TABLE items(id TEXT PRIMARY KEY, name TEXT NOT NULL, priceMinor INTEGER) STRICT';

export const insertItem = (id: string, name = 'tea', priceMinor: number | null = 250) => ({
  sql: 'INSERT INTO items(id, name, priceMinor) VALUES(?, ?, ?)',
  args: [id, name, priceMinor],
});
