import type { InArgs, InValue, ResultSet, TransactionMode, Value } from '@libsql/core/api';
import { LibsqlBatchError, LibsqlError } from '@libsql/core/api';
import type { Database, PreparedStatement, Sqlite3Static, SqlValue } from '@sqlite.org/sqlite-wasm';
import type { Connection, OpenTransaction, Statement } from './connection.ts';
import { openPoolFile } from './pool-file.ts';
import { fromInt64, toResultSet } from './result-set.ts';

const CACHED_STATEMENTS = 200;

// WAL without shared memory needs the exclusive mode first. FULL flushes once per commit; NORMAL would not flush at all.
const PRAGMAS = `
  PRAGMA locking_mode = exclusive;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA cache_size = -32000;
  PRAGMA temp_store = MEMORY;
`;

/** SQLite in WebAssembly on a file of the origin's private file system. Errors: those of openPoolFile. */
export async function openSqliteEngine(options: {
  name: string;
  directory: string;
  lockName: string;
}): Promise<SqliteEngine> {
  const { sqlite3, database, letGo } = await openPoolFile(options);
  try {
    return new SqliteEngine(sqlite3, database, letGo);
  } catch (error) {
    database.close();
    letGo();
    throw error;
  }
}

/** Every call runs to its end before it returns; what it began and did not commit is rolled back. */
export class SqliteEngine implements Connection {
  readonly #sqlite3: Sqlite3Static;
  readonly #database: Database;
  readonly #onClosed: () => void;
  readonly #statements = new Map<string, PreparedStatement>(); // the least recently used first

  constructor(sqlite3: Sqlite3Static, database: Database, onClosed: () => void) {
    this.#sqlite3 = sqlite3;
    this.#database = database;
    this.#onClosed = onClosed;
    this.#exec(PRAGMAS);
    const names = ['locking_mode', 'journal_mode', 'synchronous', 'foreign_keys'];
    const settings = names.map((name) => database.selectValue(`PRAGMA ${name}`)).join(' ');
    if (settings !== 'exclusive wal 2 1')
      throw new Error(`The database did not take its settings: ${settings}`);
  }

  execute(statement: Statement): ResultSet {
    return this.#endingOutsideTransaction(() => this.#run(statement));
  }

  executeMultiple(sql: string): void {
    this.#endingOutsideTransaction(() => this.#exec(sql));
  }

