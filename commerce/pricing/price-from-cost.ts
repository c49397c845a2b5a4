import { assert } from '../assert.ts';
import { type Minor, minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';

/** How a price is made from a cost or from another price. */
export type CostRule =
  /** A share of the cost on top of it. */
  | { readonly type: 'markup'; readonly basisPoints: number }
  /** A share of the price that is not cost; below 10,000. */
  | { readonly type: 'margin'; readonly basisPoints: number }
  | { readonly type: 'fixed'; readonly amountMinor: number };

/** The price for a cost, rounded half away from zero. */
export function priceFromCost(costMinor: number, rule: CostRule): Minor {
  switch (rule.type) {
    case 'markup':
      return minor(multiplyDivide(costMinor, 10_000 + rule.basisPoints, 10_000));
    case 'margin':
      assert(rule.basisPoints < 10_000, 'a margin is below the whole price');
      return minor(multiplyDivide(costMinor, 10_000, 10_000 - rule.basisPoints));
    default:
      return minor(costMinor + rule.amountMinor);
  }
}

/** What a price earns, by each of the rules; a share of nothing is null. Rounded half away from zero. */
export function earningsOf(costMinor: number, priceMinor: number) {
  const fixedMinor = minor(priceMinor - costMinor);
  return {
    markupBasisPoints: costMinor > 0 ? multiplyDivide(fixedMinor, 10_000, costMinor) : null,
    marginBasisPoints: priceMinor > 0 ? multiplyDivide(fixedMinor, 10_000, priceMinor) : null,
    fixedMinor,
  };
}
