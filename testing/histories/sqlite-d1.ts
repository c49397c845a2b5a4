import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

type Value = SQLInputValue | boolean;

/**
 * D1's interface over SQLite in this process: what headquarters' code uses of it, many times faster than workerd's
 * through a proxy. The same code runs on workerd's own D1 in the tests of the workers.
 */
export function sqliteD1(migrations: readonly string[]): {
  readonly database: D1Database;
  readonly close: () => void;
} {
  const sqlite = new DatabaseSync(':memory:');
  sqlite.exec('PRAGMA foreign_keys = ON');
  for (const migration of migrations) sqlite.exec(migration);
  const statement = (sql: string, params: readonly Value[] = []): unknown => {
    const values = params.map((value) => (typeof value === 'boolean' ? Number(value) : value));
    const rows = (): Record<string, unknown>[] =>
      // Not by its first word alone: RETURNING answers rows too, and a prepared statement knows.
      sqlite.prepare(sql).all(...values) as Record<string, unknown>[];
    const result = () => {
      const results = rows();
      const { changes } = sqlite.prepare('SELECT changes() AS changes').get() as { changes: number };
      return { success: true, results, meta: { changes } };
    };
    return {
      sql,
      bind: (...bound: Value[]) => statement(sql, bound),
      all: async () => result(),
      run: async () => result(),
      first: async (column?: string) => {
        const [row] = rows();
        return row === undefined ? null : column === undefined ? row : row[column];
      },
      raw: async () => {
        const prepared = sqlite.prepare(sql);
        prepared.setReturnArrays(true);
        return prepared.all(...values);
      },
      now: result,
    };
  };
  const database = {
    prepare: (sql: string) => statement(sql),
    batch: async (statements: readonly { now: () => unknown }[]) => {
      sqlite.exec('BEGIN');
      try {
        const results = statements.map((each) => each.now());
        sqlite.exec('COMMIT');
        return results;
      } catch (problem) {
        sqlite.exec('ROLLBACK');
        throw problem;
      }
    },
  };
  return { database: database as unknown as D1Database, close: () => sqlite.close() };
}
