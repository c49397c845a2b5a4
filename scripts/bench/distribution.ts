import { publishStore } from '../../db/hq/publish-store.ts';
import { importSigningKey } from '../../protocol/signed-document.ts';
import { type PublishResult, publish } from '../../workers/scheduler/src/publish.ts';
import { demoMasters } from '../start/demo-masters.ts';
import { putMasters, withChain } from './chain.ts';
import { type BenchResult, single } from './report.ts';

const PRODUCTS = 100_000;
const STORES = 1000;
const CHANGES = [1, 1000, 50_000];
const STATEMENTS_MAX = 700;

interface Written {
  blobs: number;
  heads: number;
  manifests: number;
  bytes: number;
}

/** What a change costs to publish when a chain has few stores or many: on workerd's D1 and R2. */
export async function benchDistribution(say: (line: string) => void): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const add = (result: BenchResult) => {
    results.push(result);
    say(JSON.stringify(result));
  };
  return withChain(PRODUCTS, async ({ MASTERS, PACKAGES }) => {
    const chain = new Chain(MASTERS, PACKAGES);
    add(single('publish-first-100k', 's', (await chain.release()).seconds));
    await chain.reprice(1);
    const alone = await chain.release();
    add(single('blobs-one-change-1-store', 'blobs', alone.written.blobs));
    await chain.open(STORES);
    const opened = await chain.release();
    add(single('publish-1000-stores', 's', opened.seconds));
    add(single('publish-1000-stores-runs', 'runs', opened.runs));
    await chain.reprice(1);
    const many = await chain.release();
    add(single('blobs-one-change-1000-stores', 'blobs', many.written.blobs, { max: alone.written.blobs }));
    add(single('signatures-one-change-1000-stores', 'signatures', many.written.heads, { max: 1 }));
    add(single('manifests-one-change-1000-stores', 'manifests', many.written.manifests, { max: 0 }));
    add(single('bytes-one-change-1000-stores', 'bytes', many.written.bytes));
    for (const prices of CHANGES) {
      await chain.reprice(prices);
      const { seconds, published, runs } = await chain.release();
      add(single(`publish-${prices}-prices`, 's', seconds));
      add(single(`publish-${prices}-prices-bytes`, 'bytes', published.bytes));
      add(single(`publish-${prices}-prices-runs`, 'runs', runs));
    }
    return results;
  });
}

/** Headquarters of a chain on one assortment. */
class Chain {
  readonly #database: D1Database;
  readonly #packages: R2Bucket;
  #repriced = 0;

  constructor(database: D1Database, packages: R2Bucket) {
    this.#database = database;
    this.#packages = packages;
  }

  async open(stores: number): Promise<void> {
    const first = demoMasters().find(({ noun }) => noun === 'stores')?.items[0];
    const items = Array.from({ length: stores }, (_, index) => ({ ...first, store: `C${index}` }));
    for (let from = 0; from < items.length; from += 500)
      await putMasters(this.#database, 'stores', items.slice(from, from + 500));
  }

  async reprice(prices: number): Promise<void> {
    this.#repriced += 1;
    await this.#database
      .prepare("UPDATE price SET amount_minor = amount_minor + ?1 WHERE id < printf('P%06d', ?2)")
      .bind(this.#repriced, prices)
      .run();
  }

  /** Publishes until everything is out, as many runs as that takes. */
  async release() {
    const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64url');
    const key = await importSigningKey(pkcs8);
    const written: Written = { blobs: 0, heads: 0, manifests: 0, bytes: 0 };
    const put: R2Bucket['put'] = async (name: string, value: never, options?: R2PutOptions) => {
      if (name.startsWith('blobs/')) written.blobs += 1;
      else if (name.startsWith('heads/')) written.heads += 1;
      else written.manifests += 1;
      written.bytes += (value as string | Uint8Array).length;
      return this.#packages.put(name, value, options) as never;
    };
    const published = { streams: 0, rows: 0, bytes: 0 };
    const started = performance.now();
    for (let runs = 1; ; runs++) {
      const masters = publishStore(this.#database);
      const result: PublishResult = await publish({
        ...{ masters, key, packages: { put, head: (name: string) => this.#packages.head(name) } as never },
        now: () => new Date().toISOString(),
        notify: async () => undefined,
        isSpent: () => masters.statements > STATEMENTS_MAX,
      });
      for (const field of ['streams', 'rows', 'bytes'] as const) published[field] += result[field];
      if (result.isDone) return { written, published, runs, seconds: (performance.now() - started) / 1000 };
    }
  }
}
