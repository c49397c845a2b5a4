import type { PriceAdjustment } from '../pricing/price-adjustment.ts';
import type { Offer } from '../promotions/offer.ts';

/** An offer with the rule of a price adjustment, as pricing reads it; null for every other offer. */
export function adjustmentOfOffer(offer: Offer): PriceAdjustment | null {
  const { rule } = offer;
  if (rule.type !== 'priceAdjustment') return null;
  const { id, name, currency, priority, priceGroups, allPriceGroups, validFrom, validTo } = offer;
  const { calculation, mode, base, sequence } = rule;
  return {
    id,
    name,
    currency,
    calculation,
    mode,
    base,
    sequence,
    priority,
    priceGroups,
    allPriceGroups,
    validFrom,
    validTo,
  };
}
