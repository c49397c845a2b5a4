import { zeroMinor } from '../money/minor.ts';
import type { CouponState } from '../promotions/offer-conditions.ts';
import type { SearchFacts } from '../promotions/offer-round.ts';
import type { TransactionLine, TransactionTotals } from '../transaction/retail-transaction.ts';

export interface PricedCart {
  readonly lines: readonly PricedLine[];
  readonly totals: TransactionTotals;
  readonly tenderedMinor: number;
  /** What is still to pay; negative when money goes back to the customer. */
  readonly dueMinor: number;
  readonly coupons: readonly { readonly code: string; readonly state: CouponState }[];
  readonly search: SearchFacts;
}

/** `priced` is false where the channel has no price, or no tax rate, for the product that day. */
export interface PricedLine extends TransactionLine {
  readonly priced: boolean;
}

/** What is shown before anything is known. */
export const emptyPricedCart: PricedCart = {
  lines: [],
  totals: {
    netMinor: zeroMinor,
    taxMinor: zeroMinor,
    grossMinor: zeroMinor,
    discountMinor: zeroMinor,
    quantityThousandths: 0,
  },
  tenderedMinor: 0,
  dueMinor: 0,
  coupons: [],
  search: { savedScaled: 0, boundScaled: 0, proven: true, nodes: 0, components: 0 },
};
