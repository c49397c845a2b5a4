import { distributedTableNames } from '../../protocol/distributed-tables.ts';
import { tableNameOf } from './channel-tables.ts';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';

/** Rows looked at in one transaction. */
const WINDOW_ROWS = 1000;

/**
 * Does something to rows of all distributed tables, a short stretch of a table at a time: a stream may have half
 * a million rows. `statements` are of a table's rows with `rowid BETWEEN from AND upTo`. May be repeated from the
 * beginning after an interruption.
 */
export async function sweepRows(
  database: SqlDatabase,
  statements: (table: string, from: number, upTo: number) => readonly SqlStatement[],
  pause: () => Promise<void> | void,
): Promise<void> {
  for (const name of distributedTableNames) {
    const table = tableNameOf(name);
    for (let from = 0; ; ) {
      const [found] = await database.query({
        sql: `SELECT max(rowid) FROM (SELECT rowid FROM ${table} WHERE rowid >= ? ORDER BY rowid LIMIT ${WINDOW_ROWS})`,
        params: [from],
      });
      const upTo = found?.[0] as number | null | undefined;
      if (upTo == null) break;
      await database.commit(statements(table, from, upTo));
      await pause();
      from = upTo + 1;
    }
  }
}

/** The rows of a stream that a statement of a sweep is about; its first parameters are these. */
export const inSweep = 'rowid BETWEEN ? AND ? AND stream = ?';
