import { err, ok, type Result } from '../result.ts';

/** How far a replica has a stream: what is visible, and the version being applied (equal when at rest). */
export interface StreamPosition {
  readonly version: number;
  readonly applying: number;
  readonly blob: number;
  readonly row: number;
}

interface Version {
  readonly version: number;
}
interface Head<V extends Version> extends Version {
  readonly snapshot: V;
  readonly deltas: readonly V[];
}

export interface UpdateStep<V extends Version> {
  readonly kind: 'snapshot' | 'delta';
  readonly content: V;
  /** Where to go on: the first blob and the first row of it that are not applied yet. */
  readonly blob: number;
  readonly row: number;
}

export interface UpdatePlan<V extends Version> {
  /** Rows of a version that was begun and is no longer offered have to go first. */
  readonly discardUnfinished: boolean;
  readonly steps: readonly UpdateStep<V>[];
}

export const neverApplied: StreamPosition = { version: 0, applying: 0, blob: 0, row: 0 };

/**
 * What brings a replica to a head: the deltas since its version where the head still has them without a gap, also
 * when a newer snapshot was cut meanwhile; else the snapshot and what follows it. A version in progress goes on where it stopped. A head older than
 * the replica is refused (roll-back).
 */
export function planUpdate<V extends Version>(
  position: StreamPosition,
  head: Head<V>,
): Result<UpdatePlan<V>, { readonly type: 'olderHead'; readonly have: number; readonly offered: number }> {
  if (head.version < position.version)
    return err({ type: 'olderHead', have: position.version, offered: head.version });
  if (head.version === position.version && position.applying === position.version) {
    return ok({ discardUnfinished: false, steps: [] });
  }
  const newer = head.deltas.filter((delta) => delta.version > position.version);
  const chained =
    position.version > 0 &&
    newer.length === head.version - position.version &&
    newer.every((delta, index) => delta.version === position.version + 1 + index);
  const versions: UpdateStep<V>[] = chained
    ? newer.map((content) => ({ kind: 'delta', content, blob: 0, row: 0 }))
    : [
        { kind: 'snapshot', content: head.snapshot, blob: 0, row: 0 },
        ...head.deltas
          .filter((delta) => delta.version > head.snapshot.version)
          .map((content) => ({ kind: 'delta', content, blob: 0, row: 0 }) as const),
      ];
  const begun = position.applying !== position.version;
  const first = versions[0];
  if (!begun || !first) return ok({ discardUnfinished: begun, steps: versions });
  if (first.content.version !== position.applying) return ok({ discardUnfinished: true, steps: versions });
  const resumed = { ...first, blob: position.blob, row: position.row };
  return ok({ discardUnfinished: false, steps: [resumed, ...versions.slice(1)] });
}
