import { weekdayOf } from '../time/weekday.ts';
import type { Coupon, Offer, WeeklyPeriod } from './offer.ts';

/** What an offer's conditions look at: one instant for the whole transaction, whoever buys, what was shown. */
export interface OfferContext {
  readonly currency: string;
  /** `YYYY-MM-DD` in the store's zone. */
  readonly date: string;
  /** Minutes since midnight in the store's zone. */
  readonly minuteOfDay: number;
  /** Of the channel and the customer, with their priorities. */
  readonly priceGroups: ReadonlyMap<string, number>;
  readonly customer: string | null;
  /** The basket's coupons that are known, by the offer they unlock. */
  readonly coupons: ReadonlyMap<string, readonly Coupon[]>;
}

/** Why an offer's conditions are not met. */
export type OfferRefusal =
  | { readonly type: 'otherCurrency'; readonly currency: string }
  | { readonly type: 'notYetValid'; readonly validFrom: string }
  | { readonly type: 'expired'; readonly validTo: string }
  | { readonly type: 'outsidePeriods'; readonly periods: readonly WeeklyPeriod[] }
  | { readonly type: 'notInPriceGroup'; readonly priceGroups: readonly string[]; readonly all: boolean }
  | { readonly type: 'couponNeeded' };

/** Null when the offer's conditions are met. */
export function offerRefusal(offer: Offer, context: OfferContext): OfferRefusal | null {
  if (offer.currency !== context.currency) return { type: 'otherCurrency', currency: offer.currency };
  if (context.date < offer.validFrom) return { type: 'notYetValid', validFrom: offer.validFrom };
  if (offer.validTo !== null && context.date > offer.validTo)
    return { type: 'expired', validTo: offer.validTo };
  if (!inPeriods(offer.periods, context)) return { type: 'outsidePeriods', periods: offer.periods };
  if (!inPriceGroups(offer, context.priceGroups))
    return { type: 'notInPriceGroup', priceGroups: offer.priceGroups, all: offer.allPriceGroups };
  if (offer.couponNeeded && !context.coupons.has(offer.id)) return { type: 'couponNeeded' };
  return null;
}

/** An offer without price groups is for nobody. */
function inPriceGroups(offer: Offer, groups: OfferContext['priceGroups']): boolean {
  if (offer.priceGroups.length === 0) return false;
  return offer.allPriceGroups
    ? offer.priceGroups.every((group) => groups.has(group))
    : offer.priceGroups.some((group) => groups.has(group));
}

function inPeriods(periods: readonly WeeklyPeriod[], { date, minuteOfDay }: OfferContext): boolean {
  if (periods.length === 0) return true;
  const today = weekdayOf(date);
  const yesterday = today === 1 ? 7 : today - 1;
  return periods.some(({ weekdays, fromMinute, toMinute }) => {
    if (toMinute > fromMinute)
      return weekdays.includes(today) && fromMinute <= minuteOfDay && minuteOfDay < toMinute;
    return (
      (weekdays.includes(today) && fromMinute <= minuteOfDay) ||
      (weekdays.includes(yesterday) && minuteOfDay < toMinute)
    );
  });
}

/** The offer's own priority, or the highest of its price groups that take part. */
export function offerPriority(offer: Offer, groups: OfferContext['priceGroups']): number {
  if (offer.priority !== null) return offer.priority;
  let highest = 0;
  for (const group of offer.priceGroups) highest = Math.max(highest, groups.get(group) ?? 0);
  return highest;
}

/** What became of a coupon that was shown. */
export type CouponState = 'accepted' | 'unknown' | 'notYetValid' | 'expired' | 'otherCustomer' | 'usedUp';

export function couponState(
  coupon: Coupon | undefined,
  context: Pick<OfferContext, 'date' | 'customer'>,
): CouponState {
  if (!coupon) return 'unknown';
  if (context.date < coupon.validFrom) return 'notYetValid';
  if (coupon.validTo !== null && context.date > coupon.validTo) return 'expired';
  if (coupon.customer !== null && coupon.customer !== context.customer) return 'otherCustomer';
  if (coupon.usesMax !== null && coupon.used >= coupon.usesMax) return 'usedUp';
  return 'accepted';
}
