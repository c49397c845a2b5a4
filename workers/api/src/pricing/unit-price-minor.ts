import { lineAmountMinor, type UnitPrice } from '../../../../commerce/money/unit-price.ts';

/** The price of one unit as a whole amount, half away from zero: to show, not to reckon with. */
export function unitPriceMinor(price: UnitPrice): number {
  return lineAmountMinor(1000, price);
}
