import * as z from 'zod';
import {
  planReload,
  planUpdate,
  type UpdatePlan,
  type UpdateStep,
} from '../../commerce/distribution/plan-update.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import {
  applyStep,
  beginStep,
  discardUnfinished,
  forgetStream,
  streamPosition,
} from '../../db/channel/apply-package.ts';
import type { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import type { SweepPort } from '../../db/channel/sweep-rows.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';
import { type BlobError, type RefusedRow, unpackBlob } from '../../protocol/blob.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import {
  type BlobReference,
  keyRingDocument,
  packagesAnswer,
  type StreamHead,
  storeManifest,
  streamHead,
} from '../../protocol/package-documents.ts';
import { type SignedDocument, type TrustedKeys, verifyDocument } from '../../protocol/signed-document.ts';
import type { SyncProblem } from '../model/register-host.ts';
import { FetchAhead } from './fetch-ahead.ts';
import { NotFetched } from './gateway-link.ts';
import { noteShown, pruneEnded } from './prune-ended.ts';
import { isStorageFull } from './storage-full.ts';
import type { StorageReserve } from './storage-reserve.ts';
import { noteShape, noteWhole, wholeAgain } from './whole-again.ts';

export interface PullPorts {
  readonly database: SqlDatabase;
  readonly store: SyncStore;
  readonly storeId: string;
  readonly trustedKeys: TrustedKeys;
  readonly machineTimeMs: () => number;
  readonly chunks: ChunkTimer;
  /** Null where the gateway does not have it. */
  readonly fetchBlob: (sha256: string) => Promise<Bytes | null>;
  /** A version has become visible. */
  readonly onApplied: (stream: string) => Promise<void>;
  readonly onProgress: (progress: LoadProgress) => void;
  /** Room that packages never get; a host without one keeps none. */
  readonly reserve?: StorageReserve | undefined;
  /** Between two short transactions: resolves when nobody waits for the database. */
  readonly stepBack: () => Promise<void>;
}

export interface LoadProgress {
  readonly rows: number;
  readonly rowsTotal: number;
  readonly bytes: number;
  readonly bytesTotal: number;
}

export type PullProblem = Pick<SyncProblem, 'code' | 'subject' | 'detail'>;

const PROGRESS_EVERY_MS = 200;

/** Names kept of a stream's refused rows: enough to tell what is wrong. */
const REFUSED_MAX = 100;

/** Why a blob is not here: it is not what was signed, or the gateway could not get it. */
type Failed = BlobError | { readonly type: 'notFetched'; readonly sha256: string; readonly detail: string };

class BlobRefused extends Error {
  readonly problem: Failed;
  constructor(problem: Failed) {
    super(problem.type);
    this.problem = problem;
  }
}

/**
 * Brings every stream of the store's manifest to its head, what a sale needs first. What does not verify is
 * refused by name and leaves its stream as it was; the other streams go on. Throws Unreachable when the line fails.
 */
