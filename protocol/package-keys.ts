/** Where packages lie in R2. Blobs are written once; heads and manifests are replaced. */
export const blobKey = (sha256: string) => `blobs/${sha256}`;
export const headKey = (stream: string) => `heads/${encodeURIComponent(stream)}.json`;
export const manifestKey = (store: string) => `manifests/${encodeURIComponent(store)}.json`;

/** The keys that registers may trust, signed by each of them. */
export const KEY_RING_KEY = 'keys.json';

/** Where a range of a terminal's journal lies: gzip NDJSON, one record a line. */
export const segmentKey = (store: string, terminal: string, epoch: number, from: number, to: number) =>
  `segments/${encodeURIComponent(store)}/${encodeURIComponent(terminal)}/${epoch}/${from}-${to}.ndjson.gz`;
