/** A statement with its parameters; values never stand in the text. */
export interface SqlStatement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** What a host gives the channel database: reads, and one way to write. */
export interface SqlDatabase {
  /** The rows as arrays of values, in the order of the selected columns. */
  query(statement: SqlStatement): Promise<unknown[][]>;
  /**
   * Everything or nothing; durable when it resolves, unless it may wait for the next one that is (`withNext`). What a
   * power cut takes of that is the newest of it, and never a part of one.
   */
  commit(statements: readonly SqlStatement[], durable?: 'now' | 'withNext'): Promise<void>;
}
