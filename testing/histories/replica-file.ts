import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { type PullProblem, pullPackages } from '../../pos-client/sync/pull-packages.ts';
import { storeManifest } from '../../protocol/package-documents.ts';
import { blobKey, headKey, manifestKey } from '../../protocol/package-keys.ts';
import type { SignedDocument, TrustedKeys } from '../../protocol/signed-document.ts';
import { visibleRows } from '../contract/visible-rows.ts';
import type { Packages } from './chain.ts';

/** A register's database file, brought up to date by the register's own code from what headquarters has published. */
export class ReplicaFile {
  readonly store: string;
  readonly #folder: string;
  readonly #database: SqlDatabase;
  readonly #packages: Packages;
  readonly #trustedKeys: TrustedKeys;
  readonly #close: () => Promise<void>;

  private constructor(
    store: string,
    folder: string,
    database: SqlDatabase,
    { packages, trustedKeys }: { packages: Packages; trustedKeys: TrustedKeys },
    close: () => Promise<void>,
  ) {
    this.store = store;
    this.#folder = folder;
    this.#database = database;
    this.#packages = packages;
    this.#trustedKeys = trustedKeys;
    this.#close = close;
  }

  static async open(
    store: string,
    from: { packages: Packages; trustedKeys: TrustedKeys },
  ): Promise<ReplicaFile> {
    const folder = mkdtempSync(join(tmpdir(), `evertill-replica-${store}-`));
    const client = await openNodeClient({ file: join(folder, 'register.db') });
    const database = libsqlDatabase(client);
    await migrate(database);
    return new ReplicaFile(store, folder, database, from, async () => client.close());
  }

  async pull(): Promise<readonly PullProblem[]> {
    return pullPackages(
      {
        ...{ database: this.#database, store: syncStore(this.#database), storeId: this.store },
        ...{
          trustedKeys: this.#trustedKeys,
          machineTimeMs: () => Date.now(),
          chunks: new ChunkTimer(() => performance.now()),
        },
        fetchBlob: async (sha256) => {
          return this.#packages.get(blobKey(sha256)) ?? null;
        },
        onApplied: async () => undefined,
        onProgress: () => undefined,
        stepBack: async () => undefined,
      },
      JSON.stringify(this.#answer()),
    );
  }

  rows(): Promise<Map<string, unknown>> {
    return visibleRows(this.#database);
  }

  async close(): Promise<void> {
    await this.#close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** As the gateway answers. */
  #answer() {
    const read = (key: string): SignedDocument | null => {
      const bytes = this.#packages.get(key);
      return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as SignedDocument) : null;
    };
    const manifest = read(manifestKey(this.store));
    if (!manifest) return { manifest, heads: [], keys: [] };
    const { streams } = storeManifest.parse(JSON.parse(manifest.payload));
    const heads = streams.map((stream) => read(headKey(stream)));
    return { manifest, heads: heads.filter((head) => head !== null), keys: [] };
  }
}
