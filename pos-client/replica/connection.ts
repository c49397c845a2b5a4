import type { InArgs, InStatement, ResultSet, TransactionMode } from '@libsql/core/api';

export type Statement = { sql: string; args: InArgs };
export type BatchStatement = InStatement | [string, InArgs?];

export function toStatement(statement: BatchStatement, args?: InArgs): Statement {
  if (typeof statement === 'string') return { sql: statement, args: args ?? [] };
  if (Array.isArray(statement)) return { sql: statement[0], args: statement[1] ?? [] };
  return { sql: statement.sql, args: statement.args ?? [] };
}

/** One connection to one database file. Calls of it and of its transaction must not overlap: SerialClient's part. */
export interface Connection {
  execute(statement: Statement): ResultSet | Promise<ResultSet>;
  executeMultiple(sql: string): void | Promise<void>;
  /** All or nothing. A failing statement gives a LibsqlBatchError with its statementIndex. */
  batch(statements: Statement[], mode: TransactionMode): ResultSet[] | Promise<ResultSet[]>;
  /** As batch, with foreign keys off. */
  migrate(statements: Statement[]): ResultSet[] | Promise<ResultSet[]>;
  begin(mode: TransactionMode): OpenTransaction | Promise<OpenTransaction>;
  close(): void | Promise<void>;
}

export interface OpenTransaction {
  /** True after commit and close, and when the database has rolled back by itself. */
  readonly closed: boolean;
  execute(statement: Statement): ResultSet | Promise<ResultSet>;
  executeMultiple(sql: string): void | Promise<void>;
  batch(statements: Statement[]): ResultSet[] | Promise<ResultSet[]>;
  commit(): void | Promise<void>;
  /** Rolls back what is not committed. */
  close(): void;
}
