import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import { put, remove } from '../../testing/contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../../testing/contract/package-shelf.ts';
import { visibleRows } from '../../testing/contract/visible-rows.ts';
import { openNodeClient } from '../replica/node-client.ts';
import { pullPackages } from './pull-packages.ts';

const STREAM = 'assortment:gifts';
const DAY_MS = 86_400_000;
let folder: string;
let client: Awaited<ReturnType<typeof openNodeClient>>;
let database: SqlDatabase;
let shelf: PackageShelf;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-prune-'));
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

async function pullOn(day: number): Promise<void> {
  const { keyId, publicKey } = shelf.key;
  await pullPackages(
    {
      ...{ database, store: syncStore(database), storeId: 'S1', trustedKeys: { [keyId]: publicKey } },
      ...{ machineTimeMs: () => day * DAY_MS, chunks: new ChunkTimer(() => 0) },
      fetchBlob: async (sha256) => shelf.blobs.get(sha256) ?? null,
      ...{ onApplied: async () => undefined, onProgress: () => undefined },
      stepBack: async () => undefined,
    },
    shelf.answer(),
  );
}
async function release(...lines: string[]): Promise<void> {
  await shelf.release(STREAM, [await shelf.blob(lines)]);
}
const barcode = (code: string, sku: string) => put(['barcode', { barcode: code, sku }]);
const kept = async () =>
  (
    await database.query({
      sql: `SELECT barcode || ' ' || sku || ' ' || since || '-' || coalesce(until, '') FROM barcode ORDER BY 1`,
      params: [],
    })
  ).flat();

test('rows that ended go when the return window is over, not before; what is visible stays as it is', async () => {
  await release(barcode('1', 'HEART'), barcode('2', 'LAMP'), barcode('3', 'BEAR'));
  await pullOn(0);
  await release(barcode('1', 'STAR'), remove('barcode', '3'));
  await pullOn(10);
  await release(barcode('1', 'MOON'));
  await pullOn(40);
  const before = await visibleRows(database);
  await pullOn(99);
  const all = ['1 HEART 1-2', '1 MOON 3-', '1 STAR 2-3', '2 LAMP 1-', '3 BEAR 1-2'];
  expect(await kept()).toEqual(all);
  await pullOn(100);
  expect(await kept()).toEqual(['1 MOON 3-', '1 STAR 2-3', '2 LAMP 1-']);
  await pullOn(130);
  expect(await kept()).toEqual(['1 MOON 3-', '2 LAMP 1-']);
  expect(await visibleRows(database)).toEqual(before);
});

test('what an open cart reads stays, however old it is', async () => {
  await release(barcode('1', 'HEART'));
  await pullOn(0);
  await database.commit([
    {
      sql: 'INSERT INTO cart_step (position, detail) VALUES (0, ?)',
      params: [JSON.stringify({ [STREAM]: 1 })],
    },
  ]);
  await release(barcode('1', 'STAR'));
  await pullOn(10);
  await pullOn(200);
  expect(await kept()).toEqual(['1 HEART 1-2', '1 STAR 2-']);
  await database.commit([{ sql: 'DELETE FROM cart_step', params: [] }]);
  await pullOn(200);
  expect(await kept()).toEqual(['1 STAR 2-']);
});
