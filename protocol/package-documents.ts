import * as z from 'zod';

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
