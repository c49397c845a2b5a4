import type { Minor } from '../money/minor.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import type { AppliedAdjustment } from '../pricing/adjust-price.ts';
import type { CouponState } from '../promotions/offer-conditions.ts';
import type { SearchFacts } from '../promotions/offer-round.ts';
import type { LineTax } from '../tax/taxed-document.ts';

/** Named in every priced document; raised when the same input may give another answer. */
export const engineVersion = '2';

export interface PricedBasket {
  /** In the basket's order. */
  readonly lines: readonly PricedBasketLine[];
  readonly delivery: PricedDelivery | null;
  readonly totals: BasketTotals;
  readonly coupons: readonly { readonly code: string; readonly state: CouponState }[];
  /** How the offers were chosen. */
  readonly search: SearchFacts;
}

export interface BasketTotals {
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
  /** Of all lines and the delivery, in the prices' own terms: with tax where prices include it. */
  readonly discountMinor: Minor;
}

export interface PricedBasketLine {
  readonly id: string;
  readonly sku: string;
  readonly quantityThousandths: number;
  /** What one unit costs before discounts. */
  readonly unitPrice: UnitPrice;
  /** What the channel's prices say, with adjustments; null where it has none. */
  readonly listPrice: UnitPrice | null;
  readonly basePrice: UnitPrice | null;
  readonly priceAgreement: string | null;
  readonly adjustments: readonly AppliedAdjustment[];
  /** Quantity × unit price. */
  readonly amountMinor: Minor;
  readonly discounts: readonly LineDiscount[];
  /** What the units cost after discounts, in their order; together the amount less the discounts. */
  readonly paid: readonly PaidUnits[];
  readonly taxCode: string;
  readonly taxes: readonly LineTax[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
  readonly components: readonly KitShare[];
  readonly fault: LineFault | null;
}

export interface LineDiscount {
  readonly kind: 'offer' | 'manualLine' | 'manualTotal' | 'tender';
  /** Null for a manual one. */
  readonly offer: string | null;
  readonly name: string;
  readonly amountMinor: Minor;
}

/** `amountMinor` is of `quantityThousandths` of units that cost the same, to the minor unit. */
export interface PaidUnits {
  readonly quantityThousandths: number;
  readonly amountMinor: number;
  /** What each of these units was discounted; a weighed line is one unit. */
  readonly discountMinor: number;
}

/** A kit's component with its share of what the kit costs. */
export interface KitShare {
  readonly sku: string;
  readonly quantityThousandths: number;
  readonly amountMinor: number;
}

export interface PricedDelivery {
  readonly chargeMinor: Minor;
  readonly discounts: readonly LineDiscount[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
  readonly taxes: readonly LineTax[];
  readonly fault: LineFault | null;
}

/** Why a line has no price; it then stands in the basket at nothing. */
export type LineFault =
  | { readonly type: 'unknownProduct'; readonly sku: string }
  | { readonly type: 'noPrice'; readonly sku: string }
  | { readonly type: 'noTaxRate'; readonly taxCode: string }
  | { readonly type: 'circularTaxCode'; readonly taxCode: string }
  | { readonly type: 'taxNotComputable'; readonly taxCode: string };
