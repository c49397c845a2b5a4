interface Blob {
  readonly bytes: number;
  readonly rows: number;
}
interface Version<B extends Blob> {
  readonly version: number;
  readonly blobs: readonly B[];
}
interface Head<B extends Blob> {
  readonly version: number;
  readonly snapshot: Version<B>;
  readonly deltas: readonly Version<B>[];
}

/** A snapshot is cut anew when the deltas after it hold more than this share of its rows, or are this many. */
const DELTA_SHARE_MAX = 0.5;
const DELTA_ROWS_MIN = 1000;
const DELTAS_MAX = 50;

/** The head with one version more: what changed. */
export function withDelta<H extends Head<Blob>>(head: H, blobs: H['snapshot']['blobs']): H {
  const version = head.version + 1;
  return { ...head, version, deltas: [...head.deltas, { version, blobs }] };
}

/** Whether a new register would have to take more in deltas than a new snapshot saves it. */
export function needsSnapshot({ snapshot, deltas }: Head<Blob>): boolean {
  const after = deltas.filter(({ version }) => version > snapshot.version);
  return (
    after.length > DELTAS_MAX ||
    rowsOf(after) > Math.max(rowsOf([snapshot]) * DELTA_SHARE_MAX, DELTA_ROWS_MIN)
  );
}

/**
 * The head with a snapshot that was cut at one of its versions. Deltas up to it stay for registers that are not far
 * behind, as long as they are less to take than half the snapshot. Also answers the blobs that are named no more.
 */
export function withSnapshot<H extends Head<Blob>>(
  head: H,
  snapshot: H['snapshot'],
): { readonly head: H; readonly retired: H['snapshot']['blobs'] } {
  const limit = bytesOf([snapshot]) * DELTA_SHARE_MAX;
  const kept: Version<Blob>[] = [];
  let bytes = 0;
  for (const delta of head.deltas.toReversed()) {
    bytes += bytesOf([delta]);
    const isNeeded = delta.version > snapshot.version;
    if (!isNeeded && (bytes > limit || kept.length >= DELTAS_MAX)) break;
    kept.unshift(delta);
  }
  const dropped = head.deltas.slice(0, head.deltas.length - kept.length);
  return {
    head: { ...head, snapshot, deltas: kept },
    retired: [head.snapshot, ...dropped].flatMap(({ blobs }) => blobs),
  };
}

function rowsOf(versions: readonly Version<Blob>[]): number {
  return versions.reduce((sum, { blobs }) => sum + blobs.reduce((rows, blob) => rows + blob.rows, 0), 0);
}

function bytesOf(versions: readonly Version<Blob>[]): number {
  return versions.reduce((sum, { blobs }) => sum + blobs.reduce((bytes, blob) => bytes + blob.bytes, 0), 0);
}
