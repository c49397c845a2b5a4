import { pathToFileURL } from 'node:url';
import type { Client, InArgs, InValue, ResultSet } from '@libsql/client';
import { createClient, LibsqlError } from '@libsql/client';
import type { Connection, Statement } from './connection.ts';
import { fromInt64, toResultSet } from './result-set.ts';
import { SerialClient } from './serial-client.ts';

export type NodeClientOptions = {
  /** Its folder must exist. Beside it lies `FILE.owner`, the lock. */
  file: string;
  encryptionKey?: string | undefined;
  transactionLimitMs?: number;
};

/**
 * libSQL's Client over the native library, for one process: rejects with DB_OWNED while another one has the file, and
 * SQLITE_NOTADB for a wrong encryption key.
 */
export async function openNodeClient(options: NodeClientOptions): Promise<SerialClient> {
  const client = new SerialClient(() => openConnection(options), options.transactionLimitMs);
  await client.opened();
  return client;
}

async function openConnection({ file, encryptionKey }: NodeClientOptions): Promise<Connection> {
  const letGo = await ownFile(`${file}.owner`);
  try {
    const client = openSingle(file, encryptionKey);
    try {
      await configure(client);
      return toConnection(client, letGo);
    } catch (error) {
      client.close();
      throw error;
    }
  } catch (error) {
    letGo();
    throw error;
  }
}

/**
 * A transaction that stays open on a file of its own: the lock dies with the process, also by kill -9. Not on the
 * database itself, where the lock would be lost as soon as something in this process reads and closes that file.
 */
async function ownFile(lockFile: string): Promise<() => void> {
  const client = openSingle(lockFile);
  try {
    await client.execute('PRAGMA journal_mode = MEMORY'); // no journal file
    const transaction = await client.transaction('write');
    return () => {
      transaction.close(); // before the client: the native connection lives on until it is garbage collected
      client.close();
    };
  } catch (error) {
    client.close();
    if (!(error instanceof LibsqlError) || error.code !== 'SQLITE_BUSY') throw error;
    throw new LibsqlError('Another process owns the database', 'DB_OWNED', undefined, undefined, error);
  }
}

/**
 * One connection, so that settings hold for every call. No busy timeout: waiting for a lock would stop the event loop,
 * and there is nobody to wait for.
 */
function openSingle(file: string, encryptionKey?: string): Client {
  const url = pathToFileURL(file).href;
  return createClient({
    url,
    concurrency: 1,
    intMode: 'bigint',
    ...(encryptionKey ? { encryptionKey } : {}),
  });
}

async function configure(client: Client): Promise<void> {
  await client.execute('PRAGMA journal_mode = WAL');
  await client.execute('PRAGMA synchronous = FULL');
  await client.execute('PRAGMA foreign_keys = ON');
  // Asked in a batch, because that is what sales are written with.
  const names = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'];
  const results = await client.batch(names.map((name) => `PRAGMA ${name}`));
  const settings = results.map((result) => String(result.rows[0]?.[0])).join(' ');
  if (settings !== 'wal 2 1 0') throw new Error(`The database did not take its settings: ${settings}`);
}

function toConnection(client: Client, letGo: () => void): Connection {
  return {
    execute: async (statement) => withNumbers(await client.execute(withIntegers(statement))),
    executeMultiple: (sql) => client.executeMultiple(sql),
    batch: async (statements, mode) =>
      (await client.batch(statements.map(withIntegers), mode)).map(withNumbers),
    migrate: async (statements) => (await client.migrate(statements.map(withIntegers))).map(withNumbers),
    begin: async (mode) => {
      const transaction = await client.transaction(mode);
      return {
        get closed() {
          return transaction.closed;
        },
        execute: async (statement) => withNumbers(await transaction.execute(withIntegers(statement))),
        executeMultiple: (sql) => transaction.executeMultiple(sql),
        batch: async (statements) => (await transaction.batch(statements.map(withIntegers))).map(withNumbers),
        commit: () => transaction.commit(),
        close: () => transaction.close(),
      };
    },
    close: () => {
      client.close();
      letGo();
    },
  };
}

// The native library binds every number as REAL, so that ? / 2 of 5 would be 2.5 here and 2 in the browser.
function withIntegers({ sql, args }: Statement): Statement {
  return { sql, args: mapArgs(args, toInteger) };
}

function mapArgs(args: InArgs, convert: (value: InValue) => InValue): InArgs {
  if (Array.isArray(args)) return args.map(convert);
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, convert(value)]));
}

function toInteger(value: InValue): InValue {
  const number = value instanceof Date ? value.valueOf() : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? BigInt(number) : number;
}

function withNumbers(result: ResultSet): ResultSet {
  const rows = result.rows.map((row) =>
    Array.from(row, (value) => (typeof value === 'bigint' ? fromInt64(value) : value)),
  );
  return toResultSet({ ...result, rows });
}
