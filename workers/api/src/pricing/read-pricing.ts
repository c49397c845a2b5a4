import type { Buyer } from '../../../../commerce/basket/basket.ts';
import type { ChannelPricing, PricingData } from '../../../../commerce/basket/pricing-data.ts';
import type { Solve } from '../../../../commerce/promotions/offer-round.ts';

/** Which stream versions: the store's newest ones without a snapshot. */
export interface PricingScope {
  readonly store: string;
  readonly snapshot?: Readonly<Record<string, number>> | undefined;
  /** Rows of masters as they would be, laid over what is there; null for one that would be gone. */
  readonly overlay?: readonly LaidRow[] | undefined;
}

export interface LaidRow {
  readonly noun: string;
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>> | null;
}

export interface PricingWanted {
  readonly skus: readonly string[];
  readonly coupons: readonly string[];
  readonly customer: string | null;
  readonly loyaltyCard: string | null;
}

/** What a basket of a channel is priced with. */
export interface ChannelRead {
  readonly channel: ChannelPricing;
  readonly data: PricingData;
  /** Null where nobody was named, or nobody has that number. */
  readonly customer: Buyer | null;
  readonly timeZone: string;
}

/** Null where there is no such store, or nobody knows the versions asked for. */
export type ReadPricing = (
  database: D1Database,
  scope: PricingScope,
  wanted: PricingWanted,
) => Promise<ChannelRead | null>;

/** What the pricing routes work with, so that tests bring their own masters and clock. */
export interface PricingPorts {
  readonly readPricing: ReadPricing;
  readonly solve: Solve;
}
