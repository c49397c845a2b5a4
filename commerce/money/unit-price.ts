import { type Minor, minor } from './minor.ts';
import { multiplyDivide } from './multiply-divide.ts';

/**
 * A price as `amountMinor` for `priceUnitThousandths` of the product (the trade's price unit): 2.55 each is
 * 255 per 1000, and 0.001 each is 1 per 10,000. So a price finer than the minor unit stays an integer.
 */
export interface UnitPrice {
  readonly amountMinor: number;
  readonly priceUnitThousandths: number;
}

/** Quantity × price in minor units, rounded once, half away from zero. */
export function lineAmountMinor(quantityThousandths: number, price: UnitPrice): Minor {
  return minor(multiplyDivide(quantityThousandths, price.amountMinor, price.priceUnitThousandths));
}

export function sameUnitPrice(a: UnitPrice, b: UnitPrice): boolean {
  return (
    BigInt(a.amountMinor) * BigInt(b.priceUnitThousandths) ===
    BigInt(b.amountMinor) * BigInt(a.priceUnitThousandths)
  );
}
