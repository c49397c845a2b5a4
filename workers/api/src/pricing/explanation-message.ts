import type { LineExplanation as Explained } from '../../../../commerce/basket/explain-basket.ts';
import { offerReasonText } from '../../../../commerce/basket/offer-reason.ts';
import type { PricingData } from '../../../../commerce/basket/pricing-data.ts';
import { priceReasonText } from '../../../../commerce/pricing/price-reason-text.ts';
import type { LineExplanation } from '../../../../protocol/pricing-messages.ts';
import { unitPriceMinor } from './unit-price-minor.ts';

/** A line's explanation as it travels, each reason with its sentence. What other customers pay stays here. */
export function lineExplanation(
  { prices, adjustments, offers }: Explained,
  currency: string,
  data: PricingData,
): LineExplanation {
  const amount = amountText(currency);
  const nameOf = (offer: string) => data.offers.get(offer)?.name ?? offer;
  return {
    prices: prices
      .filter(({ reason }) => reason.type !== 'otherCustomer')
      .map(({ row, reason }) => ({
        price: row.id,
        unitPriceMinor: unitPriceMinor(row),
        reason: { ...reason, text: priceReasonText(reason, amount) },
      })),
    adjustments: adjustments.map(({ adjustment, reason }) => ({
      adjustment: adjustment.id,
      name: adjustment.name,
      reason: { ...reason, text: priceReasonText(reason, amount) },
    })),
    offers: offers.map(({ offer, name, amountMinor, reason }) => ({
      offer,
      name,
      discountMinor: amountMinor,
      reason: { ...reason, text: offerReasonText(reason, amount, nameOf) },
    })),
  };
}

function amountText(currency: string): (amountMinor: number) => string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (amountMinor) => format.format(amountMinor / 10 ** digits);
}
