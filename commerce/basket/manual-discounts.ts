import { multiplyDivide } from '../money/multiply-divide.ts';
import type { RoundingMode } from '../money/rounding-mode.ts';
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
  rounding?: RoundingMode,
): readonly UnitRun[] {
  const hasLineDiscount = basket.lines.some(({ discount }) => discount !== null);
  if (!hasLineDiscount && !basket.discount) return runs;
  const takes = (run: UnitRun) => takesManualDiscount(lines[run.line]);
  let after = runs;
  if (hasLineDiscount) {
    basket.lines.forEach(({ discount }, index) => {
      if (discount)
        after = give(after, discount, MANUAL_LINE, rounding, (run) => run.line === index && takes(run));
    });
  }
  if (!basket.discount) return after;
  return give(after, basket.discount, MANUAL_TOTAL, rounding, (run) => takesTotalDiscount(lines[run.line]));
}

function takesManualDiscount(line: LineAtPrice | undefined): boolean {
  return line !== undefined && !line.line.settled && !line.product?.blocks.manual;
}

/** Whether a part of the discount of the whole sale lies on the line. */
export function takesTotalDiscount(line: LineAtPrice | undefined): boolean {
  return takesManualDiscount(line) && (line?.line.quantityThousandths ?? 0) > 0;
}

function give(
  runs: readonly UnitRun[],
  discount: ManualDiscount,
  as: number,
  rounding: RoundingMode | undefined,
  takes: (run: UnitRun) => boolean,
): UnitRun[] {
  const pieces = runs.map((run) => ({ run, perTime: run.count, takes: takes(run) }));
  const cost = pieces.reduce(
    (sum, piece) => sum + (piece.takes ? piece.run.unitMinor * piece.perTime : 0),
    0,
  );
  const amountMinor =
    discount.type === 'percent'
      ? multiplyDivide(cost, discount.basisPoints, 10_000, rounding)
      : discount.amountMinor;
  return spreadDiscount(pieces, (piece) => piece.takes, 1, as, amountMinor).map(({ run, perTime }) => ({
    ...run,
    count: perTime,
  }));
}
