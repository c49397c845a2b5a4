import { err, ok, type Result } from '../result.ts';

/** How far a replica has a stream: what is visible, and what is being applied (`applying` = `version` at rest). */
export interface StreamPosition {
  readonly version: number;
  readonly applying: number;
  /** Of an unfinished load, the version of the snapshot that it is built on; 0 for a delta. */
  readonly base: number;
  readonly blob: number;
  readonly row: number;
}

interface Version<Blob> {
  readonly version: number;
  readonly blobs: readonly Blob[];
}
interface Head<Blob> {
  readonly version: number;
  readonly snapshot: Version<Blob>;
  readonly deltas: readonly Version<Blob>[];
}

/**
 * `delta`: the changes since the version before. `load`: everything of the version; of a row that several blobs
 * hold, the first is the one that counts. `repair`: a load of the version that is visible already, row for row.
 */
export interface UpdateStep<Blob> {
  readonly kind: 'load' | 'delta' | 'repair';
  readonly version: number;
  readonly base: number;
  readonly blobs: readonly Blob[];
  /** How many blobs, from the first, may hold rows that later blobs hold too. */
  readonly overlaid: number;
  /** Where to go on: the first blob and the first row of it that are not applied yet. */
  readonly from: { readonly blob: number; readonly row: number };
}

export interface UpdatePlan<Blob> {
  /** Rows of a version that was begun and is no longer offered have to go first. */
  readonly discardUnfinished: boolean;
  readonly steps: readonly UpdateStep<Blob>[];
}

export const neverApplied: StreamPosition = { version: 0, applying: 0, base: 0, blob: 0, row: 0 };

const start = { blob: 0, row: 0 };

/**
 * What brings a replica to a head: the deltas since its version where the head still has them without a gap, also
 * when a newer snapshot was cut meanwhile; else everything anew, as one version. What was begun goes on where it
 * stopped. A head older than the replica is refused (roll-back).
 */
export function planUpdate<Blob>(
  position: StreamPosition,
  head: Head<Blob>,
): Result<UpdatePlan<Blob>, { readonly type: 'olderHead'; readonly have: number; readonly offered: number }> {
  const { version, applying } = position;
  if (head.version < version) return err({ type: 'olderHead', have: version, offered: head.version });
  const isBegun = applying !== version;
  if (head.version === version && !isBegun) return ok({ discardUnfinished: false, steps: [] });
  const chain = version > 0 ? deltasAfter(head, version) : null;
  const steps = chain ?? loadAndFollow(head, position.base === head.snapshot.version ? applying : 0);
  const [first, ...rest] = steps;
  if (!isBegun || !first) return ok({ discardUnfinished: isBegun, steps });
  if (first.version !== applying || first.base !== position.base)
    return ok({ discardUnfinished: true, steps: chain ?? [loadOf(head, head.version)] });
  const { blob, row } = position;
  return ok({ discardUnfinished: false, steps: [{ ...first, from: { blob, row } }, ...rest] });
}

/**
 * What brings a replica to a head when it has to take everything once more: as a new version where there is one,
 * else in place, because what is visible may be wrong.
 */
export function planReload<Blob>(
  position: StreamPosition,
  head: Head<Blob>,
): ReturnType<typeof planUpdate<Blob>> {
  const { version, applying } = position;
  if (head.version < version) return err({ type: 'olderHead', have: version, offered: head.version });
  const load = loadOf(head, head.version);
  const step = head.version === version ? { ...load, kind: 'repair' as const } : load;
  return ok({ discardUnfinished: applying !== version, steps: [step] });
}

/** The deltas from a version to the head's, or null where there is a gap. */
function deltasAfter<Blob>(head: Head<Blob>, version: number): UpdateStep<Blob>[] | null {
  const newer = head.deltas.filter((delta) => delta.version > version);
  const isWhole =
    newer.length === head.version - version &&
    newer.every((delta, index) => delta.version === version + 1 + index);
  return isWhole
    ? newer.map((delta) => ({ kind: 'delta', ...delta, base: 0, overlaid: 0, from: start }))
    : null;
}

/** The load that was begun, where the head still holds it, and what followed since; else the head's own. */
function loadAndFollow<Blob>(head: Head<Blob>, begun: number): UpdateStep<Blob>[] {
  const rest = begun >= head.snapshot.version ? deltasAfter(head, begun) : null;
  return rest ? [loadOf(head, begun), ...rest] : [loadOf(head, head.version)];
}

/** The snapshot and what followed it up to a version, the newest first. */
function loadOf<Blob>(head: Head<Blob>, version: number): UpdateStep<Blob> {
  const { snapshot } = head;
  const later = head.deltas
    .filter((delta) => delta.version > snapshot.version && delta.version <= version)
    .toReversed()
    .flatMap(({ blobs }) => blobs);
  return {
    kind: 'load',
    version,
    base: snapshot.version,
    blobs: [...later, ...snapshot.blobs],
    overlaid: later.length,
    from: start,
  };
}
