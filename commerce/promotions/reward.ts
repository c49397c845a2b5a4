import { multiplyDivide } from '../money/multiply-divide.ts';
import type { Reward } from './offer.ts';
import { SCALE } from './unit-run.ts';

/** In which order compound offers apply to a unit: prices first, then amounts, then percentages. */
export const rewardStages = ['price', 'amount', 'percent'] as const;

/**
 * What a reward takes off one unit that costs `valueScaled`, scaled, not rounded to the minor unit; never more
 * than the unit costs. A percentage may be of another base than what the unit costs now. Amounts and prices are
 * for one unit of 1000 thousandths.
 */
export function unitSavingScaled(
  reward: Reward,
  valueScaled: number,
  quantityThousandths: number,
  baseScaled: number = valueScaled,
): number {
  switch (reward.type) {
    case 'percent':
      return Math.min(valueScaled, multiplyDivide(baseScaled, reward.basisPoints, 10_000));
    case 'amount':
      return Math.min(valueScaled, amountScaled(reward.amountMinor, quantityThousandths));
    case 'price':
      return Math.max(0, valueScaled - amountScaled(reward.amountMinor, quantityThousandths));
  }
}

function amountScaled(amountMinor: number, quantityThousandths: number): number {
  return quantityThousandths === 1000
    ? amountMinor * SCALE
    : multiplyDivide(amountMinor * SCALE, quantityThousandths, 1000);
}

/** Scaled to whole minor units, half away from zero. */
export function toMinor(scaled: number): number {
  return multiplyDivide(scaled, 1, SCALE);
}
