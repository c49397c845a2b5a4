import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import { BIG_STREAM, BigShelf } from '../../testing/kills/big-shelf.ts';
import { inspectRegister, prepareRegister } from '../../testing/kills/inspect-register.ts';
import { nodeReserve } from '../app/node-reserve.ts';
import { describeProblem } from '../model/messages.ts';
import { openNodeClient } from '../replica/node-client.ts';
import { pullPackages } from './pull-packages.ts';
import { RESERVE_BYTES, type StorageReserve, withReserve } from './storage-reserve.ts';

let folder: string;
let client: Awaited<ReturnType<typeof openNodeClient>>;
let database: SqlDatabase;
let shelf: BigShelf;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-full-'));
  client = await openNodeClient({ file: join(folder, 'register.db') });
  database = libsqlDatabase(client);
  await migrate(database);
  await prepareRegister(database);
  shelf = await BigShelf.make();
});
afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

/** Every transaction takes no time: how many rows it has, and so where the disk is full, is the same in every run. */
const standing = () => 0;

function pull(reserve?: StorageReserve) {
  const { answer, trustedKeys } = JSON.parse(shelf.offer());
  return pullPackages(
    {
      ...{ database, store: syncStore(database), storeId: 'S1', trustedKeys },
      ...{ machineTimeMs: () => Date.now(), chunks: new ChunkTimer(standing) },
      fetchBlob: async (sha256) => shelf.blobs.get(sha256) ?? null,
      ...{ onApplied: async () => undefined, onProgress: () => undefined },
      stepBack: async () => undefined,
      reserve,
    },
    answer,
  );
}

const pragma = async (name: string) => Number((await client.execute(`PRAGMA ${name}`)).rows[0]?.[0]);

/** The file may grow by so many pages; then its disk is full. */
const leave = async (pages: number) => pragma(`max_page_count = ${(await pragma('page_count')) + pages}`);
const unfinished = async () =>
  Number(
    (
      await database.query({
        sql: `SELECT applying - version FROM stream_cursor WHERE stream = ?`,
        params: [BIG_STREAM],
      })
    )[0]?.[0],
  );

test.each([
  { when: 'of the first load', versionsBefore: 0 },
  { when: 'of a change', versionsBefore: 1 },
])(
  'a disk that is full in the middle $when: told in words, the version before stays whole, sales go on, and it comes when there is room',
  async ({ versionsBefore }) => {
    expect(await pull()).toEqual([]);
    for (let version = 0; version < versionsBefore; version++) {
      await shelf.release();
      expect(await pull()).toEqual([]);
    }
    await shelf.release();
    await leave(40);
    const problems = await pull();
    expect(problems).toMatchObject([{ code: 'storageFull', subject: BIG_STREAM }]);
    expect(problems.map((problem) => describeProblem({ ...problem, at: '' }))).toEqual([
      expect.stringMatching(
        /^This device has no room for new data for assortment:big \(.*full.*\)\. Selling goes on with what is here\./,
      ),
    ]);
    // Nothing is left of it, and what it took is there for sales.
    for (let sale = 0; sale < 20; sale++)
      expect(await inspectRegister(database)).toEqual({ shown: versionsBefore, isMidway: false, faults: [] });
    expect(await unfinished()).toBe(0);
    expect(await pull()).toMatchObject([{ code: 'storageFull' }]);
    await leave(100_000);
    expect(await pull()).toEqual([]);
    expect(await inspectRegister(database)).toEqual({ shown: shelf.version, isMidway: false, faults: [] });
  },
);

test('a reserve that cannot be taken holds packages back, and a sale without room gets it', async () => {
  const reserve = {
    isThere: true,
    restore: async () => reserve.isThere,
    release: async () => {
      reserve.isThere = false;
    },
  };
  expect(await pull(reserve)).toEqual([]);
  await shelf.release();
  await leave(40);
  expect(await pull(reserve)).toMatchObject([{ code: 'storageFull', subject: BIG_STREAM }]);
  expect(reserve.isThere).toBe(false);
  await leave(100_000);
  expect(await pull(reserve)).toMatchObject([{ code: 'storageFull', subject: 'packages' }]);
  expect(await inspectRegister(database)).toMatchObject({ shown: 0 });
  reserve.isThere = true;
  expect(await pull(reserve)).toEqual([]);

  let commits = 0;
  const full: SqlDatabase = {
    ...database,
    async commit(statements) {
      commits += 1;
      if (reserve.isThere)
        throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      await database.commit(statements);
    },
  };
  expect(await inspectRegister(withReserve(full, reserve))).toMatchObject({ shown: 1, faults: [] });
  expect(reserve.isThere).toBe(false);
  expect(commits).toBeGreaterThan(1);
});

test('on a disk, the reserve is a file that is there, given up and taken again', async () => {
  const file = join(folder, 'reserve');
  const reserve = nodeReserve(file);
  expect(await reserve.restore()).toBe(true);
  expect(statSync(file).size).toBe(RESERVE_BYTES);
  await reserve.release();
  expect(existsSync(file)).toBe(false);
  await reserve.release();
  expect(await reserve.restore()).toBe(true);
  expect(await nodeReserve(join(folder, 'no-such-folder', 'reserve')).restore()).toBe(false);
});
