/**
 * Lists of headquarters can only be walked forwards: each page names the cursor of the next one. The way back
 * is the trail of cursors that were passed; it is kept with the history entry, so that a reload keeps it too.
 */
export interface Trail {
  /** Cursors of the pages before this one, the first page as empty text. */
  readonly passed: readonly string[];
}

export function trailOf(state: unknown, cursor: string): Trail {
  const passed = (state as { passed?: unknown } | null)?.passed;
  if (cursor === '' || !Array.isArray(passed)) return { passed: [] };
  return { passed: passed.filter((one): one is string => typeof one === 'string') };
}

/** From the page at `cursor` to the one behind it. */
export function onwards(trail: Trail, cursor: string): Trail {
  return { passed: [...trail.passed, cursor] };
}

/** The page before: where the trail is not known, the first one. */
export function backwards(trail: Trail): { readonly cursor: string; readonly trail: Trail } {
  return { cursor: trail.passed.at(-1) ?? '', trail: { passed: trail.passed.slice(0, -1) } };
}

/** The page's number, or null where a link led into the middle of the list. */
export function pageNumber(trail: Trail, cursor: string): number | null {
  return cursor === '' ? 1 : trail.passed.length === 0 ? null : trail.passed.length + 1;
}
