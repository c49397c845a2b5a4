/** How long one person may roll back without a second one. */
export const ROLL_BACK_ALONE_MS = 7 * 24 * 60 * 60 * 1000;

export interface RollBackFacts {
  readonly mayApprove: boolean;
  readonly publishedMs: number;
  readonly nowMs: number;
  /** The request that is rolled back is itself a roll back. */
  readonly undoesRollBack: boolean;
  readonly changesPolicy: boolean;
  /** Rows have changed since it was published. */
  readonly rowsMovedOn: boolean;
}

/** Why a roll back waits for a second person. */
export type SecondPersonReason = 'noRight' | 'tooLate' | 'undoesRollBack' | 'changesPolicy' | 'rowsMovedOn';

/**
 * Whether a roll back is published at once by one person (null), or why not. What it restores was in force until
 * then, and a wrong price costs money every minute that it waits for a second person; who did it is on record.
 * That reason ends where the old rows are no longer the last ones known to be right, where somebody would undo an
 * undoing alone, and where it would change who has to approve.
 */
export function needsSecondPerson(facts: RollBackFacts): SecondPersonReason | null {
  if (!facts.mayApprove) return 'noRight';
  if (facts.changesPolicy) return 'changesPolicy';
  if (facts.undoesRollBack) return 'undoesRollBack';
  if (facts.rowsMovedOn) return 'rowsMovedOn';
  if (facts.nowMs - facts.publishedMs > ROLL_BACK_ALONE_MS) return 'tooLate';
  return null;
}
