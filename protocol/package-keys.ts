import type { TerminalIdentity } from '../commerce/journal/journal-record.ts';

/** Where packages lie in R2. Blobs are written once; heads and manifests are replaced. */
export const blobKey = (sha256: string) => `blobs/${sha256}`;
export const headKey = (stream: string) => `heads/${encodeURIComponent(stream)}.json`;
export const manifestKey = (store: string) => `manifests/${encodeURIComponent(store)}.json`;

/** The keys that registers may trust, signed by each of them. */
export const KEY_RING_KEY = 'keys.json';

/** Where all segments of a store lie. */
export const segmentsOf = (store: string) => `segments/${encodeURIComponent(store)}/`;

/** What a segment's key says about it, or null where it is none. */
export function readSegmentKey(
  key: string,
): (TerminalIdentity & { readonly epoch: number; readonly from: number; readonly to: number }) | null {
  const [, store, terminal, epoch, from, to] =
    /^segments\/([^/]+)\/([^/]+)\/(\d+)\/(\d+)-(\d+)(?:-[0-9a-f]+)?\.ndjson\.gz$/.exec(key) ?? [];
  if (store === undefined || terminal === undefined) return null;
  return {
    ...{ store: decodeURIComponent(store), terminal: decodeURIComponent(terminal) },
    ...{ epoch: Number(epoch), from: Number(from), to: Number(to) },
  };
}

/**
 * Where a range of a terminal's journal lies: gzip NDJSON, one record a line. Named by its last record's hash too:
 * a gateway that was set back may cut the same range again, with other records.
 */
export const segmentKey = (
  { store, terminal }: TerminalIdentity,
  epoch: number,
  { from, to, hash }: { readonly from: number; readonly to: number; readonly hash: string },
) =>
  `segments/${encodeURIComponent(store)}/${encodeURIComponent(terminal)}/${epoch}/${from}-${to}-${hash.slice(0, 16)}.ndjson.gz`;
