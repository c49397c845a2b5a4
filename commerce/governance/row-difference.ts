/** A master's row as JSON; null where there is none. */
export type RowValue = Readonly<Record<string, unknown>> | null;

/**
 * Fields that differ, in alphabetical order; all fields where there is only one row. A field that only one of two
 * rows has is not compared: a row that was kept some time ago lacks what masters have learned since.
 */
export function differingFields(one: RowValue, other: RowValue): string[] {
  if (one === null || other === null) return Object.keys(one ?? other ?? {}).sort();
  return Object.keys(one)
    .filter((field) => Object.hasOwn(other, field) && textOf(one[field]) !== textOf(other[field]))
    .sort();
}

export function sameRow(one: RowValue, other: RowValue): boolean {
  return (one === null) === (other === null) && differingFields(one, other).length === 0;
}

/**
 * A proposed row brought up to date: fields that the proposal left as they were take what they are now. Null stays
 * a removal, and a row that is gone now is not brought back by a proposal that only changed it.
 */
export function refreshedRow(base: RowValue, proposed: RowValue, now: RowValue): RowValue {
  if (proposed === null || (now === null && base !== null)) return null;
  if (now === null) return proposed;
  const changed = new Set(differingFields(base, proposed));
  const entries = Object.entries(proposed).map(([field, value]): [string, unknown] => [
    field,
    changed.has(field) || !Object.hasOwn(now, field) ? value : now[field],
  ]);
  return Object.fromEntries(entries);
}

/** One text for one value, whatever the order of an object's properties. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
