import type { Client, InArgs, InStatement } from '@libsql/core/api';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';

/** What the register's own clients can beside libSQL's interface: a batch that is not flushed for itself. */
export type RegisterClient = Client & { batchUnflushed?: (statements: InStatement[]) => Promise<void> };

/** The register's database: libSQL on a desktop, SQLite in the browser, behind libSQL's own interface. */
export function libsqlDatabase(client: RegisterClient): SqlDatabase {
  const toLibsql = (statement: SqlStatement) => ({
    sql: statement.sql,
    args: [...statement.params] as InArgs,
  });
  return {
    async query(statement) {
      const { rows } = await client.execute(toLibsql(statement));
      return rows.map((row) => Array.from(row as ArrayLike<unknown>));
    },
    async commit(statements, durable = 'now') {
      if (durable === 'withNext' && client.batchUnflushed)
        return client.batchUnflushed(statements.map(toLibsql));
      const [only] = statements;
      // One statement is a transaction of its own: a scan writes one.
      if (only && statements.length === 1) await client.execute(toLibsql(only));
      else if (only) await client.batch(statements.map(toLibsql), 'write');
    },
  };
}
