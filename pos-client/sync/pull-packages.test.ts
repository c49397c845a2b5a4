import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstPace } from '../../commerce/distribution/chunk-rows.ts';
import { noRules } from '../../commerce/tender/tender-cart.ts';
import { streamPosition } from '../../db/channel/apply-package.ts';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { gzipText } from '../../protocol/gzip-text.ts';
import { signDocument } from '../../protocol/signed-document.ts';
import { put, remove } from '../../testing/contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../../testing/contract/package-shelf.ts';
import { visibleRows } from '../../testing/contract/visible-rows.ts';
import { describeProblem } from '../model/messages.ts';
import { openNodeClient } from '../replica/node-client.ts';
import { Unreachable } from './gateway-link.ts';
import { type LoadProgress, type PullProblem, pullPackages } from './pull-packages.ts';

const CASH = { id: 'CASH', name: 'Cash', kind: 'cash', givesChange: true, opensDrawer: true };
const cash = (name = 'Cash') => put(['tenderType', { ...CASH, name }]);
const barcode = (code: number, sku = 'HEART') => put(['barcode', { barcode: String(code), sku }]);
const barcodes = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => barcode(from + index));
const bomb = await gzipText('x'.repeat(6_000_000));

let folder: string;
let client: Awaited<ReturnType<typeof openNodeClient>>;
let database: SqlDatabase;
let shelf: PackageShelf;
let applied: string[];
let fetched: string[];
let progress: LoadProgress[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-pull-'));
  client = await openNodeClient({ file: join(folder, 'register.db') });
  database = libsqlDatabase(client);
  await migrate(database);
  shelf = new PackageShelf(await testSigningKey());
  applied = [];
  fetched = [];
  progress = [];
  await shelf.release('assortment:gifts', [await shelf.blob([barcode(1)])]);
  await shelf.release('global', [await shelf.blob([cash()])]);
  await shelf.follow(['assortment:gifts', 'global']);
});
afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

const fromShelf = async (sha256: string) => {
  const bytes = shelf.blobs.get(sha256);
  if (!bytes) throw new Unreachable('the gateway has no such blob');
  return bytes;
};

function pull(
  fetchBlob: (sha256: string) => Promise<Bytes | null> = fromShelf,
  over: SqlDatabase = database,
) {
  const ports = {
    database: over,
    store: syncStore(over),
    storeId: 'S1',
    trustedKeys: { [shelf.key.keyId]: shelf.key.publicKey },
    machineTimeMs: () => 1000,
    chunks: new ChunkTimer(() => 0),
    fetchBlob: async (sha256: string) => {
      fetched.push(sha256);
      return fetchBlob(sha256);
    },
    onApplied: async (stream: string) => void applied.push(stream),
    onProgress: (now: LoadProgress) => void progress.push(now),
    stepBack: async () => undefined,
  };
  return pullPackages(ports, shelf.answer());
}

const held = async (stream: string) =>
  [...(await visibleRows(database)).keys()].filter((key) => key.startsWith(`${stream} `)).sort();
const versions = async () =>
  Object.fromEntries((await syncStore(database).cursors()).map(({ stream, version }) => [stream, version]));

/** As it stands on the sync page. */
const readOut = (problems: readonly PullProblem[]) =>
  problems.map((problem) => describeProblem({ ...problem, at: '' })).join('\n');

test('packages arrive whole, in the order of the manifest, with progress told', async () => {
  expect(await pull()).toEqual([]);
  expect(await visibleRows(database)).toEqual(
    new Map<string, object>([
      ['assortment:gifts barcode 1', { barcode: '1', sku: 'HEART' }],
      ['global tenderType CASH', { ...CASH, ...noRules, connector: 'none' }],
    ]),
  );
  expect(applied).toEqual(['assortment:gifts', 'global']);
  expect(progress.at(-1)).toMatchObject({ rows: 2, rowsTotal: 2 });
  fetched = [];
  expect(await pull()).toEqual([]);
  expect(fetched).toEqual([]);
});

