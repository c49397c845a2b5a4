import { unreachable } from '../assert.ts';
import type { OfferRefusal } from '../promotions/offer-conditions.ts';

/** What became of an offer on a line, and why. Amounts are what the line, or the basket, would save. */
export type OfferReason =
  | { readonly type: 'applied' }
  /** Another choice saves the basket more, by this much. */
  | { readonly type: 'beaten'; readonly byMinor: number; readonly by: readonly string[] }
  /** It does not stack with what the line has already. */
  | { readonly type: 'notCombined'; readonly by: readonly string[] }
  | { readonly type: 'lowerPriority'; readonly priority: number; readonly by: readonly string[] }
  /** It saves on other lines; this one only makes the set complete. */
  | { readonly type: 'countsOnly' }
  | { readonly type: 'unitsMissing'; readonly haveUnits: number; readonly neededUnits: number }
  | { readonly type: 'amountMissing'; readonly missingMinor: number; readonly neededMinor: number }
  | { readonly type: 'otherTender'; readonly tenderTypes: readonly string[] }
  | { readonly type: 'noSaving' }
  | { readonly type: 'noDiscount' }
  | { readonly type: 'priceSetByHand' }
  | { readonly type: 'manualDiscountInstead' }
  | OfferRefusal;

/** A reason as an English sentence. The host writes amounts, because it knows the currency, and names offers. */
export function offerReasonText(
  reason: OfferReason,
  amountText: (amountMinor: number) => string,
  nameOf: (offer: string) => string,
): string {
  const names = (offers: readonly string[]) => offers.map(nameOf).join(', ');
  switch (reason.type) {
    case 'applied':
      return 'Applies.';
    case 'beaten':
      return reason.by.length === 0
        ? `Beaten: the basket would save ${amountText(reason.byMinor)} less.`
        : `Beaten by ${names(reason.by)}: the basket would save ${amountText(reason.byMinor)} less.`;
    case 'notCombined':
      return `Does not combine with ${names(reason.by)}.`;
    case 'lowerPriority':
      return `${names(reason.by)} goes first with priority ${reason.priority}.`;
    case 'countsOnly':
      return 'Counts for the set; the saving lies on other lines.';
    case 'unitsMissing':
      return `${reason.haveUnits} of ${reason.neededUnits} pieces are in the basket.`;
    case 'amountMissing':
      return `${amountText(reason.missingMinor)} more is needed to reach ${amountText(reason.neededMinor)}.`;
    case 'otherTender':
      return `Is for paying with ${reason.tenderTypes.join(' or ')}.`;
    case 'noSaving':
      return 'Would not make this line cheaper.';
    case 'noDiscount':
      return 'This product takes no discount.';
    case 'priceSetByHand':
      return 'The price was set by hand.';
    case 'manualDiscountInstead':
      return 'The line has a discount by hand instead.';
    case 'otherCurrency':
      return `Is in ${reason.currency}.`;
    case 'notYetValid':
      return `Begins on ${reason.validFrom}.`;
    case 'expired':
      return `Ended on ${reason.validTo}.`;
    case 'outsidePeriods':
      return `Runs ${reason.periods.map(periodText).join('; ')}.`;
    case 'notInPriceGroup':
      return reason.priceGroups.length === 0
        ? 'Is for no price group.'
        : `Is only for price group ${reason.priceGroups.join(reason.all ? ' and ' : ' or ')}.`;
    case 'couponNeeded':
      return 'Needs its coupon.';
    default:
      return unreachable(reason);
  }
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function periodText(period: {
  readonly weekdays: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
}): string {
  const days = period.weekdays.map((day) => weekdayNames[day - 1]).join(', ');
  return `${days} ${timeText(period.fromMinute)} to ${timeText(period.toMinute)}`;
}

function timeText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
