import { unreachable } from '../assert.ts';
import { lineAmountMinor, type UnitPrice } from '../money/unit-price.ts';
import {
  type AdjustmentMismatch,
  type AdjustmentQuestion,
  adjustmentMismatch,
  adjustmentPriority,
  adjustPrice,
  bestAdjustment,
  missingGroup,
} from './adjust-price.ts';
import { compareUnitPrices } from './compare-unit-prices.ts';
import type { PriceAdjustment } from './price-adjustment.ts';
import type { Applied, DoesNotFit, WentSecond } from './price-reason.ts';

export interface ExplainedAdjustment {
  readonly adjustment: PriceAdjustment;
  readonly reason: Applied | DoesNotFit | WentSecond;
}

/** Why each adjustment of a price counts or does not, in the order given. `byMinor` is of the price unit. */
export function explainAdjustments(
  price: UnitPrice,
  adjustments: readonly PriceAdjustment[],
  question: AdjustmentQuestion,
): readonly ExplainedAdjustment[] {
  const applied = new Set(adjustPrice(price, adjustments, question).adjustments.map(({ id }) => id));
  const best = bestAdjustment(price, adjustments, question);
  return adjustments.map((adjustment) => {
    const mismatch = adjustmentMismatch(adjustment, question);
    if (mismatch !== null) return { adjustment, reason: doesNotFit(adjustment, mismatch, question) };
    if (applied.has(adjustment.id)) return { adjustment, reason: { type: 'applied' } };
    const alone = adjustPrice(price, [adjustment], question);
    if (!best || adjustment.mode === 'compound' || alone.adjustments.length === 0)
      return { adjustment, reason: { type: 'notLower' } };
    return { adjustment, reason: wentSecond(price, best, adjustment, question) };
  });
}

function wentSecond(
  price: UnitPrice,
  best: PriceAdjustment,
  adjustment: PriceAdjustment,
  question: AdjustmentQuestion,
): WentSecond {
  const by = best.id;
  const priority = adjustmentPriority(best, question);
  if (priority > adjustmentPriority(adjustment, question)) return { type: 'lowerPriority', by, priority };
  const first = adjustPrice(price, [best], question).active;
  const second = adjustPrice(price, [adjustment], question).active;
  if (compareUnitPrices(first, second) === 0) return { type: 'sameElsewise', by };
  return { type: 'beaten', by, byMinor: differenceMinor(second, first, price) };
}

/** Rounded to the nearest minor unit. */
function differenceMinor(dearer: UnitPrice, cheaper: UnitPrice, per: UnitPrice): number {
  const amount = (price: UnitPrice) => lineAmountMinor(per.priceUnitThousandths, price);
  return amount(dearer) - amount(cheaper);
}

function doesNotFit(
  adjustment: PriceAdjustment,
  type: AdjustmentMismatch,
  question: AdjustmentQuestion,
): DoesNotFit {
  switch (type) {
    case 'otherCurrency':
      return { type, currency: adjustment.currency };
    case 'notInGroup':
      return { type, priceGroup: missingGroup(adjustment, question) ?? '' };
    case 'notYetValid':
      return { type, date: adjustment.validFrom };
    case 'expired':
      return { type, date: adjustment.validTo ?? '' };
    default:
      return unreachable(type);
  }
}
