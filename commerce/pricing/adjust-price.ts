import { multiplyDivide } from '../money/multiply-divide.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import type { PriceAdjustment } from './price-adjustment.ts';
import { type ContextPriceGroup, groupPriority, type PriceSettings } from './price-question.ts';

/** What of a price question an adjustment depends on. */
export interface AdjustmentQuestion {
  readonly currency: string;
  readonly date: string;
  readonly priceGroups: readonly ContextPriceGroup[];
  readonly settings: Pick<PriceSettings, 'adjustUp'>;
}

export interface AdjustedPrice {
  readonly active: UnitPrice;
  /** In the order in which they were applied. */
  readonly adjustments: readonly AppliedAdjustment[];
}

export interface AppliedAdjustment {
  readonly id: string;
  readonly before: UnitPrice;
  readonly after: UnitPrice;
}

export type AdjustmentMismatch = 'otherCurrency' | 'notInGroup' | 'notYetValid' | 'expired';

/** A price finer than its unit's minor amounts: percentages of it stay exact to this part of a minor unit. */
const FINE_PARTS = 10_000;

/**
 * The price after its adjustments: first the best of mode `best` (of the highest priority that has one the
 * one with the lowest price, then the id), then every component by sequence. A price never falls below zero,
 * and an adjustment to a price that is not lower does nothing unless `adjustUp`.
 *
 * A price of one (price unit 1000) stays in whole minor units: each percentage is rounded half away from
 * zero. A price of any other unit is kept to a ten-thousandth of a minor unit per price unit, which is
 * exact for the first percentage; later ones round there, half away from zero.
 */
export function adjustPrice(
  price: UnitPrice,
  adjustments: readonly PriceAdjustment[],
  question: AdjustmentQuestion,
): AdjustedPrice {
  if (adjustments.length === 0) return { active: price, adjustments: noAdjustments };
  const scale = scaleOf(price);
  let running = scale.original;
  const applied: AppliedAdjustment[] = [];
  const apply = (adjustment: PriceAdjustment) => {
    const after = amountAfter(adjustment, running, scale, question);
    if (after === null) return;
    applied.push({ id: adjustment.id, before: unscaled(running, scale), after: unscaled(after, scale) });
    running = after;
  };
  const best = bestAdjustment(price, adjustments, question);
  if (best) apply(best);
  for (const component of componentsInOrder(adjustments, question)) apply(component);
  return { active: unscaled(running, scale), adjustments: applied };
}

export function adjustmentMismatch(
  adjustment: PriceAdjustment,
  question: AdjustmentQuestion,
): AdjustmentMismatch | null {
  if (adjustment.currency !== question.currency) return 'otherCurrency';
  if (missingGroup(adjustment, question) !== undefined) return 'notInGroup';
  if (adjustment.validFrom > question.date) return 'notYetValid';
  if (adjustment.validTo !== null && question.date > adjustment.validTo) return 'expired';
  return null;
}

/** A group that the sale would have to be in. */
export function missingGroup(
  { priceGroups, allPriceGroups }: PriceAdjustment,
  question: AdjustmentQuestion,
): string | undefined {
  const isMissing = (id: string) => adjustingGroupPriority(question, id) === undefined;
  if (allPriceGroups) return priceGroups.find(isMissing);
  return priceGroups.every(isMissing) ? priceGroups[0] : undefined;
}

export function adjustmentPriority(adjustment: PriceAdjustment, question: AdjustmentQuestion): number {
  if (adjustment.priority !== null) return adjustment.priority;
  let highest: number | undefined;
  for (const id of adjustment.priceGroups) {
    const priority = adjustingGroupPriority(question, id);
    if (priority !== undefined && (highest === undefined || priority > highest)) highest = priority;
  }
  return highest ?? 0;
}

/** The one of mode `best` that applies to this price. */
export function bestAdjustment(
  price: UnitPrice,
  adjustments: readonly PriceAdjustment[],
  question: AdjustmentQuestion,
): PriceAdjustment | undefined {
  const scale = scaleOf(price);
  let best: { adjustment: PriceAdjustment; priority: number; after: number } | undefined;
  for (const adjustment of adjustments) {
    if (adjustment.mode !== 'best' || adjustmentMismatch(adjustment, question) !== null) continue;
    const after = amountAfter(adjustment, scale.original, scale, question);
    if (after === null) continue;
    const priority = adjustmentPriority(adjustment, question);
    const order = best
      ? best.priority - priority || after - best.after || (adjustment.id < best.adjustment.id ? -1 : 1)
      : -1;
    if (order < 0) best = { adjustment, priority, after };
  }
  return best?.adjustment;
}

const noAdjustments: readonly AppliedAdjustment[] = [];

/** A group that is written at the customer itself only brings agreements. */
function adjustingGroupPriority({ priceGroups }: AdjustmentQuestion, id: string): number | undefined {
  return groupPriority(
    priceGroups.filter(({ source }) => source !== 'customer'),
    id,
  );
}

function componentsInOrder(
  adjustments: readonly PriceAdjustment[],
  question: AdjustmentQuestion,
): readonly PriceAdjustment[] {
  return adjustments
    .filter(({ mode }) => mode === 'compound')
    .filter((adjustment) => adjustmentMismatch(adjustment, question) === null)
    .sort((a, b) => a.sequence - b.sequence || (a.id < b.id ? -1 : 1));
}

/** Amounts as integers of `1 ÷ parts` of a minor unit for the price unit. */
interface Scale {
  readonly original: number;
  readonly priceUnitThousandths: number;
  readonly parts: number;
}

function scaleOf({ amountMinor, priceUnitThousandths }: UnitPrice): Scale {
  const parts = priceUnitThousandths === 1000 ? 1 : FINE_PARTS;
  return { original: amountMinor * parts, priceUnitThousandths, parts };
}

/** Null where the adjustment would do nothing because its price is not below the running one. */
function amountAfter(
  { calculation, base }: PriceAdjustment,
  running: number,
  { original, priceUnitThousandths, parts }: Scale,
  { settings }: AdjustmentQuestion,
): number | null {
  switch (calculation.type) {
    case 'percent': {
      const of = base === 'original' ? original : running;
      return Math.max(0, running + multiplyDivide(of, calculation.basisPoints, 10_000));
    }
    case 'amount':
      return Math.max(
        0,
        running + multiplyDivide(calculation.amountMinor, priceUnitThousandths * parts, 1000),
      );
    default: {
      const after = multiplyDivide(calculation.amountMinor, priceUnitThousandths * parts, 1000);
      return after < running || (settings.adjustUp && after > running) ? after : null;
    }
  }
}

/** Back to minor units, with a price unit as large as the parts need. */
function unscaled(amount: number, { priceUnitThousandths, parts }: Scale): UnitPrice {
  const divisor = greatestCommonDivisor(amount, parts);
  return {
    amountMinor: amount / divisor,
    priceUnitThousandths: priceUnitThousandths * (parts / divisor),
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return a === 0 ? b : greatestCommonDivisor(b % a, a);
}
