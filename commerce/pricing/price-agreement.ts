import type { UnitPrice } from '../money/unit-price.ts';
import type { AttributePredicate } from './attribute-predicate.ts';

/**
 * One dated price of a product, or of all variants of a master. Its scope is one customer, else one price
 * group, else everybody: a row for everybody is the base price. Fields that are left out restrict nothing.
 */
export interface PriceAgreement extends UnitPrice {
  readonly id: string;
  /** The product's own SKU, or its master's. */
  readonly sku: string;
  /** Of a master's row: only the variants with these dimensions; empty for all of them. */
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly priceGroup: string | null;
  readonly customer?: string | null;
  readonly currency: string;
  /** The unit that is priced and counted; null for the product's own. */
  readonly unitOfMeasure?: string | null;
  readonly minQuantityThousandths: number;
  /** All of them must hold. */
  readonly attributes?: readonly AttributePredicate[];
  /** Of rows that differ in their attributes the highest combination rank goes first: header × 1000 + line. */
  readonly headerRank?: number;
  readonly lineRank?: number;
  /** First day of validity, `YYYY-MM-DD` in the store's zone. */
  readonly validFrom: string;
  /** Last day of validity, or null for no end. */
  readonly validTo: string | null;
}

export type PriceScope = 'customer' | 'priceGroup' | 'everybody';

export function priceScope(row: PriceAgreement): PriceScope {
  if (row.customer) return 'customer';
  return row.priceGroup === null ? 'everybody' : 'priceGroup';
}
