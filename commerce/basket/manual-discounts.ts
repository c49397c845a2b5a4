import { multiplyDivide } from '../money/multiply-divide.ts';
import { spreadDiscount } from '../promotions/apply-discount.ts';
import type { UnitRun } from '../promotions/unit-run.ts';
import type { Basket, ManualDiscount } from './basket.ts';
import type { LineAtPrice } from './price-lines.ts';

/** Stand in a unit's discounts where an offer's position would. */
export const MANUAL_LINE = -1;
export const MANUAL_TOTAL = -2;

/** Discounts by hand, after all offers: those of lines, then the one of the whole sale over the lines sold. */
export function applyManualDiscounts(
  runs: readonly UnitRun[],
  basket: Basket,
  lines: readonly LineAtPrice[],
): readonly UnitRun[] {
  const hasLineDiscount = basket.lines.some(({ discount }) => discount !== null);
  if (!hasLineDiscount && !basket.discount) return runs;
  const takes = (run: UnitRun) => {
    const line = lines[run.line];
    return line !== undefined && !line.line.settled && !line.product?.blocks.manual;
  };
  let after = runs;
  if (hasLineDiscount) {
    basket.lines.forEach(({ discount }, index) => {
      if (discount) after = give(after, discount, MANUAL_LINE, (run) => run.line === index && takes(run));
    });
  }
  if (!basket.discount) return after;
  const isSold = (run: UnitRun) => (lines[run.line]?.line.quantityThousandths ?? 0) > 0;
  return give(after, basket.discount, MANUAL_TOTAL, (run) => isSold(run) && takes(run));
}

function give(
  runs: readonly UnitRun[],
  discount: ManualDiscount,
  as: number,
  takes: (run: UnitRun) => boolean,
): UnitRun[] {
  const pieces = runs.map((run) => ({ run, perTime: run.count, takes: takes(run) }));
  const cost = pieces.reduce(
    (sum, piece) => sum + (piece.takes ? piece.run.unitMinor * piece.perTime : 0),
    0,
  );
  const amountMinor =
    discount.type === 'percent' ? multiplyDivide(cost, discount.basisPoints, 10_000) : discount.amountMinor;
  return spreadDiscount(pieces, (piece) => piece.takes, 1, as, amountMinor).map(({ run, perTime }) => ({
    ...run,
    count: perTime,
  }));
}
