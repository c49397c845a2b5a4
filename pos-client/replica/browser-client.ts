import { SerialClient } from './serial-client.ts';
import { openSqliteEngine } from './sqlite-engine.ts';

export type BrowserClientOptions = {
  /** The database inside the folder. */
  name: string;
  /** The folder in the origin's private file system; nothing else may live in it. */
  directory: string;
  /** The Web Lock by which the tabs of this origin agree on one owner. */
  lockName: string;
  transactionLimitMs?: number;
};

/** libSQL's Client over the engine, in the Worker that also calls it: no messages in between. */
export class BrowserClient extends SerialClient {
  constructor(options: BrowserClientOptions) {
    super(() => openSqliteEngine(options), options.transactionLimitMs);
  }
}

/**
 * Only inside a dedicated Worker. Rejects with a LibsqlError of code DB_OWNED when another tab has the database, or
 * DB_UNAVAILABLE when this browser offers no file system for it.
 */
export async function openBrowserClient(options: BrowserClientOptions): Promise<BrowserClient> {
  const client = new BrowserClient(options);
  await client.opened();
  return client;
}
