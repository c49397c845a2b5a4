import { type PublishStore, streamsOfStore } from '../../../db/hq/publish-store.ts';
import { streamName } from '../../../db/hq/stream-sources.ts';
import { BLOB_RAW_MAX_BYTES, packBlob } from '../../../protocol/blob.ts';
import type { BlobReference, StreamHead, StreamVersion } from '../../../protocol/package-documents.ts';
import { blobKey, headKey, manifestKey } from '../../../protocol/package-keys.ts';
import { type SigningKey, signDocument } from '../../../protocol/signed-document.ts';

export interface PublishPorts {
  readonly masters: PublishStore;
  readonly packages: Pick<R2Bucket, 'put' | 'head'>;
  readonly key: SigningKey;
  readonly now: () => string;
  /** Tells a store's gateway that there is something new. A store that cannot be told asks by itself. */
  readonly notify: (store: string) => Promise<void>;
}

export interface PublishResult {
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
}

/** A blob is cut when its lines reach this; one line more still fits under the limit. */
const BLOB_RAW_TARGET_BYTES = BLOB_RAW_MAX_BYTES / 2;
/** A snapshot is cut anew when the deltas hold more than this share of its rows, or are this many. */
const DELTA_SHARE_MAX = 0.5;
const DELTAS_MAX = 50;

/**
 * Turns every change since the last run into blobs, signed heads and signed manifests. Everything that is
 * written before the last step is content-addressed or repeats itself, so a run that fails is simply run again.
 */
export async function publish(ports: PublishPorts): Promise<PublishResult> {
  const { masters } = ports;
  await masters.rememberKey(ports.key.keyId, ports.key.publicKey, ports.now());
  const from = await masters.publishedVersion();
  const to = await masters.newestVersion();
  const stores = await masters.stores();
  const followed = new Map(stores.map((store) => [store.store, streamsOfStore(store)]));
  const affected = new Set(to > from ? await masters.affectedStreams(from, to) : []);
  const manifests = await masters.manifests();
  const newlyFollowed = (store: string, stream: string) => !manifests.get(store)?.streams.includes(stream);
  for (const [store, streams] of followed) {
    // Nobody may have followed it for a while: what changed meanwhile is looked for, from where its head stands.
    for (const stream of streams) if (newlyFollowed(store, stream)) affected.add(stream);
  }
  const changed = new Set<string>();
  let rows = 0;
  let bytes = 0;
  for (const stream of new Set([...followed.values()].flat())) {
    const published = await masters.published(stream);
    if (published && !affected.has(stream)) continue;
    const next = published
      ? await withDelta(ports, published.head, published.changeVersion, to)
      : await withSnapshot(ports, stream, 1);
    // Saved before anybody can see it: what a version holds is settled, also where this run ends here.
    if (next) await masters.saveHead(next, to);
    const head = next ?? (await unseenHead(ports, published?.head));
    if (!head) continue;
    await putSigned(ports, headKey(head.stream), JSON.stringify(head), head.version);
    changed.add(stream);
    const added = head.deltas.at(-1) ?? head.snapshot;
    rows += sum(added.blobs, (blob) => blob.rows);
    bytes += sum(added.blobs, (blob) => blob.bytes);
  }
  const told = await writeManifests(ports, followed, manifests, affected);
  if (to > from) await masters.markPublished(to);
  for (const [store, streams] of followed) {
    if (told.has(store) || streams.some((stream) => changed.has(stream))) await ports.notify(store);
  }
  return { streams: changed.size, rows, bytes };
}