export async function pullPackages(given: PullPorts, answer: string): Promise<readonly PullProblem[]> {
  const parsed = packagesAnswer.safeParse(JSON.parse(answer));
  if (!parsed.success)
    return [{ code: 'gatewayRefused', subject: 'packages', detail: z.prettifyError(parsed.error) }];
  const { paused } = parsed.data;
  if (paused) {
    const detail = [`since ${paused.since}`, paused.reason].filter(Boolean).join(': ');
    return [{ code: 'paused', subject: 'packages', detail }];
  }
  if ((await given.reserve?.restore()) === false)
    return [{ code: 'storageFull', subject: 'packages', detail: 'no reserve is left' }];
  const trusted = await readKeyRing(given, parsed.data.keys);
  const ports = { ...given, trustedKeys: trusted };
  if (!parsed.data.manifest) return [];
  const manifest = await readManifest(ports, parsed.data.manifest);
  if (!manifest.ok) return [manifest.error];
  const problems: PullProblem[] = [];
  const heads = new Map<string, StreamHead>();
  for (const document of parsed.data.heads) {
    const head = await readHead(ports.trustedKeys, document);
    if (!head.ok) problems.push(head.error);
    else if (manifest.value.includes(head.value.stream)) heads.set(head.value.stream, head.value);
  }
  for (const head of heads.values()) problems.push(...staleHead(head, ports.machineTimeMs()));
  const held = new Set((await ports.store.cursors()).map(({ stream }) => stream));
  const again = await wholeAgain(ports.store, parsed.data.resend);
  const plans: StreamPlan[] = [];
  for (const stream of manifest.value) {
    const head = heads.get(stream);
    const planned = head && (await planStream(ports, head, again.has(stream)));
    if (planned?.ok) plans.push({ ...planned.value, again: again.get(stream) });
    else if (planned) problems.push(planned.error);
  }
  for (const { stream } of plans) if (!held.has(stream)) await noteShape(ports.store, stream);
  await ports.database.commit(plans.flatMap(({ stream, plan }) => firstLoad(stream, plan)));
  const blobs = plans.flatMap(({ plan }) => plan.steps.flatMap((step) => step.blobs.slice(step.from.blob)));
  const update = {
    ...{ ports, meter: new ProgressMeter(blobs, ports) },
    blobs: new FetchAhead((reference) => fetchLines(ports, reference), blobs),
  };
  for (const plan of plans) problems.push(...(await updateStream(update, plan)));
  await forgetOthers(ports, manifest.value);
  const { database, chunks, stepBack: afterChunk } = ports;
  await pruneEnded({ database, chunks, afterChunk }, ports.store, ports.machineTimeMs());
  return [...problems, ...(await refusedRows(ports.store))];
}

interface StreamPlan {
  readonly stream: string;
  readonly plan: UpdatePlan<BlobReference>;
  /** Taken whole once more: by this order of headquarters, or without one. Else undefined. */
  readonly again: number | null | undefined;
}

async function planStream(
  { database, store }: PullPorts,
  head: StreamHead,
  whole: boolean,
): Promise<Result<Pick<StreamPlan, 'stream' | 'plan'>, PullProblem>> {
  const { stream } = head;
  const position = await streamPosition(database, stream);
  const plan = whole ? planReload<BlobReference>(position, head) : planUpdate<BlobReference>(position, head);
  if (!plan.ok) {
    const { have, offered } = plan.error;
    return err({ code: 'olderHead', subject: stream, detail: `version ${offered} is older than ${have}` });
  }
  // Products that were looked up for the open cart go with the load that they belong to: the cart comes first.
  const isNeeded = plan.value.discardUnfinished && (await store.versionOfCart(stream)) === position.applying;
  return ok({ stream, plan: isNeeded ? { discardUnfinished: false, steps: [] } : plan.value });
}

/** From now on a register knows which of its streams it is still waiting for. */
function firstLoad(stream: string, { discardUnfinished: discard, steps }: UpdatePlan<BlobReference>) {
  const [first] = steps;
  return first?.kind === 'load' && !discard ? [beginStep(stream, first)] : [];
}

/** Takes away what the store no longer follows, once everything that it follows is there: it sells meanwhile. */
async function forgetOthers(
  { store, database, chunks, stepBack }: PullPorts,
  followed: readonly string[],
): Promise<void> {
  const cursors = await store.cursors();
  const visible = new Set(cursors.filter(({ version }) => version > 0).map(({ stream }) => stream));
  if (!followed.every((stream) => visible.has(stream))) return;
  for (const { stream } of cursors) {
    const isNeeded = followed.includes(stream) || (await store.versionOfCart(stream)) !== null;
    if (!isNeeded) await forgetStream({ database, chunks, afterChunk: stepBack }, stream);
  }
}

/** Heads are signed anew every day: one that is older than this is kept from the register, or nobody publishes. */
const HEAD_AGE_MAX_MS = 48 * 3_600_000;

