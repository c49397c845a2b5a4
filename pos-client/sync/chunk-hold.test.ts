import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOLD_MAX_MS } from '../../commerce/distribution/chunk-rows.ts';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase, SqlStatement } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import { put } from '../../testing/contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../../testing/contract/package-shelf.ts';
import { openNodeClient } from '../replica/node-client.ts';
import { pullPackages } from './pull-packages.ts';

/** A machine by a clock of its own: each row that is stored or looked at takes so long, and each flush. */
interface Machine {
  readonly rowMs: number;
  readonly flushMs: number;
}

const STREAM = 'assortment:gifts';
const ROWS = 20_000;
let folder: string;
let client: Awaited<ReturnType<typeof openNodeClient>>;
let database: SqlDatabase;
let shelf: PackageShelf;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-hold-'));
  client = await openNodeClient({ file: join(folder, 'register.db') });
  database = libsqlDatabase(client);
  await migrate(database);
  shelf = new PackageShelf(await testSigningKey());
  await shelf.follow([STREAM]);
});
afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

/** Rows that a statement stores, or looks at in its stretch of a table. */
function rowsIn({ sql, params }: SqlStatement): number {
  if (sql.startsWith('INSERT OR REPLACE')) return (JSON.parse(String(params[2])) as unknown[]).length;
  const stretch = /BETWEEN/.test(sql) ? params.slice(1, 3).map(Number) : [];
  return stretch.length === 2 ? (stretch[1] ?? 0) - (stretch[0] ?? 0) : 0;
}

/** Pulls what is on the shelf by a machine; answers how long each transaction held the database, and its rows. */
async function pullOn({ rowMs, flushMs }: Machine) {
  let nowMs = 0;
  const holds: { ms: number; rows: number }[] = [];
  const timed: SqlDatabase = {
    ...database,
    async commit(statements, durable) {
      await database.commit(statements, durable);
      const rows = statements.reduce((sum, statement) => sum + rowsIn(statement), 0);
      holds.push({ rows, ms: flushMs + rows * rowMs });
      nowMs += flushMs + rows * rowMs;
    },
  };
  const { keyId, publicKey } = shelf.key;
  const problems = await pullPackages(
    {
      ...{ database: timed, store: syncStore(database), storeId: 'S1', trustedKeys: { [keyId]: publicKey } },
      ...{ machineTimeMs: () => 1000, chunks: new ChunkTimer(() => nowMs) },
      fetchBlob: async (sha256) => shelf.blobs.get(sha256) ?? null,
      onApplied: async () => undefined,
      onProgress: () => undefined,
      stepBack: async () => undefined,
    },
    shelf.answer(),
  );
  expect(problems).toEqual([]);
  return holds;
}

async function releaseWhole(name: string): Promise<void> {
  const lines = Array.from({ length: ROWS }, (_, index) =>
    put(['barcode', { barcode: String(index), sku: `${name} ${index}` }]),
  );
  const blob = await shelf.blob(lines);
  await shelf.release(STREAM, [blob]);
  const [version] = (await syncStore(database).cursors()).map((cursor) => cursor.version);
  if (version)
    await shelf.release(STREAM, [blob], {
      snapshot: { version: version + 5, blobs: [blob] },
      deltas: [],
      version: version + 5,
    });
}

const p99 = (values: readonly number[]) =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * 0.99) - 1] ?? 0;

test.each<{ name: string; machine: Machine }>([
  { name: 'a fast machine', machine: { rowMs: 0.005, flushMs: 0.5 } },
  { name: 'this one', machine: { rowMs: 0.016, flushMs: 1 } },
  { name: 'one that is twenty times slower', machine: { rowMs: 0.3, flushMs: 4 } },
])(
  'on $name no transaction of 20,000 rows holds the database for more than 16 ms at p99',
  async ({ machine }) => {
    await releaseWhole('first');
    expect(p99((await pullOn(machine)).map(({ ms }) => ms))).toBeLessThanOrEqual(HOLD_MAX_MS);
    // Anew and whole, over what is there: rows are stored, and those before them end by a sweep.
    await releaseWhole('second');
    const again = await pullOn(machine);
    expect(again.some(({ rows }) => rows > 0)).toBe(true);
    expect(p99(again.map(({ ms }) => ms))).toBeLessThanOrEqual(HOLD_MAX_MS);
    const shown = await database.query({
      sql: `SELECT count(*), count(DISTINCT sku), min(sku) FROM barcode WHERE until IS NULL`,
      params: [],
    });
    expect(shown).toEqual([[ROWS, ROWS, 'second 0']]);
  },
);

test('a fast machine stores five hundred rows at once, a slow one few', async () => {
  await releaseWhole('first');
  const fast = await pullOn({ rowMs: 0.005, flushMs: 0.5 });
  expect(Math.max(...fast.map(({ rows }) => rows))).toBe(500);
  await releaseWhole('second');
  const slow = await pullOn({ rowMs: 0.3, flushMs: 4 });
  const ordered = slow.map(({ rows }) => rows).sort((one, other) => one - other);
  expect(ordered[Math.floor(ordered.length / 2)]).toBeLessThanOrEqual(50);
});
