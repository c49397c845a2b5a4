import { needsSnapshot, withDelta } from '../../../commerce/distribution/next-head.ts';
import type { StreamKind } from '../../../commerce/distribution/stream-kinds.ts';
import type { PublishedHead, PublishStore } from '../../../db/hq/publish-store.ts';
import { parseStreamName } from '../../../db/hq/stream-sources.ts';
import type { BlobReference, StreamHead } from '../../../protocol/package-documents.ts';
import type { SigningKey } from '../../../protocol/signed-document.ts';
import { cutSnapshot } from './cut-snapshots.ts';
import { followedStreams, newlyDue } from './newly-due.ts';
import { isHeadPut, putHead } from './put-signed.ts';
import { reasonOf } from './reason-of.ts';
import { BlobWriter } from './write-blobs.ts';
import { writeManifests } from './write-manifests.ts';

export interface PublishPorts {
  readonly masters: PublishStore;
  readonly packages: Pick<R2Bucket, 'put' | 'head'>;
  readonly key: SigningKey;
  readonly now: () => string;
  /** Tells stores' gateways that there is something new. A store that cannot be told asks by itself. */
  readonly notify: (stores: readonly string[]) => Promise<void>;
  /** Whether the invocation has done what it may, or is told to stop: the next one goes on. */
  readonly isSpent: () => boolean;
  /** There is something to do, and it begins now. */
  readonly begun?: () => Promise<void>;
}

/** What a run is for; everything that is due where nothing is said. */
export interface PublishScope {
  /** Kinds of streams; empty for all. */
  readonly kinds?: readonly StreamKind[];
  /** These streams only. */
  readonly only?: readonly string[];
}

export interface PublishResult {
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
  /** False when the run was spent before everything was published. */
  readonly isDone: boolean;
}

/** Some streams could not be published; the others were. They stay due. */
export class StreamsFailed extends Error {
  readonly result: PublishResult;
  constructor(failures: ReadonlyMap<string, string>, result: PublishResult) {
    super([...failures].map(([stream, error]) => `${stream}: ${error}`).join('; '));
    this.result = result;
  }
}

const HEADS_A_STATEMENT = 100;
/** Of a larger stream, the change does not wait for the snapshot that it makes due. */
const SNAPSHOT_ROWS_AT_ONCE = 20_000;
/** After so many streams that failed it is not the streams. */
const FAILURES_MAX = 5;
/** A head is signed anew every day, so that an old one can be told from one that is kept from a register. */
export const SIGNED_ANEW_AFTER_MS = 20 * 3_600_000;

/**
 * Turns what changed into blobs, signed heads and signed manifests; what it costs follows what changed. Deltas go
 * first, so that a price never waits for a snapshot. Everything that is written before the last step is
 * content-addressed or repeats itself, so a run that fails or is spent is simply run again.
 */
export async function publish(ports: PublishPorts, scope: PublishScope = {}): Promise<PublishResult> {
  const { masters } = ports;
  const fresh = await newlyDue(masters);
  if (fresh) await masters.collect(fresh.due, fresh.to, ports.now());
  const waiting = await masters.due();
  const due = new Map(
    waiting.filter(({ stream }) => isFor(scope, stream)).map((one) => [one.stream, one.changeVersion]),
  );
  if (due.size === 0 && !fresh && (await masters.snapshotWork()).length === 0)
    return { streams: 0, rows: 0, bytes: 0, isDone: true };
  if (due.size > 0) await ports.begun?.();
  const run = new Run(ports, await masters.collectedVersion());
  const isDone = await run.publishStreams(due);
  const manifests = await masters.manifests();
  const followed = await followedStreams(masters);
  const isDue = new Set(waiting.map(({ stream }) => stream).filter((stream) => !run.settled.has(stream)));
  // Streams that a store has begun to follow come first: its list tells the next run which those were.
  const told = isDone ? await writeManifests(ports, followed, manifests, run.settled, isDue) : new Set();
  await masters.settle(
    new Map([...run.settled].filter(([stream]) => isDone || parseStreamName(stream).kind !== 'store')),
  );
  const isTold = ([store, streams]: readonly [string, readonly string[]]) =>
    told.has(store) || (manifests.has(store) && streams.some((stream) => run.changed.has(stream)));
  const stores = [...followed].filter(isTold).map(([store]) => store);
  if (stores.length > 0) await ports.notify(stores);
  const result = { streams: run.changed.size, rows: run.rows, bytes: run.bytes, isDone };
  if (run.failures.size > 0) {
    await masters.fail(run.failures);
    throw new StreamsFailed(run.failures, result);
  }
  return result;
}