async function withDelta(
  ports: PublishPorts,
  head: StreamHead,
  from: number,
  to: number,
): Promise<StreamHead | null> {
  const version = head.version + 1;
  const blobs = await writeBlobs(ports, ports.masters.deltaLines(head.stream, from, to));
  if (blobs.length === 0) return null;
  const deltas: StreamVersion[] = [...head.deltas, { version, blobs }];
  // The delta that a snapshot was cut with is in it already.
  const beyond = deltas.filter((delta) => delta.version > head.snapshot.version);
  const deltaRows = sum(
    beyond.flatMap((delta) => delta.blobs),
    (blob) => blob.rows,
  );
  const snapshotRows = sum(head.snapshot.blobs, (blob) => blob.rows);
  if (beyond.length > DELTAS_MAX || deltaRows > Math.max(snapshotRows * DELTA_SHARE_MAX, 1000)) {
    const recut = await withSnapshot(ports, head.stream, version);
    // The delta stays for registers that are one version behind: it is cheaper than the whole snapshot.
    return { ...recut, deltas: [{ version, blobs }] };
  }
  return { ...head, version, issuedAt: ports.now(), deltas };
}

async function withSnapshot(ports: PublishPorts, stream: string, version: number): Promise<StreamHead> {
  const blobs = await writeBlobs(ports, ports.masters.snapshotLines(stream));
  return { type: 'head', stream, version, issuedAt: ports.now(), snapshot: { version, blobs }, deltas: [] };
}

/** Cuts lines into blobs of bounded size and stores each once, named by its content. */
async function writeBlobs(ports: PublishPorts, pages: AsyncIterable<string[]>): Promise<BlobReference[]> {
  const references: BlobReference[] = [];
  let lines: string[] = [];
  let rawBytes = 0;
  const cut = async () => {
    if (lines.length === 0) return;
    const { bytes, reference } = await packBlob(lines);
    const key = blobKey(reference.sha256);
    if (!(await ports.packages.head(key))) await ports.packages.put(key, bytes, { sha256: reference.sha256 });
    references.push(reference);
    lines = [];
    rawBytes = 0;
  };
  for await (const page of pages) {
    for (const line of page) {
      lines.push(line);
      rawBytes += line.length * 3; // UTF-8 takes at most three bytes for each of a string's units.
      if (rawBytes > BLOB_RAW_TARGET_BYTES) await cut();
    }
  }
  await cut();
  return references;
}

async function putSigned(ports: PublishPorts, key: string, payload: string, version: number): Promise<void> {
  const signed = await signDocument(payload, ports.key);
  await ports.packages.put(key, JSON.stringify(signed), { customMetadata: { version: String(version) } });
}

/** Whether registers can find this version: a run may have ended after it was settled and before it was put. */
async function isSeen(ports: PublishPorts, key: string, version: number): Promise<boolean> {
  return (await ports.packages.head(key))?.customMetadata?.version === String(version);
}

/** The saved head, if registers cannot find it yet. */
async function unseenHead(ports: PublishPorts, saved: StreamHead | undefined): Promise<StreamHead | null> {
  if (!saved || (await isSeen(ports, headKey(saved.stream), saved.version))) return null;
  return saved;
}

/** Signs a manifest for every store whose list of streams has changed, and answers which stores those are. */
async function writeManifests(
  ports: PublishPorts,
  followed: ReadonlyMap<string, string[]>,
  existing: Awaited<ReturnType<PublishStore['manifests']>>,
  affected: ReadonlySet<string>,
): Promise<Set<string>> {
  const changed = new Set<string>();
  for (const [store, streams] of followed) {
    const before = existing.get(store);
    const settled = before !== undefined && JSON.stringify(before.streams) === JSON.stringify(streams);
    if (settled && !affected.has(streamName('store', store))) continue;
    const version = settled ? before.version : (before?.version ?? 0) + 1;
    // Like a head: settled before anybody can see it, and put again where a run ended in between.
    if (!settled) await ports.masters.saveManifest(store, version, streams);
    else if (await isSeen(ports, manifestKey(store), version)) continue;
    const manifest = { type: 'manifest', store, version, issuedAt: ports.now(), streams };
    await putSigned(ports, manifestKey(store), JSON.stringify(manifest), version);
    changed.add(store);
  }
  for (const [store, { version, streams }] of existing) {
    // A store that is gone follows nothing; should it come back, its streams are looked at again.
    if (!followed.has(store) && streams.length > 0) await ports.masters.saveManifest(store, version, []);
  }
  return changed;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
