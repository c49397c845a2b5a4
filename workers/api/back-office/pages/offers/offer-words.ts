import type { Offer } from '../../../../../commerce/promotions/offer.ts';
import type { Tone } from '../../parts/status.ts';
import type { OfferType } from './offer-draft.ts';

/** What people call the types of offers, in the order in which they are offered. */
export const offerTypes: ReadonlyMap<OfferType, string> = new Map([
  ['simple', 'Discount'],
  ['leastExpensive', 'Least expensive free'],
  ['mixAndMatch', 'Mix and match'],
  ['quantity', 'Quantity discount'],
  ['threshold', 'From an amount on, or a gift'],
  ['tender', 'For a way of paying'],
  ['shipping', 'Delivery'],
  ['priceAdjustment', 'Price adjustment'],
]);

/** Whether an offer runs on a day. */
export function offerState(
  { validFrom, validTo }: Pick<Offer, 'validFrom' | 'validTo'>,
  today: string,
): { readonly tone: Tone; readonly words: string } {
  if (validTo !== null && validTo < today) return { tone: 'off', words: 'Ended' };
  if (validFrom > today) return { tone: 'info', words: 'Not yet' };
  return { tone: 'ok', words: 'Runs' };
}
