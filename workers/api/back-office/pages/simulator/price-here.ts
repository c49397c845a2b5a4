import { adjustmentOfOffer } from '../../../../../commerce/basket/adjustment-of-offer.ts';
import type { Basket } from '../../../../../commerce/basket/basket.ts';
import { BasketSearch } from '../../../../../commerce/basket/basket-search.ts';
import { type BasketExplanation, explainBasket } from '../../../../../commerce/basket/explain-basket.ts';
import { workOutBasket } from '../../../../../commerce/basket/price-basket.ts';
import type { PricedBasket } from '../../../../../commerce/basket/priced-basket.ts';
import type { PricingData } from '../../../../../commerce/basket/pricing-data.ts';
import {
  type PricingDataAnswer,
  type PricingDataRequest,
  readPricingData,
} from '../../../../../protocol/pricing-data-messages.ts';
import { post } from '../../app/api.ts';
import type { OfferRow } from '../offers/offer-draft.ts';

export interface BasketRow {
  readonly sku: string;
  readonly units: number;
}

export interface PricedHere {
  readonly priced: PricedBasket;
  readonly explanation: BasketExplanation;
}

export const readPricing = (request: PricingDataRequest): Promise<PricingDataAnswer> =>
  post('/v1/pricing-data', request);

/** Prices a basket in the page, by the registers' own engine, with a draft in the place of the offer it changes. */
export function priceHere(
  { channel, data: written, customer, date, minuteOfDay }: PricingDataAnswer,
  rows: readonly BasketRow[],
  coupons: readonly string[],
  draft: OfferRow | null = null,
): PricedHere {
  const read = readPricingData(written);
  const data = draft ? withOffer(read, draft) : read;
  const basket: Basket = {
    ...{
      date,
      minuteOfDay,
      customer,
      coupons,
      discount: null,
      isTaxExempt: false,
      delivery: null,
      tenders: [],
    },
    lines: rows.map(({ sku, units }, index) => ({
      ...{ id: String(index), sku, quantityThousandths: units * 1000, unitOfMeasure: null, fixedPrice: null },
      ...{ discount: null, taxCode: null, isTaxExempt: false, settled: null },
    })),
  };
  const solve = new BasketSearch().solve('full');
  const work = workOutBasket(basket, channel, data, solve);
  return { priced: work.priced, explanation: explainBasket(work, basket, channel, data, solve) };
}

/** The data as it would be with this offer instead of the one of the same id. */
export function withOffer(data: PricingData, { lines, ...offer }: OfferRow): PricingData {
  const offerLines = new Map(
    [...data.offerLines].map(([target, found]) => [target, found.filter((line) => line.offer !== offer.id)]),
  );
  for (const [index, line] of lines.entries()) {
    const found = offerLines.get(line.target) ?? [];
    offerLines.set(line.target, [...found, { ...line, offer: offer.id, line: index + 1 }]);
  }
  const offers = new Map(data.offers);
  const adjustments = new Map(data.adjustments);
  offers.delete(offer.id);
  adjustments.delete(offer.id);
  const adjustment = adjustmentOfOffer(offer);
  if (adjustment) adjustments.set(offer.id, adjustment);
  else offers.set(offer.id, offer);
  return { ...data, offers, adjustments, offerLines };
}
