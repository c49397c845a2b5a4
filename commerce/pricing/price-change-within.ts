import type { UnitPrice } from '../money/unit-price.ts';

/** Anything goes at this much. */
const ANY_BASIS_POINTS = 10_000;

/** Whether a price is at most so many hundredths of a percent above or below another one, exactly. */
export function priceChangeWithin(
  before: UnitPrice | null,
  asked: UnitPrice,
  maximumBasisPoints: number,
): boolean {
  if (maximumBasisPoints >= ANY_BASIS_POINTS) return true;
  if (before === null) return false;
  const from = BigInt(before.amountMinor) * BigInt(asked.priceUnitThousandths);
  const to = BigInt(asked.amountMinor) * BigInt(before.priceUnitThousandths);
  const change = to > from ? to - from : from - to;
  return change * BigInt(ANY_BASIS_POINTS) <= (from < 0n ? -from : from) * BigInt(maximumBasisPoints);
}
