import { needsSnapshot, withDelta } from '../../../commerce/distribution/next-head.ts';
import { type PublishedHead, type PublishStore, streamsOfStore } from '../../../db/hq/publish-store.ts';
import type { BlobReference, StreamHead } from '../../../protocol/package-documents.ts';
import type { SigningKey } from '../../../protocol/signed-document.ts';
import { cutSnapshot } from './cut-snapshots.ts';
import { isHeadPut, putHead } from './put-signed.ts';
import { BlobWriter } from './write-blobs.ts';
import { writeManifests } from './write-manifests.ts';

export interface PublishPorts {
  readonly masters: PublishStore;
  readonly packages: Pick<R2Bucket, 'put' | 'head'>;
  readonly key: SigningKey;
  readonly now: () => string;
  /** Tells stores' gateways that there is something new. A store that cannot be told asks by itself. */
  readonly notify: (stores: readonly string[]) => Promise<void>;
  /** Whether the invocation has done what it may: the next one goes on. */
  readonly isSpent: () => boolean;
}

export interface PublishResult {
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
  /** False when the run was spent before everything was published. */
  readonly isDone: boolean;
}

const HEADS_A_STATEMENT = 100;
/** Of a larger stream, the change does not wait for the snapshot that it makes due. */
const SNAPSHOT_ROWS_AT_ONCE = 20_000;

/**
 * Turns changes since the last run into blobs, signed heads and signed manifests; what it costs follows what changed.
 * Deltas go first, so that a price never waits for a snapshot. Everything that is written before the last step is
 * content-addressed or repeats itself, so a run that fails or is spent is simply run again.
 */
export async function publish(ports: PublishPorts): Promise<PublishResult> {
  const { masters } = ports;
  const from = await masters.publishedVersion();
  const to = await masters.newestVersion();
  if (from === to) return { streams: 0, rows: 0, bytes: 0, isDone: true };
  await masters.rememberKey(ports.key.keyId, ports.key.publicKey, ports.now());
  const followed = new Map((await masters.stores()).map((store) => [store.store, streamsOfStore(store)]));
  const changes = await masters.streamChanges(from, to);
  const manifests = await masters.manifests();
  const run = new Run(ports, to);
  const isDone = await run.publishStreams(dueStreams(followed, manifests, changes, from));
  // Streams that a store has begun to follow come first: its list tells the next run which those were.
  const told = isDone ? await writeManifests(ports, followed, manifests, changes) : new Set<string>();
  if (isDone) await masters.markPublished(to);
  const isTold = ([store, streams]: readonly [string, readonly string[]]) =>
    told.has(store) || (manifests.has(store) && streams.some((stream) => run.changed.has(stream)));
  const stores = [...followed].filter(isTold).map(([store]) => store);
  if (stores.length > 0) await ports.notify(stores);
  return { streams: run.changed.size, rows: run.rows, bytes: run.bytes, isDone };
}

/** Streams that somebody follows and that changed, or that somebody follows anew; each with its newest change. */
function dueStreams(
  followed: ReadonlyMap<string, readonly string[]>,
  manifests: Awaited<ReturnType<PublishStore['manifests']>>,
  changes: ReadonlyMap<string, number>,
  from: number,
): ReadonlyMap<string, number> {
  const due = new Map<string, number>();
  for (const [store, streams] of followed) {
    const before = new Set(manifests.get(store)?.streams);
    for (const stream of streams) {
      const change = changes.get(stream);
      // Nobody may have followed it for a while: what changed meanwhile is looked for, from where its head stands.
      if (!before.has(stream)) due.set(stream, Math.max(from, change ?? 0));
      else if (change !== undefined && !due.has(stream)) due.set(stream, change);
    }
  }
  return due;
}

class Run {
  readonly changed = new Set<string>();
  rows = 0;
  bytes = 0;
  readonly #ports: PublishPorts;
  readonly #to: number;

  constructor(ports: PublishPorts, to: number) {
    this.#ports = ports;
    this.#to = to;
  }

  /** Whether all of them are published. */
  async publishStreams(due: ReadonlyMap<string, number>): Promise<boolean> {
    const { masters } = this.#ports;
    const begun = new Map((await masters.snapshotWork()).map((work) => [work.stream, work]));
    const names = [...due.keys()];
    for (let from = 0; from < names.length; from += HEADS_A_STATEMENT) {
      const some = names.slice(from, from + HEADS_A_STATEMENT);
      const heads = await masters.heads(some);
      for (const stream of some) {
        if (this.#ports.isSpent()) return false;
        const published = heads.get(stream);
        if (published) {
          const recut = await this.#publishDelta(published, due.get(stream) ?? 0, begun.has(stream));
          if (recut) begun.set(stream, recut);
        } else if (!begun.has(stream)) begun.set(stream, newWork(stream, 1, this.#to));
      }
    }
    for (const work of begun.values()) {
      if (this.#ports.isSpent()) return false;
      const [published] = (await masters.heads([work.stream])).values();
      const head = await cutSnapshot(this.#ports, work, published?.head ?? null);
      if (!head && published && !(await isHeadPut(this.#ports, published.head)))
        await putHead(this.#ports, published.head);
      if (!head) return false;
      if (published) continue;
      this.#count(head, head.snapshot.blobs);
      // What changed while it was cut.
      await this.#publishDelta({ head, changeVersion: work.changeVersion }, due.get(work.stream) ?? 0, true);
    }
    return true;
  }

  /** Publishes what changed in a stream; answers the snapshot that is due then. */
  async #publishDelta({ head, changeVersion }: PublishedHead, change: number, isCutting: boolean) {
    const { masters } = this.#ports;
    if (changeVersion >= change) {
      if (await isHeadPut(this.#ports, head)) return null;
      await putHead(this.#ports, head);
      this.#count(head, head.deltas.at(-1)?.blobs ?? head.snapshot.blobs);
      return null;
    }
    const writer = new BlobWriter(this.#ports.packages);
    for await (const lines of masters.deltaLines(head.stream, changeVersion, this.#to))
      await writer.add(lines);
    await writer.cut();
    if (writer.references.length === 0) {
      await masters.markSeen(head.stream, this.#to);
      if (!(await isHeadPut(this.#ports, head))) await putHead(this.#ports, head);
      return null;
    }
    const next = withDelta({ ...head, issuedAt: this.#ports.now() }, writer.references);
    // Saved before anybody can see it: what a version holds is settled, also where this run ends here.
    await masters.saveHead(next, this.#to);
    this.#count(next, writer.references);
    if (isCutting || !needsSnapshot(next)) {
      await putHead(this.#ports, next);
      return null;
    }
    // The snapshot has a version of its own, without changes, so that nobody takes it for the delta before it. It is
    // settled before the work begins: a later delta must not get its version.
    const marked = withDelta(next, []);
    await masters.saveHead(marked, this.#to);
    const work = newWork(head.stream, marked.version, this.#to);
    await masters.saveSnapshotWork(work);
    if (rowsOf(head.snapshot.blobs) > SNAPSHOT_ROWS_AT_ONCE) await putHead(this.#ports, marked);
    return work;
  }

  #count({ stream }: StreamHead, added: readonly BlobReference[]): void {
    this.changed.add(stream);
    for (const { rows, bytes } of added) {
      this.rows += rows;
      this.bytes += bytes;
    }
  }
}

function rowsOf(blobs: readonly BlobReference[]): number {
  return blobs.reduce((sum, { rows }) => sum + rows, 0);
}

function newWork(stream: string, version: number, changeVersion: number) {
  return { stream, version, changeVersion, source: 0, afterKey: '', blobs: [] };
}
