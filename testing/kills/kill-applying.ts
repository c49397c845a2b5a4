import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import { Chance } from '../../db/demo/profiles/chance.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { BigShelf } from './big-shelf.ts';
import { type Inspected, inspectRegister, prepareRegister } from './inspect-register.ts';

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
  readonly #shelf: BigShelf;

  private constructor(folder: string, shelf: BigShelf) {
    this.#folder = folder;
    this.#shelf = shelf;
  }

  static async make(): Promise<RegisterFile> {
    const file = new RegisterFile(mkdtempSync(join(tmpdir(), 'evertill-kills-')), await BigShelf.make());
    await file.#open(async (database) => {
      await migrate(database);
      await prepareRegister(database);
    });
    return file;
  }

  get version(): number {
    return this.#shelf.version;
  }

  async release(): Promise<void> {
    await this.#shelf.release();
    for (const [sha256, bytes] of this.#shelf.blobs) writeFileSync(join(this.#folder, sha256), bytes);
    writeFileSync(join(this.#folder, 'shelf.json'), this.#shelf.offer());
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

  inspect(): Promise<Inspected> {
    return this.#open(inspectRegister);
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
