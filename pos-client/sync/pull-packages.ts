import * as z from 'zod';
import { planUpdate } from '../../commerce/distribution/plan-update.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import { applyVersion, discardUnfinished, streamPosition } from '../../db/channel/apply-package.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';
import { type BlobError, type RefusedRow, unpackBlob } from '../../protocol/blob.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import {
  type StreamHead,
  type StreamVersion,
  storeManifest,
  streamHead,
} from '../../protocol/package-documents.ts';
import {
  type SignedDocument,
  signedDocument,
  type TrustedKeys,
  verifyDocument,
} from '../../protocol/signed-document.ts';
import type { SyncProblem } from '../model/register-host.ts';

export interface PullPorts {
  readonly database: SqlDatabase;
  readonly store: SyncStore;
  readonly storeId: string;
  readonly trustedKeys: TrustedKeys;
  readonly machineTimeMs: () => number;
  /** Null where the gateway does not have it. */
  readonly fetchBlob: (sha256: string) => Promise<Bytes | null>;
  /** A version has become visible. */
  readonly onApplied: (stream: string) => Promise<void>;
  readonly onProgress: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  readonly rows: number;
  readonly rowsTotal: number;
  readonly bytes: number;
  readonly bytesTotal: number;
}

export type PullProblem = Pick<SyncProblem, 'code' | 'subject' | 'detail'>;

/** Names kept of a stream's refused rows: enough to tell what is wrong. */
const REFUSED_MAX = 100;

const packagesAnswer = z.object({ manifest: signedDocument.nullable(), heads: z.array(signedDocument) });

class BlobRefused extends Error {
  readonly problem: BlobError;
  constructor(problem: BlobError) {
    super(problem.type);
    this.problem = problem;
  }
}

/**
 * Brings every stream of the store's manifest to its head, what a sale needs first. What does not verify is
 * refused by name and leaves its stream as it was; the other streams go on. Throws Unreachable when the line fails.
 */
export async function pullPackages(ports: PullPorts, answer: string): Promise<readonly PullProblem[]> {
  const parsed = packagesAnswer.safeParse(JSON.parse(answer));
  if (!parsed.success)
    return [{ code: 'gatewayRefused', subject: 'packages', detail: z.prettifyError(parsed.error) }];
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
  const meter = await progressMeter(ports, [...heads.values()]);
  for (const stream of manifest.value) {
    const head = heads.get(stream);
    if (head) problems.push(...(await updateStream(ports, head, meter)));
  }
  await forgetOthers(ports.store, manifest.value);
  return [...problems, ...(await refusedRows(ports.store))];
}

/** Takes away what the store no longer follows, once everything that it follows is there: it sells meanwhile. */
async function forgetOthers(store: SyncStore, followed: readonly string[]): Promise<void> {
  const cursors = await store.cursors();
  const visible = new Set(cursors.filter(({ version }) => version > 0).map(({ stream }) => stream));
  if (!followed.every((stream) => visible.has(stream))) return;
  for (const { stream } of cursors) if (!followed.includes(stream)) await store.forgetStream(stream);
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

async function updateStream(
  ports: PullPorts,
  head: StreamHead,
  meter: ProgressMeter,
): Promise<PullProblem[]> {
  const { stream } = head;
  const { database } = ports;
  const plan = planUpdate<StreamVersion>(await streamPosition(database, stream), head);
  if (!plan.ok) {
    const { have, offered } = plan.error;
    return [{ code: 'olderHead', subject: stream, detail: `version ${offered} is older than ${have}` }];
  }
  if (plan.value.discardUnfinished) await discardUnfinished(database, stream);
  const problems: PullProblem[] = [];
  try {
    for (const step of plan.value.steps) {
      const refused = await applyVersion(
        {
          database,
          machineTimeMs: ports.machineTimeMs,
          blobLines: (content, blob) => fetchLines(ports, content, blob, meter),
          afterChunk: async (rows) => {
            meter.rows(rows);
            // A turn of the event loop: a scan that waits goes first.
            await new Promise((go) => setTimeout(go, 0));
          },
        },
        stream,
        step,
      );
      await noteRefused(ports.store, stream, step.kind, refused);
      await ports.onApplied(stream);
    }
  } catch (problem) {
    if (!(problem instanceof BlobRefused)) throw problem;
    const detail =
      problem.problem.type === 'unreadableBlob'
        ? problem.problem.detail
        : 'its bytes are not what was signed';
    problems.push({
      code: problem.problem.type,
      subject: `${stream} blob ${problem.problem.sha256.slice(0, 12)}`,
      detail,
    });
  }
  return problems;
}

/** Rows that could not be stored stay named until a newer snapshot of their stream arrives whole. */
async function noteRefused(
  store: SyncStore,
  stream: string,
  kind: 'snapshot' | 'delta',
  refused: readonly RefusedRow[],
): Promise<void> {
  const before = kind === 'delta' ? ((await store.note<RefusedRow[]>(`refused:${stream}`)) ?? []) : [];
  if (refused.length > 0 || kind === 'snapshot') {
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

async function fetchLines(ports: PullPorts, content: StreamVersion, blob: number, meter: ProgressMeter) {
  const reference = content.blobs[blob];
  if (!reference) throw new Error(`version ${content.version} has no blob ${blob}`);
  const { sha256 } = reference;
  const bytes = await ports.fetchBlob(sha256);
  if (!bytes)
    throw new BlobRefused({ type: 'unreadableBlob', sha256, detail: 'the gateway does not have it' });
  meter.bytes(reference.bytes);
  const lines = await unpackBlob(bytes, reference);
  if (!lines.ok) throw new BlobRefused(lines.error);
  return lines.value;
}

interface ProgressMeter {
  rows(count: number): void;
  bytes(count: number): void;
}

async function progressMeter(ports: PullPorts, heads: readonly StreamHead[]): Promise<ProgressMeter> {
  const progress = { rows: 0, rowsTotal: 0, bytes: 0, bytesTotal: 0 };
  for (const head of heads) {
    const plan = planUpdate<StreamVersion>(await streamPosition(ports.database, head.stream), head);
    if (!plan.ok) continue;
    for (const blob of plan.value.steps.flatMap((step) => step.content.blobs)) {
      progress.rowsTotal += blob.rows;
      progress.bytesTotal += blob.bytes;
    }
  }
  const advance = (field: 'rows' | 'bytes', count: number) => {
    progress[field] += count;
    ports.onProgress({ ...progress });
  };
  return { rows: (count) => advance('rows', count), bytes: (count) => advance('bytes', count) };
}
