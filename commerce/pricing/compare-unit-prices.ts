import type { UnitPrice } from '../money/unit-price.ts';

/** Negative where `a` is the cheaper price of one, exactly. */
export function compareUnitPrices(a: UnitPrice, b: UnitPrice): number {
  if (a.priceUnitThousandths === b.priceUnitThousandths) return a.amountMinor - b.amountMinor;
  const left = a.amountMinor * b.priceUnitThousandths;
  const right = b.amountMinor * a.priceUnitThousandths;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right;
  const exact =
    BigInt(a.amountMinor) * BigInt(b.priceUnitThousandths) -
    BigInt(b.amountMinor) * BigInt(a.priceUnitThousandths);
  return exact < 0n ? -1 : exact > 0n ? 1 : 0;
}