function isFor({ kinds = [], only }: PublishScope, stream: string): boolean {
  if (only) return only.includes(stream);
  return kinds.length === 0 || kinds.includes(parseStreamName(stream).kind);
}

class Run {
  readonly changed = new Set<string>();
  /** Streams whose heads are in R2, and up to which change. */
  readonly settled = new Map<string, number>();
  readonly failures = new Map<string, string>();
  rows = 0;
  bytes = 0;
  readonly #ports: PublishPorts;
  readonly #to: number;

  constructor(ports: PublishPorts, to: number) {
    this.#ports = ports;
    this.#to = to;
  }

  /** Whether all of them are published, but for those that failed. */
  async publishStreams(due: ReadonlyMap<string, number>): Promise<boolean> {
    const { masters } = this.#ports;
    const begun = new Map((await masters.snapshotWork()).map((work) => [work.stream, work]));
    const names = [...due.keys()];
    for (let from = 0; from < names.length; from += HEADS_A_STATEMENT) {
      const some = names.slice(from, from + HEADS_A_STATEMENT);
      const heads = await masters.heads(some);
      for (const stream of some) {
        if (this.#ports.isSpent()) return false;
        await this.#attempt(stream, async () => {
          const published = heads.get(stream);
          if (published) {
            const recut = await this.#publishDelta(published, due.get(stream) ?? 0, begun.has(stream));
            if (recut) begun.set(stream, recut);
            else this.settled.set(stream, due.get(stream) ?? 0);
          } else if (!begun.has(stream)) begun.set(stream, newWork(stream, 1, this.#to));
        });
      }
    }
    for (const work of begun.values()) {
      if (this.#ports.isSpent()) return false;
      let isWhole = false;
      const isGood = await this.#attempt(work.stream, async () => {
        isWhole = await this.#cut(work, due.get(work.stream) ?? 0);
      });
      if (isGood && !isWhole) return false;
      if (isGood) this.settled.set(work.stream, due.get(work.stream) ?? 0);
    }
    return true;
  }

  /** Does the work of one stream; a failure is kept, and the others go on. */
  async #attempt(stream: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (problem) {
      this.failures.set(stream, reasonOf(problem));
      this.settled.delete(stream);
      if (this.failures.size >= FAILURES_MAX) throw problem;
      return false;
    }
  }

  /** Cuts a snapshot as far as the run goes; whether it is whole. */
  async #cut(work: ReturnType<typeof newWork>, change: number): Promise<boolean> {
    const { masters } = this.#ports;
    const [published] = (await masters.heads([work.stream])).values();
    const head = await cutSnapshot(this.#ports, work, published?.head ?? null);
    if (!head && published && !(await isHeadPut(this.#ports, published.head)))
      await putHead(this.#ports, published.head);
    if (!head) return false;
    if (published) return true;
    this.#count(head, head.snapshot.blobs);
    // What changed while it was cut.
    await this.#publishDelta({ head, changeVersion: work.changeVersion }, change, true);
    return true;
  }

  /** Publishes what changed in a stream; answers the snapshot that is due then. */
  async #publishDelta({ head, changeVersion }: PublishedHead, change: number, isCutting: boolean) {
    const { masters } = this.#ports;
    if (changeVersion >= change) {
      await this.#keepPut(head, changeVersion);
      return null;
    }
    const writer = new BlobWriter(this.#ports.packages);
    for await (const lines of masters.deltaLines(head.stream, changeVersion, this.#to))
      await writer.add(lines);
    await writer.cut();
    if (writer.references.length === 0) {
      await masters.markSeen(head.stream, this.#to);
      await this.#keepPut(head, this.#to);
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

  /** Puts a head whose version is settled, where it is not there, or was signed by another key or long ago. */
  async #keepPut(head: StreamHead, changeVersion: number): Promise<void> {
    const now = this.#ports.now();
    if (Date.parse(now) - Date.parse(head.issuedAt) > SIGNED_ANEW_AFTER_MS) {
      const anew = { ...head, issuedAt: now };
      await this.#ports.masters.saveHead(anew, changeVersion);
      return putHead(this.#ports, anew);
    }
    if (await isHeadPut(this.#ports, head)) return;
    await putHead(this.#ports, head);
    this.#count(head, head.deltas.at(-1)?.blobs ?? head.snapshot.blobs);
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
  return { stream, version, changeVersion, source: 0, afterKey: '', blobs: [] as readonly BlobReference[] };
}
