import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import type { PackagesAnswer } from '../../protocol/package-documents.ts';
import { type SigningKey, signDocument, type TrustedKeys } from '../../protocol/signed-document.ts';
import { put } from '../../testing/contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../../testing/contract/package-shelf.ts';
import { visibleRows } from '../../testing/contract/visible-rows.ts';
import { openNodeClient } from '../replica/node-client.ts';
import { pullPackages } from './pull-packages.ts';

/** What a gateway says besides what is new: held back, take it whole once more, trust other keys. */
const DAY_MS = 86_400_000;
const barcode = (code: number, sku = 'HEART') => put(['barcode', { barcode: String(code), sku }]);
let folder: string;
let client: Awaited<ReturnType<typeof openNodeClient>>;
let database: SqlDatabase;
let shelf: PackageShelf;
let trusted: TrustedKeys;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-orders-'));
  client = await openNodeClient({ file: join(folder, 'register.db') });
  database = libsqlDatabase(client);
  await migrate(database);
  shelf = new PackageShelf(await testSigningKey());
  trusted = { [shelf.key.keyId]: shelf.key.publicKey };
  await shelf.release('assortment:gifts', [await shelf.blob([barcode(1), barcode(2)])]);
  await shelf.follow(['assortment:gifts']);
});
afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

async function pull(more: Partial<PackagesAnswer> = {}, nowMs = Date.now()) {
  const store = syncStore(database);
  const ports = {
    ...{
      database,
      store,
      storeId: 'S1',
      trustedKeys: trusted,
      machineTimeMs: () => nowMs,
      chunks: new ChunkTimer(() => 0),
    },
    fetchBlob: async (sha256: string) => shelf.blobs.get(sha256) ?? null,
    onApplied: async () => undefined,
    onProgress: () => undefined,
    stepBack: async () => undefined,
  };
  return pullPackages(ports, shelf.answer(more));
}
const skus = async () =>
  Object.fromEntries(
    [...(await visibleRows(database)).values()].map((row) => [
      (row as { barcode: string }).barcode,
      (row as { sku: string }).sku,
    ]),
  );

describe('paused by headquarters', () => {
  test('nothing changes, the reason is told, and it goes on when it is over', async () => {
    await pull();
    await shelf.release('assortment:gifts', [await shelf.blob([barcode(3)])]);
    const paused = { since: '2026-11-01T09:00:00.000Z', reason: 'stocktaking' };
    expect(await pull({ paused, manifest: null, heads: [] })).toEqual([
      { code: 'paused', subject: 'packages', detail: 'since 2026-11-01T09:00:00.000Z: stocktaking' },
    ]);
    expect(Object.keys(await skus())).toEqual(['1', '2']);
    expect(await pull()).toEqual([]);
    expect(Object.keys(await skus())).toEqual(['1', '2', '3']);
  });
});

describe('a stream that is to be taken whole once more', () => {
  const resend = (order: number) => ({ resend: [{ stream: 'assortment:gifts', order }] });

  test('puts right what was spoilt here, once for each order', async () => {
    await shelf.release('assortment:gifts', [await shelf.blob([barcode(3)])]);
    await pull();
    const spoil = () =>
      database.commit([
        { sql: "UPDATE barcode SET sku = 'WRONG' WHERE row_key = '1'", params: [] },
        { sql: "DELETE FROM barcode WHERE row_key = '2'", params: [] },
      ]);
    await spoil();
    expect(await pull()).toEqual([]);
    expect(await skus()).toEqual({ '1': 'WRONG', '3': 'HEART' });
    expect(await pull(resend(1))).toEqual([]);
    expect(await skus()).toEqual({ '1': 'HEART', '2': 'HEART', '3': 'HEART' });
    await spoil();
    await pull(resend(1));
    expect(await skus()).toEqual({ '1': 'WRONG', '3': 'HEART' });
    await pull(resend(2));
    expect(await skus()).toEqual({ '1': 'HEART', '2': 'HEART', '3': 'HEART' });
  });

  test('together with what is new: as one version', async () => {
    await pull();
    await database.commit([{ sql: "DELETE FROM barcode WHERE row_key = '2'", params: [] }]);
    await shelf.release('assortment:gifts', [await shelf.blob([barcode(1, 'LAMP')])]);
    expect(await pull(resend(1))).toEqual([]);
    expect(await skus()).toEqual({ '1': 'LAMP', '2': 'HEART' });
  });
});

describe('keys', () => {
  const ringOf = async (version: number, keys: readonly SigningKey[], signer: SigningKey) =>
    signDocument(
      JSON.stringify({
        ...{ type: 'keys', version, issuedAt: new Date().toISOString() },
        keys: Object.fromEntries(keys.map(({ keyId, publicKey }) => [keyId, publicKey])),
      }),
      signer,
    );
  const held = async () => (await syncStore(database).device())?.trustedKeys;

  beforeEach(() =>
    database.commit([
      {
        sql: `INSERT INTO device (id, store, terminal, install_id, trusted_keys, activated_at)
          VALUES (1, 'S1', '1', 'install', ?, '2026-11-01T09:00:00.000Z')`,
        params: [JSON.stringify(trusted)],
      },
    ]),
  );

  test('a ring that a trusted key has signed is taken at once; an older one, or a stranger’s, is not', async () => {
    const next = await testSigningKey();
    const stranger = await testSigningKey();
    await pull({ keys: [await ringOf(1, [stranger], stranger)] });
    expect(await held()).toEqual(trusted);
    const both = { ...trusted, [next.keyId]: next.publicKey };
    await pull({ keys: [await ringOf(2, [shelf.key, next], shelf.key)] });
    expect(await held()).toEqual(both);
    trusted = both;
    await pull({ keys: [await ringOf(1, [shelf.key], shelf.key)] });
    expect(await held()).toEqual(both);
    // The old one is retired: what it signed counts no more.
    expect(await pull({ keys: [await ringOf(3, [next], next)] })).toMatchObject([{ code: 'badSignature' }]);
    expect(await held()).toEqual({ [next.keyId]: next.publicKey });
  });
});

test('heads that nobody has signed for two days are told, and sell on', async () => {
  expect(await pull({}, Date.now() + DAY_MS)).toEqual([]);
  expect(await pull({}, Date.now() + 3 * DAY_MS)).toMatchObject([
    { code: 'staleHead', subject: 'assortment:gifts' },
  ]);
  expect(Object.keys(await skus())).toEqual(['1', '2']);
});
