import { assert } from '../assert.ts';
import type { Basket } from '../basket/basket.ts';
import { priceBasket } from '../basket/price-basket.ts';
import type { PricedBasket } from '../basket/priced-basket.ts';
import type { ChannelPricing, PricingData } from '../basket/pricing-data.ts';
import { type Minor, minor } from '../money/minor.ts';
import type { Solve } from '../promotions/offer-round.ts';

/** A sale as it was priced: its own day, offers and prices, not today's. */
export interface SaleToReprice {
  readonly basket: Basket;
  readonly channel: ChannelPricing;
  readonly data: PricingData;
  /** Tax included; what went back for it before is taken off. */
  readonly paidMinor: number;
}

export interface RepricedRefund {
  /** What the customer keeps, priced as if nothing else had been sold. */
  readonly kept: PricedBasket;
  readonly keptMinor: Minor;
  /** Positive: paid less what the kept goods cost; nothing where these cost more, never more than was paid. */
  readonly refundMinor: Minor;
}

/**
 * The refund where a return takes back the discounts that its goods made possible: the kept goods are priced
 * again. `returnedThousandths` is by line id and counts everything that has come back so far.
 */
export function refundByRepricing(
  { basket, channel, data, paidMinor }: SaleToReprice,
  returnedThousandths: ReadonlyMap<string, number>,
  solve: Solve,
): RepricedRefund {
  assert(paidMinor >= 0, 'what goes back was paid before');
  const lines = basket.lines.flatMap((line) => {
    const returned = returnedThousandths.get(line.id) ?? 0;
    assert(
      returned === 0 || (returned > 0 && returned <= line.quantityThousandths),
      'no more comes back than was sold',
    );
    return returned === line.quantityThousandths
      ? []
      : [{ ...line, quantityThousandths: line.quantityThousandths - returned }];
  });
  const kept = priceBasket({ ...basket, lines }, channel, data, solve);
  const keptMinor = kept.totals.grossMinor;
  return { kept, keptMinor, refundMinor: minor(Math.min(paidMinor, Math.max(0, paidMinor - keptMinor))) };
}
