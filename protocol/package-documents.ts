import * as z from 'zod';
import { signedDocument } from './signed-document.ts';

const version = z.int().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** An immutable piece of a stream: gzip NDJSON, named by the SHA-256 of its compressed bytes. */
export const blobReference = z.object({
  sha256,
  bytes: z.int().min(1),
  rawBytes: z.int().min(0),
  rows: z.int().min(0),
});
export type BlobReference = z.infer<typeof blobReference>;

const streamVersion = z.object({ version, blobs: z.array(blobReference) });
export type StreamVersion = z.infer<typeof streamVersion>;

/** What a stream holds now: a snapshot of one version, and the deltas that follow it without a gap. */
export const streamHead = z.object({
  type: z.literal('head'),
  stream: z.string().min(1),
  version,
  issuedAt: z.iso.datetime(),
  snapshot: streamVersion,
  deltas: z.array(streamVersion),
});
export type StreamHead = z.infer<typeof streamHead>;

/** Which streams a store follows, in the order in which a sale needs them. */
export const storeManifest = z.object({
  type: z.literal('manifest'),
  store: z.string().min(1),
  version,
  issuedAt: z.iso.datetime(),
  streams: z.array(z.string().min(1)),
});
export type StoreManifest = z.infer<typeof storeManifest>;

/** The keys that a register may trust from now on, by key id: raw Ed25519, base64url. */
export const keyRingDocument = z.object({
  type: z.literal('keys'),
  version,
  issuedAt: z.iso.datetime(),
  keys: z.record(z.string().max(100), z.string().max(100)),
});
export type KeyRingDocument = z.infer<typeof keyRingDocument>;

/** What a gateway answers a register that asks for packages. All but the first two came later. */
export const packagesAnswer = z.object({
  manifest: signedDocument.nullable(),
  heads: z.array(signedDocument),
  /** The ring of keys, as signed by each of them. */
  keys: z.array(signedDocument).max(10).default([]),
  /** Headquarters holds packages back; then there is neither manifest nor heads. */
  paused: z
    .object({ since: z.iso.datetime(), reason: z.string().max(500) })
    .nullable()
    .default(null),
  /** Streams to take whole once more, each with the order that says so. */
  resend: z
    .array(z.object({ stream: z.string().max(120), order: z.int() }))
    .max(1000)
    .default([]),
});
export type PackagesAnswer = z.infer<typeof packagesAnswer>;
