import type { SqlDatabase, SqlStatement } from './sql-database.ts';

/** The part of a Durable Object's storage that is needed here. */
export interface ObjectStorage {
  readonly sql: { exec(sql: string, ...params: unknown[]): { raw(): Iterable<unknown[]> } };
  transactionSync<T>(work: () => T): T;
}

/** The gateway's database: the SQLite of the store's Durable Object. */
export function durableObjectDatabase(storage: ObjectStorage): SqlDatabase {
  const run = (statement: SqlStatement) => [...storage.sql.exec(statement.sql, ...statement.params).raw()];
  return {
    query: async (statement) => run(statement),
    commit: async (statements) => storage.transactionSync(() => statements.forEach(run)),
  };
}
