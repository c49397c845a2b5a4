import * as z from 'zod';
import { err, ok, type Result } from '../commerce/result.ts';
import { type Bytes, sha256Hex, utf8 } from './bytes.ts';
import { type DistributedTable, distributedTables, rowKey } from './distributed-tables.ts';
import { gunzipText, gzipText } from './gzip-text.ts';
import type { BlobReference } from './package-documents.ts';

/** No blob unpacks to more: a register holds one in memory at a time. */
export const BLOB_RAW_MAX_BYTES = 4_000_000;

/** One change of a stream: a row put (`r`), or a row taken away by its key (`k`). `t` is its table. */
export type BlobLine =
  | { readonly t: DistributedTable; readonly k: string; readonly r: Readonly<Record<string, unknown>> }
  | { readonly t: DistributedTable; readonly k: string };

export type BlobError =
  | { readonly type: 'wrongDigest'; readonly sha256: string }
  | { readonly type: 'unreadableBlob'; readonly sha256: string; readonly detail: string };

export interface RefusedRow {
  readonly line: number;
  readonly table: string;
  readonly key: string;
  readonly reason: string;
}

/** Packs lines into the bytes of a blob. Compression is deterministic on one host, so equal content has one name. */
export async function packBlob(
  lines: readonly string[],
): Promise<{ bytes: Bytes; reference: BlobReference }> {
  const text = lines.map((line) => `${line}\n`).join('');
  const bytes = await gzipText(text);
  const reference = {
    sha256: await sha256Hex(bytes),
    bytes: bytes.length,
    rawBytes: utf8(text).length,
    rows: lines.length,
  };
  return { bytes, reference };
}

/** The lines of a blob whose bytes are what its reference names. Nothing is unpacked before the digest is checked. */
export async function unpackBlob(
  bytes: Bytes,
  reference: BlobReference,
): Promise<Result<readonly string[], BlobError>> {
  const { sha256 } = reference;
  if (bytes.length !== reference.bytes || (await sha256Hex(bytes)) !== sha256)
    return err({ type: 'wrongDigest', sha256 });
  const unreadable = (detail: string) => err({ type: 'unreadableBlob', sha256, detail } as const);
  if (reference.rawBytes > BLOB_RAW_MAX_BYTES) return unreadable('it unpacks to more than a blob may hold');
  try {
    const lines = (await gunzipText(bytes, reference.rawBytes)).split('\n');
    if (lines.pop() !== '' || lines.length !== reference.rows)
      return unreadable('its rows are not the ones announced');
    return ok(lines);
  } catch (problem) {
    // Some engines say nothing of what is wrong with damaged gzip.
    return unreadable((problem instanceof Error && problem.message) || 'it cannot be unpacked');
  }
}

/** By hand, because it is asked of every row of a first load. */
function isLine(json: unknown): json is { t: string; k: string; r?: Record<string, unknown> } {
  if (typeof json !== 'object' || json === null) return false;
  const { t, k, r } = json as Record<string, unknown>;
  const isRow = r === undefined || (typeof r === 'object' && r !== null && !Array.isArray(r));
  return typeof t === 'string' && typeof k === 'string' && isRow;
}

/** A line as a change this version can store, or why it cannot. Columns it does not know are left out. */
export function parseBlobLine(text: string, line: number): Result<BlobLine, RefusedRow> {
  const refuse = (table: string, key: string, reason: string) => err({ line, table, key, reason });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('', '', 'not JSON');
  }
  if (!isLine(json)) return refuse('', '', 'not a row of a package');
  const { t, k, r } = json;
  if (!Object.hasOwn(distributedTables, t)) return refuse(t, k, 'a table this version does not know');
  const table = t as DistributedTable;
  if (r === undefined) return ok({ t: table, k });
  const row = distributedTables[table].row.safeParse(r);
  if (!row.success) return refuse(t, k, z.prettifyError(row.error));
  if (rowKey(table, row.data) !== k) return refuse(t, k, 'its key is not the key of its row');
  return ok({ t: table, k, r: row.data });
}