  batch(statements: Statement[], mode: TransactionMode): ResultSet[] {
    return this.#endingOutsideTransaction(() => {
      this.#exec(beginSql(mode));
      const results = this.#runInTransaction(statements);
      this.#exec('COMMIT');
      return results;
    });
  }

  migrate(statements: Statement[]): ResultSet[] {
    this.#exec('PRAGMA foreign_keys = OFF');
    try {
      return this.batch(statements, 'deferred');
    } finally {
      this.#exec('PRAGMA foreign_keys = ON');
    }
  }

  begin(mode: TransactionMode): OpenTransaction {
    this.#exec(beginSql(mode));
    const isInTransaction = () => this.#isInTransaction();
    return {
      get closed() {
        return !isInTransaction();
      },
      execute: (statement) => this.#run(statement),
      executeMultiple: (sql) => this.#exec(sql),
      batch: (statements) => this.#runInTransaction(statements),
      commit: () => this.#exec('COMMIT'),
      close: () => this.#rollBackIfOpen(),
    };
  }

  close(): void {
    for (const prepared of this.#statements.values()) prepared.finalize();
    this.#statements.clear();
    this.#database.close();
    this.#onClosed();
  }

  #endingOutsideTransaction<T>(work: () => T): T {
    try {
      return work();
    } finally {
      this.#rollBackIfOpen();
    }
  }

  #isInTransaction(): boolean {
    return this.#sqlite3.capi.sqlite3_get_autocommit(this.#database) === 0;
  }

  #rollBackIfOpen(): void {
    if (this.#isInTransaction()) this.#exec('ROLLBACK');
  }

  #runInTransaction(statements: Statement[]): ResultSet[] {
    return statements.map((statement, index) => {
      if (!this.#isInTransaction()) {
        throw new LibsqlBatchError('The transaction has been rolled back', index, 'TRANSACTION_CLOSED');
      }
      try {
        return this.#run(statement);
      } catch (error) {
        throw error instanceof LibsqlError ? atIndex(error, index) : error;
      }
    });
  }

  #exec(sql: string): void {
    try {
      this.#database.exec(sql);
    } catch (error) {
      throw this.#withCode(error);
    }
  }

  #run({ sql, args }: Statement): ResultSet {
    const { capi } = this.#sqlite3;
    const database = this.#database;
    try {
      const prepared = this.#prepare(sql);
      try {
        this.#bind(prepared, args);
        const changesBefore = capi.sqlite3_total_changes(database);
        let hasRow = prepared.step(); // before the columns are read: after a change of the schema they may be others
        const columns = prepared.columnCount > 0 ? prepared.getColumnNames() : [];
        const columnTypes = columns.map((_, index) => capi.sqlite3_column_decltype(prepared, index) ?? '');
        const rows: Value[][] = [];
        for (; hasRow; hasRow = prepared.step()) rows.push(prepared.get([]).map(fromSql));
        const changed = capi.sqlite3_total_changes(database) !== changesBefore;
        return toResultSet({
          columns,
          columnTypes,
          rows,
          rowsAffected: changed ? capi.sqlite3_changes(database) : 0,
          lastInsertRowid: changed ? capi.sqlite3_last_insert_rowid(database) : undefined,
        });
      } finally {
        prepared.resetNoThrow(true);
      }
    } catch (error) {
      throw this.#withCode(error);
    }
  }

  #prepare(sql: string): PreparedStatement {
    const prepared = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, prepared);
    if (this.#statements.size > CACHED_STATEMENTS) {
      for (const [oldestSql, oldest] of this.#statements) {
        this.#statements.delete(oldestSql);
        oldest.finalize();
        break;
      }
    }
    return prepared;
  }

  #bind(prepared: PreparedStatement, args: InArgs): void {
    if (Array.isArray(args)) {
      if (args.length > 0) prepared.bind(args.map(toSql));
      return;
    }
    for (const [name, value] of Object.entries(args)) {
      const spellings = /^[:@$]/.test(name) ? [name] : [`:${name}`, `@${name}`, `$${name}`];
      const indexes = spellings.map((spelling) => prepared.getParamIndex(spelling) ?? 0);
      for (const index of indexes) if (index > 0) prepared.bind(index, toSql(value));
    }
  }

  /** SQLite's errors as libSQL shows them: code of the kind, extended code, number; others as they are. */
  #withCode(error: unknown): unknown {
    const { capi, SQLite3Error } = this.#sqlite3;
    if (!(error instanceof SQLite3Error)) return error;
    const message = error.message.replace(/^.*?sqlite3 result code \d+: /, '');
    const raw = error.resultCode;
    return new LibsqlError(
      message,
      capi.sqlite3_js_rc_str(raw & 0xff),
      capi.sqlite3_js_rc_str(raw),
      raw,
      error,
    );
  }
}

function beginSql(mode: TransactionMode): string {
  return mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN DEFERRED';
}

function atIndex(error: LibsqlError, index: number): LibsqlBatchError {
  const message = error.message.slice(`${error.code}: `.length); // the constructor puts the code before it again
  return new LibsqlBatchError(message, index, error.code, error.extendedCode, error.rawCode, error);
}

// SQLite would store NULL for what is refused here.
function toSql(value: InValue): SqlValue {
  if (value === undefined) throw new TypeError('undefined cannot be passed as an argument to the database');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError('Only finite numbers can be passed as arguments to the database');
  }
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.valueOf();
  return value;
}

function fromSql(value: SqlValue): Value {
  if (typeof value === 'bigint') return fromInt64(value);
  if (value instanceof Uint8Array || value instanceof Int8Array) return value.slice().buffer;
  return value;
}
