import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';

/** Keeps one JSON parameter well under D1's 2 MB, and a statement's time short. */
const ROWS_MAX = 500;

/**
 * Inserts any number of rows with one parameter each statement (D1 allows 100). `onConflict` is SQL after the
 * rows, such as an upsert that adds quantities up.
 */
export function bulkInsert<T extends SQLiteTable>(
  database: D1Database,
  table: T,
  rows: readonly T['$inferInsert'][],
  onConflict = '',
): D1PreparedStatement[] {
  const columns: Record<string, SQLiteColumn> = getTableColumns(table);
  const fields = Object.keys(columns);
  const names = fields.map((field) => columns[field]?.name);
  const values = fields.map((field) => `json_extract(value, '$.${field}')`);
  const text = `INSERT INTO ${getTableName(table)} (${names.join(', ')})
    SELECT ${values.join(', ')} FROM json_each(?) WHERE true ${onConflict}`;
  const statements: D1PreparedStatement[] = [];
  for (let at = 0; at < rows.length; at += ROWS_MAX) {
    statements.push(database.prepare(text).bind(JSON.stringify(rows.slice(at, at + ROWS_MAX))));
  }
  return statements;
}
