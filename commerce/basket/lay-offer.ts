import type { Coupon, Offer, OfferLine } from '../promotions/offer.ts';
import { adjustmentOfOffer } from './adjustment-of-offer.ts';
import type { PricingData } from './pricing-data.ts';

/**
 * Data as it would be with this offer in it, in the place of one with the same id; null takes that one out.
 * `coupons` take the place of the offer's coupons that the data knows.
 */
export function layOffer(
  data: PricingData,
  id: string,
  laid: {
    readonly offer: Offer;
    readonly lines: readonly Omit<OfferLine, 'offer' | 'line'>[];
    readonly coupons: readonly Coupon[];
  } | null,
): PricingData {
  const offers = new Map(data.offers);
  const adjustments = new Map(data.adjustments);
  offers.delete(id);
  adjustments.delete(id);
  const offerLines = new Map<string, readonly OfferLine[]>();
  for (const [target, lines] of data.offerLines)
    offerLines.set(
      target,
      lines.filter(({ offer }) => offer !== id),
    );
  const coupons = new Map([...data.coupons].filter(([, coupon]) => coupon.offer !== id));
  if (laid) {
    const adjustment = adjustmentOfOffer(laid.offer);
    if (adjustment) adjustments.set(id, adjustment);
    else offers.set(id, laid.offer);
    laid.lines.forEach((line, index) => {
      const named = { ...line, offer: id, line: index + 1 };
      offerLines.set(line.target, [...(offerLines.get(line.target) ?? []), named]);
    });
    for (const coupon of laid.coupons) coupons.set(coupon.code, coupon);
  }
  return { ...data, offers, adjustments, offerLines, coupons };
}
