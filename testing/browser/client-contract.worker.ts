// The browser's Client in a real Worker, for browser-client.e2e.test.ts: a message is a command, a message back its answer.
import type { Client } from '@libsql/core/api';
import { openBrowserClient } from '../../pos-client/replica/browser-client.ts';
import { query } from '../contract/client-case.ts';
import { clientCases } from '../contract/client-contract.ts';
import type { Command } from './client-contract-command.ts';

const DIRECTORY = '/replica';
const LOCK = 'replica';
let client: Client | undefined;
let heldFile: FileSystemSyncAccessHandle | undefined;

/** Runs the command. `acknowledge` is called with the number of each batch as soon as that is committed. */
async function run(command: Command, acknowledge: (n: number) => void): Promise<unknown> {
  switch (command.type) {
    case 'runCase':
      return runCase(command.name);
    case 'open':
      client = await openBrowserClient({ name: 'sales.db', directory: DIRECTORY, lockName: LOCK });
      return client.executeMultiple(`
        CREATE TABLE IF NOT EXISTS sales(n INTEGER PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS lines(n INTEGER PRIMARY KEY, saleN INTEGER, filler TEXT)`);
    case 'write':
      return write(opened(), command.batches, acknowledge);
    case 'read':
      return read(opened());
    case 'close':
      return client?.close();
    case 'holdOneFile':
      return holdOneFile();
  }
}

async function runCase(name: string): Promise<void> {
  const index = clientCases.findIndex((candidate) => candidate.name === name);
  const found = clientCases[index];
  if (!found) throw new Error(`There is no case "${name}"`);
  const options = {
    name: 'case.db',
    directory: `/cases/${index}`,
    lockName: `case-${index}`,
    transactionLimitMs: 1000,
  };
  await found.run(() => openBrowserClient(options));
}

function opened(): Client {
  if (!client) throw new Error('Open first');
  return client;
}

async function write(to: Client, batches: number, acknowledge: (n: number) => void): Promise<void> {
  const first = Number((await query(to, 'SELECT coalesce(max(n), 0) + 1 FROM sales'))[0]?.[0]);
  const insertLine = 'INSERT INTO lines(saleN, filler) VALUES(?, ?)';
  for (let n = first; n < first + batches; n++) {
    const line = { sql: insertLine, args: [n, 'x'.repeat(n % 900)] };
    await to.batch([{ sql: 'INSERT INTO sales VALUES(?)', args: [n] }, line, line], 'write');
    acknowledge(n);
  }
}

async function read(from: Client) {
  const [counts] = await query(
    from,
    'SELECT count(*), coalesce(max(n), 0), (SELECT count(*) FROM lines) FROM sales',
  );
  const [integrity] = await query(from, 'PRAGMA integrity_check');
  const [sales, lastSale, lines] = (counts ?? []).map(Number);
  return { sales, lastSale, lines, integrity: integrity?.[0] };
}

/** Takes one of the pool's files, as a former owner does that has lost its lock but not yet its files. */
async function holdOneFile(): Promise<void> {
  let folder = await navigator.storage.getDirectory();
  for (const name of ['replica', '.opaque']) folder = await folder.getDirectoryHandle(name);
  for await (const handle of folder.values()) {
    if (handle instanceof FileSystemFileHandle) heldFile ??= await handle.createSyncAccessHandle();
  }
  if (!heldFile) throw new Error('There is no file to hold');
}

self.onmessage = async ({ data }: MessageEvent<{ id: number; command: Command }>) => {
  const { id, command } = data;
  try {
    const value = await run(command, (acknowledged) => self.postMessage({ acknowledged }));
    self.postMessage({ id, value });
  } catch (error) {
    self.postMessage({ id, error: { message: String(error), code: Reflect.get(Object(error), 'code') } });
  }
};
