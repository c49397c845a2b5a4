import type { Chance } from './chance.ts';
import { charmPrice } from './charm-price.ts';
import type { Retailer, Row } from './retailer.ts';

const FROM = '2026-01-01';
/** Days on which some prices change: one that has come, and one that is still to come. */
const CHANGES = ['2026-07-01', '2027-07-01'] as const;

export const standardGroup = ({ code }: Retailer) => `${code}-standard`;
export const cityGroup = ({ code }: Retailer) => `${code}-city`;

/** Cheap things are more frequent than dear ones: the square of an even chance. */
export function shelfPrice(chance: Chance, fromMinor: number, toMinor: number): number {
  const share = chance.below(1000) / 1000;
  return charmPrice(Math.round(fromMinor + (toMinor - fromMinor) * share * share));
}

/**
 * The prices of what is sold: a base price; of some a dated change, a lower one from six on, or an agreement of city
 * stores, which are dearer. The chance is the product's own.
 */
export function pricesOf(
  retailer: Retailer,
  sku: string,
  amountMinor: number,
  chance: Chance,
  unitOfMeasure: 'EA' | 'KG' = 'EA',
): Row[] {
  const price = (id: string, amount: number, more: Row = {}) => ({
    id: `${sku}@${id}`,
    sku,
    currency: 'GBP',
    amountMinor: amount,
    // Goods that are weighed have a price from the first gram on.
    minQuantityThousandths: unitOfMeasure === 'KG' ? 1 : 1000,
    validFrom: FROM,
    ...more,
  });
  const rows = [price(FROM, amountMinor)];
  if (chance.happens(8)) {
    const validFrom = chance.pick(CHANGES);
    rows.push(price(validFrom, charmPrice(Math.round(amountMinor * 1.08)), { validFrom }));
  }
  if (chance.happens(4))
    rows.push(price('city', charmPrice(Math.round(amountMinor * 1.1)), { priceGroup: cityGroup(retailer) }));
  if (unitOfMeasure === 'EA' && chance.happens(3))
    rows.push(price('6', Math.max(1, Math.round(amountMinor * 0.9)), { minQuantityThousandths: 6000 }));
  return rows;
}
