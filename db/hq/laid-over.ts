import type { LaidRow } from './channel-versions.ts';

type Row = Readonly<Record<string, unknown>>;

/** Drafts laid over rows that were read. */
export interface Overlay {
  /** Whether there is anything to lay. */
  readonly isEmpty: boolean;
  /** The drafts of a noun, by key; null for what would be gone. */
  of(noun: string): ReadonlyMap<string, Row | null>;
  /** The rows without those that drafts replace, and with the drafts that `fits`. */
  over<T>(noun: string, rows: readonly T[], keyOf: (row: T) => string, fits: (draft: Row) => T | null): T[];
}

export function layOver(rows: readonly LaidRow[]): Overlay {
  const byNoun = new Map<string, Map<string, Row | null>>();
  for (const { noun, key, row } of rows) {
    const ofNoun = byNoun.get(noun) ?? new Map<string, Row | null>();
    ofNoun.set(key, row);
    byNoun.set(noun, ofNoun);
  }
  const nothing: ReadonlyMap<string, Row | null> = new Map();
  const of = (noun: string) => byNoun.get(noun) ?? nothing;
  return {
    isEmpty: rows.length === 0,
    of,
    over(noun, read, keyOf, fits) {
      const drafts = of(noun);
      if (drafts.size === 0) return [...read];
      const laid = [...drafts.values()].flatMap((draft) => {
        const fitting = draft && fits(draft);
        return fitting ? [fitting] : [];
      });
      return [...read.filter((row) => !drafts.has(keyOf(row))), ...laid];
    },
  };
}
