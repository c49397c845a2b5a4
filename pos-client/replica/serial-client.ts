import type {
  Client,
  InArgs,
  InStatement,
  Replicated,
  ResultSet,
  Transaction,
  TransactionMode,
} from '@libsql/core/api';
import { LibsqlError } from '@libsql/core/api';
import { type BatchStatement, type Connection, toStatement } from './connection.ts';
import { FifoLock } from './fifo-lock.ts';
import { limitTransaction } from './limited-transaction.ts';

const TRANSACTION_LIMIT_MS = 5000;

/**
 * libSQL's Client over a single connection: calls run one after the other in the order they were made, and an
 * interactive transaction holds up the others until it ends or its time is over. The mode 'read' is not enforced.
 */
export class SerialClient implements Client {
  closed = false;
  readonly protocol = 'file';
  readonly #lock = new FifoLock();
  readonly #open: () => Promise<Connection>;
  readonly #transactionLimitMs: number;
  #connection: Promise<Connection>;
  #closing: Promise<void> = Promise.resolve();

  constructor(open: () => Promise<Connection>, transactionLimitMs = TRANSACTION_LIMIT_MS) {
    this.#open = open;
    this.#transactionLimitMs = transactionLimitMs;
    this.#connection = this.#connect();
  }

  /** Rejects when the database could not be opened, for instance with DB_OWNED. */
  async opened(): Promise<void> {
    await this.#connection;
  }

  async execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const normalised = toStatement(statement, args);
    return this.#run((connection) => connection.execute(normalised));
  }

  async batch(statements: BatchStatement[], mode: TransactionMode = 'deferred'): Promise<ResultSet[]> {
    const normalised = statements.map((statement) => toStatement(statement));
    return this.#run((connection) => connection.batch(normalised, mode));
  }

  /** A batch in the mode 'write' that is durable with the next one that is flushed: a flush costs more than many rows. */
  async batchUnflushed(statements: BatchStatement[]): Promise<void> {
    const normalised = statements.map((statement) => toStatement(statement));
    return this.#run(async (connection) => {
      await connection.executeMultiple('PRAGMA synchronous = NORMAL');
      try {
        await connection.batch(normalised, 'write');
      } finally {
        await connection.executeMultiple('PRAGMA synchronous = FULL');
      }
    });
  }

  async migrate(statements: InStatement[]): Promise<ResultSet[]> {
    const normalised = statements.map((statement) => toStatement(statement));
    return this.#run((connection) => connection.migrate(normalised));
  }

  executeMultiple(sql: string): Promise<void> {
    return this.#run((connection) => connection.executeMultiple(sql));
  }

  async transaction(mode: TransactionMode = 'write'): Promise<Transaction> {
    this.#assertNotClosed();
    const opening = this.#connection;
    const release = await this.#lock.acquire();
    try {
      const connection = await opening;
      return limitTransaction(await connection.begin(mode), this.#transactionLimitMs, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async sync(): Promise<Replicated> {
    throw new LibsqlError('The application synchronises, not the database', 'SYNC_NOT_SUPPORTED');
  }

  /** Opens again after a close. A failure to open rejects the calls that follow. */
  reconnect(): void {
    if (!this.closed) this.close();
    this.closed = false;
    this.#connection = this.#connect();
  }

  /** Calls made before are still served. Resolves when the database has been let go. */
  close(): Promise<void> {
    if (this.closed) return this.#closing;
    this.closed = true;
    const opening = this.#connection;
    this.#closing = this.#lock.run(async () => {
      const connection = await opening.catch(() => undefined); // opened() and every call have reported it
      await connection?.close();
    });
    return this.#closing;
  }

  async #run<T>(work: (connection: Connection) => T | Promise<T>): Promise<T> {
    this.#assertNotClosed();
    const opening = this.#connection;
    return this.#lock.run(async () => work(await opening));
  }

  #connect(): Promise<Connection> {
    const opening = this.#closing.then(this.#open);
    opening.catch(() => {}); // not unhandled: opened() and every call report it
    return opening;
  }

  #assertNotClosed(): void {
    if (this.closed) throw new LibsqlError('The client is closed', 'CLIENT_CLOSED');
  }
}
