import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Command } from '../../commerce/runtime/command.ts';
import { openRuntime } from '../../commerce/runtime/runtime.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { pullPackages } from '../../pos-client/sync/pull-packages.ts';
import { hashRecord } from '../../protocol/record-hash.ts';
import { put, storeRows } from '../contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../contract/package-shelf.ts';
import { pay, rowsOf, scan, signOn } from '../contract/test-till.ts';
import { visibleRows } from '../contract/visible-rows.ts';
import { prepareRegister } from '../kills/inspect-register.ts';
import { oldRelease, type Release } from './release.ts';

/** The register as it was when the protocol's number was 2: four numbers, and three steps of its schema, ago. */
const now: Release = {
  ...{
    openRuntime,
    channelPort,
    libsqlDatabase,
    migrate,
    syncStore,
    openNodeClient,
    pullPackages,
    hashRecord,
  },
};
const STREAM = 'store:S1';
/** Of a table that no register knows yet. */
const ofTomorrow = JSON.stringify({ t: 'giftCard', k: 'G1', r: { id: 'G1' } });
let before: Release;
let folder: string;
let shelf: PackageShelf;

beforeAll(async () => {
  before = await oldRelease('register-protocol-2');
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-release-'));
  shelf = new PackageShelf(await testSigningKey());
  await shelf.follow([STREAM]);
  await shelf.release(STREAM, [await shelf.blob([...storeRows.map(put), ofTomorrow])]);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The register of a release on the folder's database file. */
async function withRegister(release: Release, use: (register: Register) => Promise<void>): Promise<void> {
  const client = await release.openNodeClient({ file: join(folder, 'register.db') });
  try {
    const database = release.libsqlDatabase(client);
    await release.migrate(database);
    await prepareRegister(database);
    await use(new Register(release, database));
  } finally {
    await client.close();
  }
}

class Register {
  readonly database: SqlDatabase;
  readonly #release: Release;

  constructor(release: Release, database: SqlDatabase) {
    this.#release = release;
    this.database = database;
  }

  pull() {
    const { keyId, publicKey } = shelf.key;
    const { database } = this;
    return this.#release.pullPackages(
      {
        ...{ database, store: this.#release.syncStore(database), storeId: 'S1' },
        ...{
          trustedKeys: { [keyId]: publicKey },
          machineTimeMs: () => 1000,
          chunks: new ChunkTimer(() => 0),
        },
        fetchBlob: async (sha256) => shelf.blobs.get(sha256) ?? null,
        ...{ onApplied: async () => undefined, onProgress: () => undefined },
        stepBack: async () => undefined,
      },
      shelf.answer(),
    );
  }

  /** What the commands conclude, in minor units. */
  async sells(...commands: Command[]): Promise<number[]> {
    const runtime = await this.#release.openRuntime({
      channel: this.#release.channelPort(this.database),
      hashRecord: this.#release.hashRecord,
      tradingMoment: () => ({ at: '2010-12-01T08:26:00.000Z', date: '2010-12-01', minuteOfDay: 506 }),
      machineTime: () => '2026-01-01T00:00:00.000Z',
      connection: () => 'offline',
    });
    const totals: number[] = [];
    for (const command of commands) {
      const done = await runtime.execute(command);
      if (!done.ok) throw new Error(`${command.type}: ${JSON.stringify(done.error)}`);
      if (done.value.transaction) totals.push(done.value.transaction.totals.grossMinor);
    }
    return totals;
  }
}

async function reprice(amountMinor: number): Promise<void> {
  const [, price] = storeRows.find(([table]) => table === 'price') ?? [];
  await shelf.release(STREAM, [await shelf.blob([put(['price', { ...price, amountMinor }])])]);
}

test('an old register applies packages of today, ignores columns and refuses rows by name, and sells', () =>
  withRegister(before, async (register) => {
    expect(await register.pull()).toEqual([
      // A use of reasons that came with discounts by hand.
      {
        code: 'refusedRows',
        subject: `${STREAM} reasonCode GOODWILL`,
        detail: expect.stringContaining('usage'),
      },
      {
        code: 'refusedRows',
        subject: `${STREAM} giftCard G1`,
        detail: 'a table this version does not know',
      },
    ]);
    expect(await register.sells(signOn, scan('85123A'), pay)).toEqual([295]);
    await reprice(310);
    await register.pull();
    expect(await register.sells(scan('85123A'), pay)).toEqual([310]);
    expect(await register.pull()).toMatchObject([{ code: 'refusedRows' }, { code: 'refusedRows' }]);
  }));

test('its file is upgraded in place: sales, the open cart, products and prices stay, and it ends with every column of today', async () => {
  await withRegister(before, async (register) => {
    await register.pull();
    expect(await register.sells(signOn, scan('85123A'), pay, scan('85123A'))).toEqual([295]);
  });
  const sold = `SELECT seq, kind, body, hash FROM journal ORDER BY seq`;
  let recorded: unknown[][] = [];
  await withRegister(before, async ({ database }) => {
    recorded = await rowsOf(database, sold);
  });
  await withRegister(now, async (register) => {
    const { database } = register;
    expect(await rowsOf(database, sold)).toEqual(recorded);
    // The cart that the old register had open, then the next sale; both follow what it wrote.
    expect(await register.sells(pay, scan('85123A'), pay)).toEqual([295, 295]);
    expect(await channelPort(database).searchProducts('heart', 5, { [STREAM]: 1 })).toMatchObject([
      { sku: '85123A' },
    ]);
    await reprice(310);
    expect(await register.pull()).toEqual([
      { code: 'refusedRows', subject: `${STREAM} giftCard G1`, detail: expect.any(String) },
    ]);
    expect(await register.sells(scan('85123A'), pay)).toEqual([310]);
    // Not only what has changed since: what the old one left out is there.
    expect((await visibleRows(database)).get(`${STREAM} permissionGroup all`)).toMatchObject({
      lineDiscountMaxBasisPoints: 2000,
    });
    expect((await visibleRows(database)).get(`${STREAM} reasonCode GOODWILL`)).toMatchObject({
      usage: 'discount',
    });
    const limits = `SELECT id, line_discount_max_basis_points FROM permission_group
      WHERE until IS NULL ORDER BY id`;
    expect(await rowsOf(database, limits)).toEqual([
      ['all', 2000],
      ['none', 0],
    ]);
    expect(await rowsOf(database, 'PRAGMA integrity_check')).toEqual([['ok']]);
  });
});

test('its streams are taken whole once, not with every pull', async () => {
  await withRegister(before, async (register) => void (await register.pull()));
  await withRegister(now, async (register) => {
    await register.pull();
    const { database } = register;
    const before = await rowsOf(database, `SELECT visible_at_ms, version FROM stream_cursor`);
    shelf.blobs.clear();
    expect(await register.pull()).toMatchObject([{ code: 'refusedRows' }]);
    expect(await rowsOf(database, `SELECT visible_at_ms, version FROM stream_cursor`)).toEqual(before);
  });
});