function staleHead({ stream, issuedAt }: StreamHead, nowMs: number): PullProblem[] {
  if (nowMs - Date.parse(issuedAt) <= HEAD_AGE_MAX_MS) return [];
  return [{ code: 'staleHead', subject: stream, detail: `signed ${issuedAt}` }];
}

/**
 * The keys to trust from now on: those of the newest ring that a trusted key has signed. A ring that is older than
 * the one that is held, or that nobody trusted has signed, changes nothing.
 */
async function readKeyRing(
  { store, trustedKeys }: PullPorts,
  documents: readonly SignedDocument[],
): Promise<TrustedKeys> {
  const held = (await store.note<number>('keyRingVersion')) ?? 0;
  for (const document of documents) {
    const verified = await verifyDocument(document, trustedKeys);
    const ring = verified.ok ? keyRingDocument.safeParse(JSON.parse(verified.value)) : null;
    if (!ring?.success || ring.data.version <= held) continue;
    await store.trust(ring.data.keys, ring.data.version);
    return ring.data.keys;
  }
  return trustedKeys;
}

async function readManifest(
  ports: PullPorts,
  document: SignedDocument,
): Promise<Result<readonly string[], PullProblem>> {
  const verified = await verifyDocument(document, ports.trustedKeys);
  if (!verified.ok)
    return err({ code: 'badSignature', subject: 'manifest', detail: `key ${document.keyId}` });
  const manifest = storeManifest.safeParse(JSON.parse(verified.value));
  if (!manifest.success || manifest.data.store !== ports.storeId) {
    return err({
      code: 'foreignManifest',
      subject: 'manifest',
      detail: 'it is not the manifest of this store',
    });
  }
  const newest = (await ports.store.note<number>('manifestVersion')) ?? 0;
  const { version, streams } = manifest.data;
  if (version < newest) {
    return err({
      code: 'olderHead',
      subject: 'manifest',
      detail: `version ${version} is older than ${newest}`,
    });
  }
  if (version > newest) await ports.store.saveNote('manifestVersion', version);
  return ok(streams);
}

async function readHead(
  trusted: TrustedKeys,
  document: SignedDocument,
): Promise<Result<StreamHead, PullProblem>> {
  const verified = await verifyDocument(document, trusted);
  const named = /"stream":"([^"]{1,100})"/.exec(document.payload)?.[1] ?? 'a stream';
  if (!verified.ok) return err({ code: 'badSignature', subject: named, detail: `key ${document.keyId}` });
  const head = streamHead.safeParse(JSON.parse(verified.value));
  if (!head.success)
    return err({ code: 'badSignature', subject: named, detail: 'the signed document is not a stream head' });
  return ok(head.data);
}

interface Update {
  readonly ports: PullPorts;
  readonly blobs: FetchAhead<Result<readonly string[], Failed>>;
  readonly meter: ProgressMeter;
}

async function updateStream(update: Update, { stream, plan, again }: StreamPlan): Promise<PullProblem[]> {
  const { ports, meter } = update;
  const { database, chunks, machineTimeMs } = ports;
  const afterChunk = async (rows: number) => {
    meter.rows(rows);
    await ports.stepBack();
  };
  if (plan.discardUnfinished) await discardUnfinished({ database, chunks, afterChunk }, stream);
  try {
    for (const step of plan.steps) {
      const blobLines = (blob: BlobReference) => readBlob(update, blob);
      const refused = await applyStep(
        { database, chunks, machineTimeMs, blobLines, afterChunk },
        stream,
        step,
      );
      await noteRefused(ports.store, stream, step.kind, refused);
      await noteShown(ports.store, stream, step.version, machineTimeMs());
      await ports.onApplied(stream);
    }
    if (again !== undefined && plan.steps.length > 0) await noteWhole(ports.store, stream, again);
  } catch (problem) {
    if (isStorageFull(problem)) {
      await ports.reserve?.release();
      return [await makeRoom({ database, chunks, afterChunk }, stream, problem)];
    }
    if (!(problem instanceof BlobRefused)) throw problem;
    const { type, sha256 } = problem.problem;
    const detail =
      problem.problem.type === 'wrongDigest' ? 'its bytes are not what was signed' : problem.problem.detail;
    return [{ code: type, subject: `${stream} blob ${sha256.slice(0, 12)}`, detail }];
  }
  return [];
}

