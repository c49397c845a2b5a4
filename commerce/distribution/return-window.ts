/** Days for which what was bought may come back: offers, prices and rows that it was sold under are kept as long. */
export const RETURN_WINDOW_DAYS = 90;

const DAY_MS = 86_400_000;

/** A version of a stream, and when it became visible here. */
export interface ShownMark {
  readonly version: number;
  readonly atMs: number;
}

const dayOf = ({ atMs }: ShownMark) => Math.floor(atMs / DAY_MS);

/** The marks with one more: one for each day, its last version; of those before the return window only the newest. */
export function withMark(marks: readonly ShownMark[], mark: ShownMark): ShownMark[] {
  const others = marks.filter((other) => dayOf(other) !== dayOf(mark));
  const beginsMs = mark.atMs - RETURN_WINDOW_DAYS * DAY_MS;
  const before = others.findLast(({ atMs }) => atMs <= beginsMs);
  return [...others.filter((other) => other.atMs > beginsMs || other === before), mark];
}

/**
 * Rows that ended with this version or one before it were visible to nobody in the return window; 0 for none. `marks`
 * are in the order in which they were made.
 */
export function prunableVersion(marks: readonly ShownMark[], nowMs: number): number {
  const beginsMs = nowMs - RETURN_WINDOW_DAYS * DAY_MS;
  return marks.findLast(({ atMs }) => atMs <= beginsMs)?.version ?? 0;
}
