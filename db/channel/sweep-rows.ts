import { distributedTableNames } from '../../protocol/distributed-tables.ts';
import { tableNameOf } from './channel-tables.ts';
import type { ChunkTimer } from './chunk-timer.ts';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';

export interface SweepPort {
  readonly database: SqlDatabase;
  readonly chunks: ChunkTimer;
  /** Called after each transaction; a chance to let a scan go first. */
  readonly afterChunk?: (rows: number) => Promise<void> | void;
}

/**
 * Does something to rows of all distributed tables, a short stretch of a table at a time: a stream may have half
 * a million rows. `statements` are of a table's rows with `rowid BETWEEN from AND upTo`. May be repeated from the
 * beginning after an interruption.
 */
export async function sweepRows(
  { database, chunks, afterChunk }: SweepPort,
  statements: (table: string, from: number, upTo: number) => readonly SqlStatement[],
): Promise<void> {
  const stretches = chunks.another();
  for (const name of distributedTableNames) {
    const table = tableNameOf(name);
    for (let from: number | null = 0; from !== null; ) {
      const first: number = from;
      await stretches.time(async () => {
        const upTo = await endOfStretch(database, table, first, stretches.rows);
        if (upTo !== null) await database.commit(statements(table, first, upTo));
        from = upTo === null ? null : upTo + 1;
      });
      await afterChunk?.(0);
    }
  }
}

async function endOfStretch(
  database: SqlDatabase,
  table: string,
  from: number,
  rows: number,
): Promise<number | null> {
  const [found] = await database.query({
    sql: `SELECT max(rowid) FROM (SELECT rowid FROM ${table} WHERE rowid >= ? ORDER BY rowid LIMIT ?)`,
    params: [from, rows],
  });
  return (found?.[0] as number | null | undefined) ?? null;
}

/** The rows of a stream that a statement of a sweep is about; its first parameters are these. */
export const inSweep = 'rowid BETWEEN ? AND ? AND stream = ?';