/** What came of a version that does not fit is taken back: a sale needs the room more. */
async function makeRoom(port: SweepPort, stream: string, full: unknown): Promise<PullProblem> {
  const { version, applying } = await streamPosition(port.database, stream);
  // A disk without room for that either keeps the rows, which nobody sees; the next pull tries again.
  if (applying !== version) await discardUnfinished(port, stream).catch(ignoreFull);
  return { code: 'storageFull', subject: stream, detail: full instanceof Error ? full.message : 'disk full' };
}

function ignoreFull(problem: unknown): void {
  if (!isStorageFull(problem)) throw problem;
}

/** Rows that could not be stored stay named until their stream is loaded anew. */
async function noteRefused(
  store: SyncStore,
  stream: string,
  kind: UpdateStep<unknown>['kind'],
  refused: readonly RefusedRow[],
): Promise<void> {
  const before = kind === 'delta' ? ((await store.note<RefusedRow[]>(`refused:${stream}`)) ?? []) : [];
  if (refused.length > 0 || kind !== 'delta') {
    await store.saveNote(`refused:${stream}`, [...before, ...refused].slice(-REFUSED_MAX));
  }
}

async function refusedRows(store: SyncStore): Promise<PullProblem[]> {
  const byStream = await store.notes<RefusedRow[]>('refused:');
  return [...byStream].flatMap(([stream, rows]) =>
    rows.slice(0, 5).map(({ table, key, reason }) => {
      return { code: 'refusedRows', subject: `${stream} ${table} ${key}`, detail: reason } as const;
    }),
  );
}

async function readBlob({ blobs, meter }: Update, reference: BlobReference): Promise<readonly string[]> {
  const lines = await blobs.get(reference);
  meter.bytes(reference.bytes);
  if (!lines.ok) throw new BlobRefused(lines.error);
  return lines.value;
}

async function fetchLines(
  { fetchBlob }: PullPorts,
  reference: BlobReference,
): Promise<Result<readonly string[], Failed>> {
  const { sha256 } = reference;
  const bytes = await fetchBlob(sha256).catch((problem) => {
    if (problem instanceof NotFetched) return problem;
    throw problem;
  });
  if (bytes instanceof NotFetched) return err({ type: 'notFetched', sha256, detail: bytes.message });
  if (!bytes) return err({ type: 'unreadableBlob', sha256, detail: 'the gateway does not have it' });
  return unpackBlob(bytes, reference);
}

/** Tells how much of some blobs has come, now and then: a screen is not painted for every chunk. */
class ProgressMeter {
  readonly #progress = { rows: 0, rowsTotal: 0, bytes: 0, bytesTotal: 0 };
  readonly #ports: Pick<PullPorts, 'onProgress' | 'machineTimeMs'>;
  #toldMs = 0;

  constructor(blobs: readonly BlobReference[], ports: Pick<PullPorts, 'onProgress' | 'machineTimeMs'>) {
    this.#ports = ports;
    for (const { rows, bytes } of blobs) {
      this.#progress.rowsTotal += rows;
      this.#progress.bytesTotal += bytes;
    }
  }

  rows(count: number): void {
    this.#progress.rows += count;
    this.#tell();
  }

  bytes(count: number): void {
    this.#progress.bytes += count;
    this.#tell();
  }

  #tell(): void {
    const nowMs = this.#ports.machineTimeMs();
    const isLast = this.#progress.rows === this.#progress.rowsTotal;
    if (!isLast && Math.abs(nowMs - this.#toldMs) < PROGRESS_EVERY_MS) return;
    this.#toldMs = nowMs;
    this.#ports.onProgress({ ...this.#progress });
  }
}