describe('refused by name: the stream stays as it was, the others go on', () => {
  beforeEach(async () => {
    await pull();
    await shelf.release('global', [await shelf.blob([cash('Coins and notes')])]);
  });

  test.each<{ name: string; spoil: () => Promise<void>; problem: object }>([
    {
      name: 'a blob with a flipped byte',
      spoil: async () => {
        const reference = await shelf.blob([barcode(2)]);
        const bytes = shelf.blobs.get(reference.sha256) ?? bomb;
        shelf.blobs.set(reference.sha256, bytes.map((byte, at) => (at === 20 ? byte ^ 4 : byte)) as Bytes);
        await shelf.release('assortment:gifts', [reference]);
      },
      problem: {
        code: 'wrongDigest',
        subject: expect.stringMatching(/^assortment:gifts blob [0-9a-f]{12}$/),
      },
    },
    {
      name: 'a blob that is cut off',
      spoil: async () => {
        const reference = await shelf.blob([barcode(2)]);
        const bytes = shelf.blobs.get(reference.sha256) ?? bomb;
        shelf.blobs.set(reference.sha256, bytes.slice(0, -8) as Bytes);
        await shelf.release('assortment:gifts', [reference]);
      },
      problem: { code: 'wrongDigest' },
    },
    {
      name: 'valid gzip of other rows than those that were signed',
      spoil: async () => {
        const reference = await shelf.blob([barcode(2)]);
        shelf.blobs.set(reference.sha256, (await gzipText(`${barcode(3)}\n`)) as Bytes);
        await shelf.release('assortment:gifts', [reference]);
      },
      problem: { code: 'wrongDigest' },
    },
    {
      name: 'a signed blob with fewer rows than announced',
      spoil: async () =>
        shelf.release('assortment:gifts', [
          await shelf.blob([barcode(2)], ({ bytes, reference }) => ({
            bytes,
            reference: { ...reference, rows: 2 },
          })),
        ]),
      problem: { code: 'unreadableBlob', detail: 'its rows are not the ones announced' },
    },
    {
      name: 'a signed blob that unpacks to far more than announced',
      spoil: async () =>
        shelf.release('assortment:gifts', [
          await shelf.blob([barcode(2)], ({ reference }) => ({ bytes: bomb, reference })),
        ]),
      problem: { code: 'unreadableBlob', detail: 'it unpacks to more than it says' },
    },
    {
      name: 'a head signed by another key',
      spoil: async () => {
        const payload = shelf.heads.get('assortment:gifts')?.payload ?? '';
        shelf.heads.set('assortment:gifts', await signDocument(payload, await testSigningKey()));
      },
      problem: { code: 'badSignature', subject: 'assortment:gifts' },
    },
    {
      name: 'a head whose text was altered',
      spoil: async () => {
        const head = shelf.heads.get('assortment:gifts');
        if (head)
          shelf.heads.set('assortment:gifts', {
            ...head,
            payload: head.payload.replace('"version":1', '"version":2'),
          });
      },
      problem: { code: 'badSignature', subject: 'assortment:gifts' },
    },
    {
      name: 'a head that is something else, well signed',
      spoil: async () => {
        shelf.heads.set(
          'assortment:gifts',
          await signDocument('{"type":"poem","stream":"assortment:gifts"}', shelf.key),
        );
      },
      problem: { code: 'badSignature', subject: 'assortment:gifts' },
    },
  ])('$name', async ({ spoil, problem }) => {
    await spoil();
    const problems = await pull();
    expect(problems).toMatchObject([problem]);
    expect(readOut(problems)).toMatch(
      /^Data for assortment:gifts.* (arrived damaged and was refused|cannot be read|was not signed by headquarters and was refused)/,
    );
    expect(await held('assortment:gifts')).toEqual(['assortment:gifts barcode 1']);
    expect((await visibleRows(database)).get('global tenderType CASH')).toMatchObject({
      name: 'Coins and notes',
    });
    expect(await versions()).toEqual({ 'assortment:gifts': 1, global: 2 });
  });

  test('a head older than the one that is held', async () => {
    const old = shelf.heads.get('assortment:gifts');
    await shelf.release('assortment:gifts', [await shelf.blob([barcode(2)])]);
    await pull();
    if (old) shelf.heads.set('assortment:gifts', old);
    expect(await pull()).toEqual([
      { code: 'olderHead', subject: 'assortment:gifts', detail: 'version 1 is older than 2' },
    ]);
    expect(await held('assortment:gifts')).toHaveLength(2);
  });

  test('a blob that the gateway does not have', async () => {
    const reference = await shelf.blob([barcode(2)]);
    shelf.blobs.delete(reference.sha256);
    await shelf.release('assortment:gifts', [reference]);
    const missing = async (sha256: string) => shelf.blobs.get(sha256) ?? null;
    expect(await pull(missing)).toEqual([
      {
        code: 'unreadableBlob',
        subject: `assortment:gifts blob ${reference.sha256.slice(0, 12)}`,
        detail: 'the gateway does not have it',
      },
    ]);
    expect(await versions()).toEqual({ 'assortment:gifts': 1, global: 2 });
    shelf.blobs.set(reference.sha256, (await gzipText(`${barcode(2)}\n`)) as Bytes);
    expect(await pull()).toEqual([]);
    expect(await held('assortment:gifts')).toHaveLength(2);
  });

  test('rows that do not fit: named until the stream comes whole again', async () => {
    const bad = JSON.stringify({ t: 'barcode', k: '3', r: { barcode: 3 } });
    await shelf.release('assortment:gifts', [await shelf.blob([barcode(2), bad])]);
    const problem = { code: 'refusedRows', subject: 'assortment:gifts barcode 3' };
    expect(await pull()).toMatchObject([problem]);
    expect(await held('assortment:gifts')).toEqual([
      'assortment:gifts barcode 1',
      'assortment:gifts barcode 2',
    ]);
    await shelf.release('assortment:gifts', [await shelf.blob([barcode(4)])]);
    expect(await pull()).toMatchObject([problem]);
    const content = { version: 4, blobs: [await shelf.blob([barcode(5)])] };
    await shelf.release('assortment:gifts', [], { snapshot: content, deltas: [] });
    expect(await pull()).toEqual([]);
    expect(await held('assortment:gifts')).toEqual(['assortment:gifts barcode 5']);
  });
});

