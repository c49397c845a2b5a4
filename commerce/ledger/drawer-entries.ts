import type { TenderDifference } from '../shift/declaration.ts';
import { type DrawerOperation, movesIntoDrawer } from '../shift/drawer-operation.ts';
import { entriesOf, type LedgerEntry } from './ledger-entries.ts';

/** Where a drawer's money comes from and goes to. */
const other: Record<DrawerOperation['type'], string> = {
  noSale: 'safe',
  floatEntry: 'safe',
  tenderRemoval: 'removed',
  safeDrop: 'safe',
  bankDrop: 'bank',
};

/** The double entry of money that a drawer was given or gave. */
export function drawerEntries({
  type,
  tenderType,
  amountMinor,
}: Pick<DrawerOperation, 'type' | 'tenderType' | 'amountMinor'>): readonly LedgerEntry[] {
  const intoMinor = movesIntoDrawer(type, amountMinor);
  return entriesOf([
    [`tender.${tenderType ?? ''}`, intoMinor],
    [other[type], -intoMinor],
  ]);
}

/**
 * A shift's drawer begins empty and ends empty: the float comes from the safe, and at the end what was counted goes
 * there, what is missing or too much beside it. Of a drawer that nobody counted, the float alone goes back.
 */
export function shiftEntries(
  state: 'opened' | 'closed',
  floatMinor: number,
  cashTender: string,
  differences: readonly TenderDifference[],
): readonly LedgerEntry[] {
  if (state === 'opened')
    return entriesOf([
      [`tender.${cashTender}`, floatMinor],
      ['safe', -floatMinor],
    ]);
  const isCounted = differences.some(({ tenderType }) => tenderType === cashTender);
  const counted = differences.flatMap(({ tenderType, countedMinor, overShortMinor }) => [
    [`tender.${tenderType}`, overShortMinor - countedMinor] as const,
    ['overShort', -overShortMinor] as const,
    ['safe', countedMinor] as const,
  ]);
  const floatBack = [
    [`tender.${cashTender}`, -floatMinor],
    ['safe', floatMinor],
  ] as const;
  return entriesOf(isCounted ? counted : [...counted, ...floatBack]);
}
