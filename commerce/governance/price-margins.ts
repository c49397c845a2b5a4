import { multiplyDivide } from '../money/multiply-divide.ts';

/** A price without tax beside what the product costs. */
export interface PricedCost {
  /** Of one price unit, without tax. */
  readonly netMinor: number;
  readonly priceUnitThousandths: number;
  /** Of one, without tax. */
  readonly costMinor: number;
}

/** A price that changes. `soldThousandths` is how much was sold in the span that is looked at. */
export interface MarginChange {
  readonly old: PricedCost | null;
  readonly new: PricedCost | null;
  readonly soldThousandths: number;
}

export interface Margins {
  /** Prices that have a cost, before and after. */
  readonly prices: number;
  readonly oldBasisPoints: number | null;
  readonly newBasisPoints: number | null;
}

/** What the price leaves of itself, in basis points, half away from zero; negative below cost, null of no price. */
export function marginBasisPoints({ netMinor, priceUnitThousandths, costMinor }: PricedCost): number | null {
  if (netMinor <= 0) return null;
  const left = netMinor * 1000 - costMinor * priceUnitThousandths;
  return multiplyDivide(left, 10_000, netMinor * 1000);
}

/** The margin of all prices together, weighted by what was sold; of one of each where nothing was. */
export function summariseMargins(changes: readonly MarginChange[]): Margins {
  const both = changes.flatMap(({ old, new: next, soldThousandths }) =>
    old && next ? [{ old, new: next, soldThousandths }] : [],
  );
  const isSold = both.some(({ soldThousandths }) => soldThousandths > 0);
  const marginOf = (which: 'old' | 'new'): number | null => {
    let netMinor = 0;
    let costMinor = 0;
    for (const change of both) {
      const units = isSold ? change.soldThousandths : 1000;
      const price = change[which];
      netMinor += multiplyDivide(units, price.netMinor, price.priceUnitThousandths);
      costMinor += multiplyDivide(units, price.costMinor, 1000);
    }
    return marginBasisPoints({ netMinor, costMinor, priceUnitThousandths: 1000 });
  };
  return { prices: both.length, oldBasisPoints: marginOf('old'), newBasisPoints: marginOf('new') };
}