describe('a manifest that is refused changes nothing at all', () => {
  beforeEach(async () => {
    await shelf.follow(['assortment:gifts', 'global'], 2);
    await pull();
    await shelf.release('global', [await shelf.blob([cash('Coins and notes')])]);
  });

  test.each<{ name: string; spoil: () => Promise<void>; problem: object }>([
    {
      name: 'of another store',
      spoil: () => shelf.follow(['global'], 3, 'S2'),
      problem: { code: 'foreignManifest', subject: 'manifest' },
    },
    {
      name: 'older than the one that is held',
      spoil: () => shelf.follow(['global'], 1),
      problem: { code: 'olderHead', subject: 'manifest', detail: 'version 1 is older than 2' },
    },
    {
      name: 'signed by another key',
      spoil: async () => shelf.follow(['global'], 3, 'S1', await testSigningKey()),
      problem: { code: 'badSignature', subject: 'manifest' },
    },
    {
      name: 'that is a head',
      spoil: async () => {
        shelf.manifest = shelf.heads.get('global') ?? null;
      },
      problem: { code: 'foreignManifest', subject: 'manifest' },
    },
  ])('$name', async ({ spoil, problem }) => {
    const before = await visibleRows(database);
    await spoil();
    const problems = await pull();
    expect(problems).toMatchObject([problem]);
    expect(readOut(problems)).toMatch(
      /^(The list of data that arrived belongs to another store|Data for manifest .*) .*was refused.* Tell support\.$/,
    );
    expect(await visibleRows(database)).toEqual(before);
    await shelf.follow(['assortment:gifts', 'global'], 3);
    expect(await pull()).toEqual([]);
    expect(await versions()).toEqual({ 'assortment:gifts': 1, global: 2 });
  });

  test('a head of a stream that the manifest does not name is left alone', async () => {
    await shelf.release('assortment:toys', [await shelf.blob([barcode(9)])]);
    expect(await pull()).toEqual([]);
    expect(await versions()).toEqual({ 'assortment:gifts': 1, global: 2 });
    expect(await held('assortment:toys')).toEqual([]);
  });
});

