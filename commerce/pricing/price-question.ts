import type { AttributeValues } from './attribute-predicate.ts';

/** Everything a price depends on besides the rows: the product, how much of it, for whom, where and when. */
export interface PriceQuestion {
  readonly product: ProductToPrice;
  readonly currency: string;
  /** Thousandths of the line's unit; a return asks with its absolute quantity. */
  readonly quantityThousandths: number;
  /** The line's unit; null for the product's own. */
  readonly unitOfMeasure: string | null;
  readonly date: string;
  readonly customer: string | null;
  readonly priceGroups: readonly ContextPriceGroup[];
  readonly contextAttributes: AttributeValues;
  readonly settings: PriceSettings;
}

export interface ProductToPrice {
  readonly sku: string;
  /** The master's SKU of a variant. */
  readonly variantOf: string | null;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unitOfMeasure: string | null;
  readonly unitConversions: readonly UnitConversion[];
  readonly attributes: AttributeValues;
}

/** One `unitOfMeasure` is `numerator ÷ denominator` of the product's own unit: a box of twelve is 12 ÷ 1. */
export interface UnitConversion {
  readonly unitOfMeasure: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** A price group that the sale is in, by its channel, its catalogue or its customer. */
export interface ContextPriceGroup {
  readonly id: string;
  /** The highest that has a price ends the search, also when a lower one is cheaper. Usually 0. */
  readonly priority: number;
  readonly source: 'channel' | 'catalogue' | 'affiliation' | 'loyalty' | 'customer';
}

export interface PriceSettings {
  /** `specific`: the customer's price, else the group's, else the base price. `lowest`: the cheapest of them. */
  readonly choice: 'specific' | 'lowest';
  /** Whether an adjustment to a price may be above the price it replaces. */
  readonly adjustUp: boolean;
}

export const defaultPriceSettings: PriceSettings = { choice: 'specific', adjustUp: false };

/** The priority of a group in the sale, the highest where it comes from two sides; undefined if it is not in it. */
export function groupPriority(groups: readonly ContextPriceGroup[], id: string): number | undefined {
  let highest: number | undefined;
  for (const group of groups) {
    if (group.id === id && (highest === undefined || group.priority > highest)) highest = group.priority;
  }
  return highest;
}
