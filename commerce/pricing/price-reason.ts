import type { PriceScope } from './price-agreement.ts';

/**
 * Why a row or an adjustment counts for a line, or does not. `by` is the id of the one that went before it.
 * Amounts are of the line, quantities of the row's unit of measure.
 */
export type PriceReason = Applied | DoesNotFit | WentSecond;

export interface Applied {
  readonly type: 'applied';
}

/** It would not price this line, whatever else there is. */
export type DoesNotFit =
  | { readonly type: 'otherProduct'; readonly sku: string }
  | { readonly type: 'otherVariant'; readonly dimension: string; readonly value: string }
  | { readonly type: 'otherCurrency'; readonly currency: string }
  | { readonly type: 'otherUnit'; readonly unitOfMeasure: string | null }
  | { readonly type: 'otherCustomer'; readonly customer: string }
  | { readonly type: 'notInGroup'; readonly priceGroup: string }
  | { readonly type: 'attributeNotMet'; readonly attribute: string }
  | { readonly type: 'notYetValid'; readonly date: string }
  | { readonly type: 'expired'; readonly date: string }
  | { readonly type: 'quantityNotReached'; readonly neededThousandths: number }
  /** An adjustment to a price that is not below the one it would replace. */
  | { readonly type: 'notLower' };

/** It would, if the one that went before it were not there. */
export type WentSecond =
  /** A customer's price goes before a group's, and that before the base price. */
  | { readonly type: 'lowerScope'; readonly by: string; readonly scope: PriceScope }
  | { readonly type: 'lowerPriority'; readonly by: string; readonly priority: number }
  | { readonly type: 'lessSpecific'; readonly by: string }
  | { readonly type: 'lowerRank'; readonly by: string }
  | { readonly type: 'smallerBreak'; readonly by: string; readonly minQuantityThousandths: number }
  | { readonly type: 'earlierStart'; readonly by: string; readonly date: string }
  /** Where the cheapest counts, a later row of the same kind is the only one that is compared. */
  | { readonly type: 'replaced'; readonly by: string; readonly date: string }
  | { readonly type: 'beaten'; readonly by: string; readonly byMinor: number }
  /** The two differ in nothing but their ids. */
  | { readonly type: 'sameElsewise'; readonly by: string };
