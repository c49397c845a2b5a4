import { sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';

interface Versioned {
  readonly stream: SQLiteColumn;
  readonly since: SQLiteColumn;
  readonly until: SQLiteColumn;
}

/** True for the rows that the bound snapshot shows (a JSON object of stream versions, one parameter). */
export function visible(table: Versioned) {
  return sql`EXISTS (SELECT 1 FROM json_each(${sql.placeholder('snapshot')}) AS version
    WHERE version.key = ${table.stream} AND ${table.since} <= version.value
    AND (${table.until} IS NULL OR ${table.until} > version.value))`;
}
