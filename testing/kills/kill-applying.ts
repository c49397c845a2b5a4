import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { genesisHash } from '../../commerce/journal/journal-record.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import { Chance } from '../../db/demo/profiles/chance.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { put, storeRows } from '../contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../contract/package-shelf.ts';
import { openTill, pay, rowsOf, scan, signOn } from '../contract/test-till.ts';

const STREAM = 'assortment:big';
const PRODUCTS = 3000;
/** Longer than a version takes to be applied here: some rounds are killed after they have ended. */
const KILL_WITHIN_MS = 300;
const ROUNDS_A_FILE = 20;

export interface KilledRounds {
  readonly rounds: number;
  /** Rounds that the kill found in the middle of a version. */
  readonly midway: number;
  /** What was wrong after a kill, as sentences. */
  readonly faults: readonly string[];
}

/**
 * Kills a register's process (SIGKILL) again and again while it applies a version of 3,000 products. After each kill the
 * file is sound, shows one version whole, and sells; in the end it holds the newest.
 */
export async function killApplying({
  seed,
  count,
}: {
  readonly seed: number;
  readonly count: number;
}): Promise<KilledRounds> {
  const chance = new Chance(seed, 12);
  const faults: string[] = [];
  let midway = 0;
  for (let from = 0; from < count; from += ROUNDS_A_FILE) {
    const file = await RegisterFile.make();
    try {
      for (let round = from; round < Math.min(count, from + ROUNDS_A_FILE); round++) {
        await file.release();
        await file.pull(chance.below(KILL_WITHIN_MS));
        const found = await file.inspect();
        if (found.isMidway) midway += 1;
        faults.push(...found.faults.map((fault) => `round ${round + 1}: ${fault}`));
      }
      await file.pull();
      const { shown, faults: left } = await file.inspect();
      faults.push(...left);
      if (shown !== file.version) faults.push(`version ${shown} is shown in the end, not ${file.version}`);
    } finally {
      file.remove();
    }
  }
  return { rounds: count, midway, faults };
}

class RegisterFile {
  readonly #folder: string;
  readonly #shelf: PackageShelf;
  version = 0;

  private constructor(folder: string, shelf: PackageShelf) {
    this.#folder = folder;
    this.#shelf = shelf;
  }

  /** An activated register with a small store's data, and nothing of the big assortment. */
  static async make(): Promise<RegisterFile> {
    const file = new RegisterFile(
      mkdtempSync(join(tmpdir(), 'evertill-kills-')),
      new PackageShelf(await testSigningKey()),
    );
    await file.#open(async (database) => {
      await migrate(database);
      await database.commit([
        {
          sql: `INSERT INTO device VALUES (1, 'S1', '1', 'install', '{}', '2010-12-01T00:00:00Z')`,
          params: [],
        },
        { sql: 'INSERT INTO journal_head VALUES (1, 1, 0, ?, 1, 0)', params: [genesisHash] },
      ]);
    });
    await file.#shelf.release('store:S1', [await file.#shelf.blob(storeRows.map(put))]);
    await file.#shelf.follow(['store:S1', STREAM]);
    return file;
  }

  /** The next version: every product has its number for a name. */
  async release(): Promise<void> {
    this.version += 1;
    const lines = Array.from({ length: PRODUCTS }, (_, index) =>
      put([
        'product',
        {
          ...{ sku: `B${index}`, name: `version ${this.version}`, taxCode: 'STANDARD', stocked: true },
          ...{ variantOf: null, variant: {} },
        },
      ]),
    );
    const blobs = [];
    for (let from = 0; from < lines.length; from += 1000)
      blobs.push(await this.#shelf.blob(lines.slice(from, from + 1000)));
    await this.#shelf.release(STREAM, blobs);
    for (const [sha256, bytes] of this.#shelf.blobs) writeFileSync(join(this.#folder, sha256), bytes);
    const { keyId, publicKey } = this.#shelf.key;
    const shelf = { answer: this.#shelf.answer(), trustedKeys: { [keyId]: publicKey } };
    writeFileSync(join(this.#folder, 'shelf.json'), JSON.stringify(shelf));
  }

  /** In a process of its own, which is killed so long after it began; or lives to its end. */
  async pull(killAfterMs?: number): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'testing/kills/pull-once.ts', this.#folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(child, 'exit');
    if (killAfterMs !== undefined) {
      await Promise.race([once(child.stdout, 'data'), ended]);
      const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      await ended;
      clearTimeout(timer);
    }
    const [status] = await ended;
    if (killAfterMs === undefined && status !== 0)
      throw new Error(`the register ended with status ${status}`);
  }

  async inspect(): Promise<{ shown: number; isMidway: boolean; faults: string[] }> {
    return this.#open(async (database) => {
      const faults: string[] = [];
      const [integrity] = await rowsOf(database, 'PRAGMA integrity_check');
      if (integrity?.[0] !== 'ok') faults.push(`the file is damaged: ${integrity?.[0]}`);
      const [cursor] = await rowsOf(
        database,
        `SELECT version, applying, blob, row FROM stream_cursor WHERE stream = '${STREAM}'`,
      );
      const [shown = 0, applying = 0, blob = 0, row = 0] = (cursor ?? []).map(Number);
      const versions = await rowsOf(
        database,
        `SELECT p.name, count(*) FROM product p WHERE p.stream = '${STREAM}' AND p.since <= ${shown}
          AND (p.until IS NULL OR p.until > ${shown}) GROUP BY p.name`,
      );
      const whole = shown === 0 ? [] : [[`version ${shown}`, PRODUCTS]];
      if (JSON.stringify(versions) !== JSON.stringify(whole))
        faults.push(`version ${shown} is shown as ${JSON.stringify(versions)}`);
      const [store] = await rowsOf(database, `SELECT version FROM stream_cursor WHERE stream = 'store:S1'`);
      if (Number(store?.[0]) > 0) {
        const till = await openTill(database, async () => database);
        await till.do(signOn, scan('85123A'));
        const sold = await till.concludes(pay);
        if (sold.totals.grossMinor !== 295) faults.push(`a sale cost ${sold.totals.grossMinor}`);
      }
      return { shown, isMidway: applying > shown && blob + row > 0, faults };
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #open<T>(use: (database: ReturnType<typeof libsqlDatabase>) => Promise<T>): Promise<T> {
    const client = await openNodeClient({ file: join(this.#folder, 'register.db') });
    try {
      return await use(libsqlDatabase(client));
    } finally {
      await client.close();
    }
  }
}
