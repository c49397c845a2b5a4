import { sumMinor } from '../money/minor.ts';
import { err, ok, type Result } from '../result.ts';
import type { Shift } from './shift.ts';
import { expectedInDrawer } from './shift.ts';

/** What was counted of a tender, by coin and note where it was counted so. */
export interface CountedTender {
  readonly tenderType: string;
  readonly amountMinor: number;
  readonly denominations: readonly { readonly valueMinor: number; readonly count: number }[];
}

/** A count of the drawer. A later one takes the place of an earlier one. */
export interface Declaration {
  readonly at: string;
  readonly employee: string;
  readonly counted: readonly CountedTender[];
}

export interface TenderDifference {
  readonly tenderType: string;
  readonly expectedMinor: number;
  readonly countedMinor: number;
  /** Negative where money is missing. */
  readonly overShortMinor: number;
}

export type DeclarationError =
  | { readonly type: 'notCounted' }
  | { readonly type: 'countedTwice'; readonly tenderType: string }
  /** Coins and notes that do not add up to the amount, or amounts that no drawer holds. */
  | { readonly type: 'wrongCount'; readonly tenderType: string };

const COUNTED_MAX_MINOR = 1_000_000_000;

/** A count as it may be: each tender once, whole amounts that are not negative and that its coins and notes make up. */
export function checkCount(counted: readonly CountedTender[]): Result<null, DeclarationError> {
  if (counted.length === 0) return err({ type: 'notCounted' });
  const seen = new Set<string>();
  for (const { tenderType, amountMinor, denominations } of counted) {
    if (seen.has(tenderType)) return err({ type: 'countedTwice', tenderType });
    seen.add(tenderType);
    const isAmount = (minor: number) =>
      Number.isSafeInteger(minor) && minor >= 0 && minor <= COUNTED_MAX_MINOR;
    const parts = denominations.map(({ valueMinor, count }) => valueMinor * count);
    const fits =
      isAmount(amountMinor) &&
      denominations.every(({ valueMinor, count }) => valueMinor > 0 && isAmount(count)) &&
      parts.every(isAmount) &&
      (denominations.length === 0 || sumMinor(parts) === amountMinor);
    if (!fits) return err({ type: 'wrongCount', tenderType });
  }
  return ok(null);
}

/** What is counted beside what should be there, of each tender that was counted. */
export function differences(
  shift: Shift,
  { counted }: Pick<Declaration, 'counted'>,
  cashTenders: readonly string[],
): TenderDifference[] {
  return counted.map(({ tenderType, amountMinor }) => {
    const expectedMinor = expectedInDrawer(shift, tenderType, cashTenders);
    return {
      tenderType,
      expectedMinor,
      countedMinor: amountMinor,
      overShortMinor: amountMinor - expectedMinor,
    };
  });
}