describe('interrupted', () => {
  const big = async () => {
    const blobs = await Promise.all([1000, 2000, 3000].map((from) => shelf.blob(barcodes(from, 600))));
    await shelf.release('assortment:gifts', blobs);
    return blobs;
  };

  test('between two blobs: nothing of the version is visible, and it goes on with the blob that failed', async () => {
    await pull();
    const [first, second, third] = await big();
    const failing = async (sha256: string) => {
      if (sha256 === second?.sha256) throw new Unreachable('the gateway answered 500');
      return fromShelf(sha256);
    };
    await expect(pull(failing)).rejects.toThrow(Unreachable);
    expect(await held('assortment:gifts')).toEqual(['assortment:gifts barcode 1']);
    expect(await streamPosition(database, 'assortment:gifts')).toMatchObject({
      version: 1,
      applying: 2,
      blob: 1,
      row: 0,
    });
    fetched = [];
    expect(await pull()).toEqual([]);
    expect(fetched).toEqual([second?.sha256, third?.sha256]);
    expect(fetched).not.toContain(first?.sha256);
    expect(await held('assortment:gifts')).toHaveLength(1801);
  });

  test('inside a blob: the chunks that were stored are not stored again', async () => {
    await pull();
    await big();
    let commits = 0;
    const dying: SqlDatabase = {
      query: (statement) => database.query(statement),
      commit: async (statements, durable) => {
        if (statements.length > 0 && ++commits === 2) throw new Error('the disk is full');
        await database.commit(statements, durable);
      },
    };
    await expect(pull(fromShelf, dying)).rejects.toThrow('the disk is full');
    expect(await streamPosition(database, 'assortment:gifts')).toMatchObject({
      version: 1,
      applying: 2,
      blob: 0,
      row: firstPace.rows,
    });
    expect(await held('assortment:gifts')).toHaveLength(1);
    expect(await pull()).toEqual([]);
    expect(await held('assortment:gifts')).toHaveLength(1801);
  });

  test('for so long that the version is gone: what had arrived of it goes, and the rows are right', async () => {
    await pull();
    const [, second] = await big();
    const failing = async (sha256: string) => {
      if (sha256 === second?.sha256) throw new Unreachable('the line was cut');
      return fromShelf(sha256);
    };
    await expect(pull(failing)).rejects.toThrow(Unreachable);
    const content = { version: 9, blobs: [await shelf.blob([barcode(7), barcode(1001)])] };
    await shelf.release('assortment:gifts', [], { version: 9, snapshot: content, deltas: [] });
    expect(await pull()).toEqual([]);
    expect(await held('assortment:gifts')).toEqual([
      'assortment:gifts barcode 1001',
      'assortment:gifts barcode 7',
    ]);
  });
});

describe('a store that changes its assortment', () => {
  beforeEach(async () => {
    await pull();
    await shelf.release('assortment:toys', [await shelf.blob([barcode(2, 'BEAR')])]);
    await shelf.follow(['assortment:toys', 'global'], 2);
  });

  test('sells from the old one until the new one is there, then from the new one only', async () => {
    const cut = async () => Promise.reject(new Unreachable('the line was cut'));
    await expect(pull(cut)).rejects.toThrow(Unreachable);
    expect(await held('assortment:gifts')).toEqual(['assortment:gifts barcode 1']);
    expect(await pull()).toEqual([]);
    expect(await versions()).toEqual({ 'assortment:toys': 1, global: 1 });
    expect(await held('assortment:gifts')).toEqual([]);
    expect(await held('assortment:toys')).toEqual(['assortment:toys barcode 2']);
  });

  test('keeps the old one while the new one is refused', async () => {
    const reference = await shelf.blob([barcode(3, 'BEAR')]);
    shelf.blobs.set(reference.sha256, bomb);
    await shelf.release('assortment:toys', [], {
      version: 1,
      snapshot: { version: 1, blobs: [reference] },
      deltas: [],
    });
    expect(await pull()).toMatchObject([{ code: 'wrongDigest' }]);
    expect(await held('assortment:gifts')).toEqual(['assortment:gifts barcode 1']);
  });

  test('and back: the rows are those of today', async () => {
    await pull();
    await shelf.release('assortment:gifts', [await shelf.blob([remove('barcode', '1'), barcode(4)])]);
    await shelf.follow(['assortment:gifts', 'global'], 3);
    expect(await pull()).toEqual([]);
    expect(await held('assortment:gifts')).toEqual(['assortment:gifts barcode 4']);
  });
});
