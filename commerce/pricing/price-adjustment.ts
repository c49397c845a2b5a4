/**
 * A change of the agreement price before discounts. The caller has taken those that concern the product;
 * currency, days and price groups are asked here.
 */
export interface PriceAdjustment {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly calculation: AdjustmentCalculation;
  /** `best`: only one of them, at the highest priority. `compound`: a component of a price structure, always. */
  readonly mode: 'best' | 'compound';
  /** What a component's percentage is of: the price so far, or the agreement price. */
  readonly base: 'running' | 'original';
  /** Order of the components. */
  readonly sequence: number;
  /** Its own; null takes the highest of its price groups. */
  readonly priority: number | null;
  /** Empty: everybody. */
  readonly priceGroups: readonly string[];
  /** Whether the sale must be in all of its groups instead of one. */
  readonly allPriceGroups: boolean;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Signed: what is below zero makes cheaper. Amounts and prices are of one of the line's unit. */
export type AdjustmentCalculation =
  | { readonly type: 'percent'; readonly basisPoints: number }
  | { readonly type: 'amount'; readonly amountMinor: number }
  | { readonly type: 'price'; readonly amountMinor: number };
