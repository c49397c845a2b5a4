import type * as z from 'zod';
import { tableNameOf } from '../../db/channel/channel-tables.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import {
  columnKind,
  columnName,
  distributedTableNames,
  distributedTables,
} from '../../protocol/distributed-tables.ts';

type Row = Record<string, unknown>;

/** What a channel database shows of its packages: `stream table key` to the row as it travelled. */
export async function visibleRows(database: SqlDatabase): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for (const table of distributedTableNames) {
    const shape: Record<string, z.ZodType> = distributedTables[table].row.shape;
    const fields = Object.keys(shape);
    const columns = fields.map((field) => `r."${columnName(field)}"`);
    const found = await database.query({
      sql: `SELECT r.stream, r.row_key, ${columns.join(', ')} FROM ${tableNameOf(table)} r
        JOIN stream_cursor c ON c.stream = r.stream
        WHERE r.since <= c.version AND (r.until IS NULL OR r.until > c.version)`,
      params: [],
    });
    for (const [stream, key, ...values] of found) {
      const read = (field: string, index: number) => readValue(shape[field], values[index]);
      const row = Object.fromEntries(fields.map((field, index) => [field, read(field, index)]));
      rows.set(`${stream} ${table} ${key}`, row);
    }
  }
  return rows;
}

function readValue(type: z.ZodType | undefined, stored: unknown): unknown {
  const kind = type && columnKind(type);
  if (kind === 'flag') return stored === 1;
  return kind === 'json' && stored !== null ? (JSON.parse(String(stored)) as unknown) : stored;
}
