import type { UnitPrice } from '../money/unit-price.ts';

/** A price as sources write it: an amount for so many. Some write 0 for a price of one. */
export function pricePer(amountMinor: number, priceUnitThousandths: number): UnitPrice {
  return {
    amountMinor,
    priceUnitThousandths: priceUnitThousandths === 0 ? 1000 : priceUnitThousandths,
  };
}
