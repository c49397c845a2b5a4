/** A statement with its parameters; values never stand in the text. */
export interface SqlStatement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** What a host gives the channel database: reads, and one way to write. */
export interface SqlDatabase {
  /** The rows as arrays of values, in the order of the selected columns. */
  query(statement: SqlStatement): Promise<unknown[][]>;
  /** Everything or nothing, durable when it resolves. */
  commit(statements: readonly SqlStatement[]): Promise<void>;
}
