import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';

/** Keep one JSON parameter well under D1's 2 MB (a character takes three bytes at most), and a statement's time short. */
const ROWS_MAX = 500;
const CHARACTERS_MAX = 500_000;

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
  const { fields, names } = columnsOf(table);
  const values = fields.map((field) => `json_extract(value, '$.${field}')`);
  const text = `INSERT INTO ${getTableName(table)} (${names.join(', ')})
    SELECT ${values.join(', ')} FROM json_each(?) WHERE true ${onConflict}`;
  const statements: D1PreparedStatement[] = [];
  let pieces: string[] = [];
  let characters = 0;
  const cut = () => {
    if (pieces.length > 0) statements.push(database.prepare(text).bind(`[${pieces.join(',')}]`));
    pieces = [];
    characters = 0;
  };
  for (const row of rows) {
    const piece = JSON.stringify(row);
    if (pieces.length === ROWS_MAX || characters + piece.length > CHARACTERS_MAX) cut();
    pieces.push(piece);
    characters += piece.length;
  }
  cut();
  return statements;
}

/** Inserts rows whose texts are so large that they must not be escaped into one parameter: a statement for each. */
export function insertEach<T extends SQLiteTable>(
  database: D1Database,
  table: T,
  rows: readonly T['$inferInsert'][],
): D1PreparedStatement[] {
  const { fields, names } = columnsOf(table);
  const text = `INSERT INTO ${getTableName(table)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  return rows.map((row: Record<string, unknown>) =>
    database.prepare(text).bind(...fields.map((field) => row[field] ?? null)),
  );
}

function columnsOf(table: SQLiteTable): { fields: string[]; names: string[] } {
  const columns: Record<string, SQLiteColumn> = getTableColumns(table);
  return { fields: Object.keys(columns), names: Object.values(columns).map(({ name }) => name) };
}
