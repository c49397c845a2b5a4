import type { AdjustmentCalculation } from '../pricing/price-adjustment.ts';

/** What is taken off a price: a share in basis points, an amount, or down to a price. Amounts are per unit where units are rewarded. */
export type Reward =
  | { readonly type: 'percent'; readonly basisPoints: number }
  | { readonly type: 'amount'; readonly amountMinor: number }
  | { readonly type: 'price'; readonly amountMinor: number };

/** A part of the week in the store's zone. `toMinute` at or before `fromMinute` runs into the next day. */
export interface WeeklyPeriod {
  /** 1 is Monday, 7 Sunday: the day it begins on. */
  readonly weekdays: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
}

/**
 * A discount offer. It applies where one of its price groups (or all of them) is the channel's or the
 * customer's, on its days and hours in the store's zone, in its currency.
 */
export interface Offer {
  readonly id: string;
  /** Printed on the receipt. */
  readonly name: string;
  readonly currency: string;
  /** First and last day, `YYYY-MM-DD`; null for no end. */
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Empty: the whole week. */
  readonly periods: readonly WeeklyPeriod[];
  readonly priceGroups: readonly string[];
  readonly allPriceGroups: boolean;
  readonly couponNeeded: boolean;
  /** Its own; null takes the highest of its price groups. */
  readonly priority: number | null;
  readonly concurrency: 'exclusive' | 'bestPrice' | 'compound';
  readonly limits: OfferLimits;
  readonly rule: OfferRule;
}

/** Limits per basket; null for none. */
export interface OfferLimits {
  readonly applicationsMax: number | null;
  /** Units that may be rewarded, of simple offers. */
  readonly unitsMax: number | null;
  readonly discountMaxMinor: number | null;
}

export type OfferRule =
  | SimpleRule
  | QuantityRule
  | MixAndMatchRule
  | LeastExpensiveRule
  | ThresholdRule
  | TenderRule
  | ShippingRule
  | PriceAdjustmentRule;

/** What units save, alone or in deals, before anything looks at the whole basket. */
export type DealRule = SimpleRule | QuantityRule | MixAndMatchRule | LeastExpensiveRule;

export function isDealRule(rule: OfferRule): rule is DealRule {
  return (
    rule.type === 'simple' ||
    rule.type === 'quantity' ||
    rule.type === 'mixAndMatch' ||
    rule.type === 'leastExpensive'
  );
}

/** Every unit of the offer's lines. A line of the offer may have a reward of its own. */
export interface SimpleRule {
  readonly type: 'simple';
  readonly reward: Reward;
}

/** From a quantity on. `stepped` rewards the units of each step at that step's rate, otherwise all units at the highest. */
export interface QuantityRule {
  readonly type: 'quantity';
  readonly stepped: boolean;
  /** Whether each basket line has to reach the quantity by itself, or all of the offer together. */
  readonly pool: 'line' | 'offer';
  readonly tiers: readonly { readonly minUnits: number; readonly reward: Reward }[];
}

/** Units of each group together. */
export interface MixAndMatchRule {
  readonly type: 'mixAndMatch';
  readonly groups: readonly MixAndMatchGroup[];
  /** `price` is for all units of an application together, `amount` too; null: each group has its own, per unit. */
  readonly reward: Reward | null;
  /** Units of products that take no discount still make the set complete. */
  readonly countNonDiscountable: boolean;
}

export interface MixAndMatchGroup {
  readonly units: number;
  readonly reward: Reward | null;
}

/** Of `units` units the `rewarded` cheapest are rewarded. */
export interface LeastExpensiveRule {
  readonly type: 'leastExpensive';
  readonly units: number;
  readonly rewarded: number;
  readonly reward: Reward;
  /** The retailer pairs the dearest with the cheapest, after best price, on units without a discount. */
  readonly favour: 'customer' | 'retailer';
  /** Spreads the saving over all units of the set, so that a return of one gives back its share. */
  readonly distribute: boolean;
}

/**
 * From an amount on, of what the lines cost after other discounts: the highest tier reached. It rewards the
 * lines that count, or the offer's gift groups. `repeat` gives an amount again for each time the tier fits.
 */
export interface ThresholdRule {
  readonly type: 'threshold';
  readonly tiers: readonly { readonly minAmountMinor: number; readonly reward: Reward }[];
  readonly repeat: boolean;
  /** Lines that take no discount, or are locked by another one, still count with what they cost. */
  readonly countNonDiscountable: boolean;
  /** Groups 1, 2, … of the offer's lines: what is rewarded instead. No limit of units: null. */
  readonly gifts: readonly { readonly unitsMax: number | null; readonly reward: Reward }[];
}

/** A share of what is paid with these tenders, on top of everything, before tax. */
export interface TenderRule {
  readonly type: 'tender';
  readonly tenderTypes: readonly string[];
  readonly tiers: readonly { readonly minAmountMinor: number; readonly basisPoints: number }[];
}

/** Off the delivery charge, from an amount of goods on. */
export interface ShippingRule {
  readonly type: 'shipping';
  /** Empty: every mode of delivery. */
  readonly deliveryModes: readonly string[];
  readonly tiers: readonly { readonly minAmountMinor: number; readonly reward: Reward }[];
}

/**
 * No discount but another price, before any discount: `best` ones compete, `compound` ones are the components of a
 * price structure. It has an offer's dates, price groups, priority and lines.
 */
export interface PriceAdjustmentRule {
  readonly type: 'priceAdjustment';
  readonly calculation: AdjustmentCalculation;
  readonly mode: 'best' | 'compound';
  readonly base: 'running' | 'original';
  readonly sequence: number;
}

/** Which products an offer concerns. An excluding line beats every including one. */
export interface OfferLine {
  readonly offer: string;
  readonly line: number;
  /** What it names: `all`, or one of a product's keys (`product:`, `master:`, `category:`, `label:`). */
  readonly target: string;
  /** Of a master: only the variants with these dimensions. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Exactly this unit of measure; null for any. */
  readonly unitOfMeasure: string | null;
  readonly exclude: boolean;
  /** Position of the group in the rule, from 0. */
  readonly group: number;
  /** Instead of the rule's, for simple offers. */
  readonly reward: Reward | null;
}

/** What unlocks an offer. */
export interface Coupon {
  readonly code: string;
  readonly offer: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Only for this customer; null for everybody. */
  readonly customer: string | null;
  readonly usesMax: number | null;
  /** How often it was used, as far as this host knows. */
  readonly used: number;
}
