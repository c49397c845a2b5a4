import { allocateOverRuns } from '../money/allocate.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import type { RoundingMode } from '../money/rounding-mode.ts';
import type { Reward } from './offer.ts';
import type { Compounding } from './simple-savings.ts';
import { discounted, type UnitRun } from './unit-run.ts';

/** How percentages of offers are taken. */
export interface PercentTerms {
  readonly compounding: Compounding;
  /** Of a discount to the minor unit; half away from zero when not given. */
  readonly rounding?: RoundingMode | undefined;
}

/** Units of one run, `perTime` in each of so many equal applications. */
export interface Piece {
  readonly run: UnitRun;
  readonly perTime: number;
}

/**
 * Takes one application's discount off its units, split by largest remainder over what they cost now; ties go to
 * the earlier unit. Each of `times` applications takes the same. Pieces whose units then differ are split.
 */
export function spreadDiscount<T extends Piece>(
  pieces: readonly T[],
  carries: (piece: T) => boolean,
  times: number,
  match: number,
  discountMinor: number,
): T[] {
  const weights = pieces.map((piece) => ({
    weight: carries(piece) ? piece.run.unitMinor : 0,
    count: piece.perTime,
  }));
  const bearable = weights.reduce((sum, { weight, count }) => sum + weight * count, 0);
  const amountMinor = Math.min(discountMinor, bearable);
  if (amountMinor <= 0) return [...pieces];
  const parts = allocateOverRuns(amountMinor, weights);
  return pieces.flatMap((piece, index) => {
    const { share, larger } = parts[index] ?? { share: 0, larger: 0 };
    const split = (perTime: number, perUnitMinor: number): T => ({
      ...piece,
      perTime,
      run: discounted(piece.run, perTime * times, match, perUnitMinor),
    });
    if (larger === 0) return [split(piece.perTime, share)];
    if (larger === piece.perTime) return [split(piece.perTime, share + 1)];
    return [split(larger, share + 1), split(piece.perTime - larger, share)];
  });
}

/**
 * What rewards take off the units of one application, each by itself; percentages are added up before they are
 * rounded, once.
 */
export function rewardedMinor<T extends Piece>(
  pieces: readonly T[],
  rewardOf: (piece: T) => Reward | null,
  { compounding, rounding }: PercentTerms,
): number {
  let discountMinor = 0;
  let percentScaled = 0;
  for (const piece of pieces) {
    const reward = rewardOf(piece);
    if (!reward) continue;
    const { unitMinor, originalMinor, quantityThousandths } = piece.run;
    if (reward.type === 'percent') {
      const base = compounding === 'original' ? originalMinor : unitMinor;
      percentScaled += base * piece.perTime * reward.basisPoints;
      continue;
    }
    const amountMinor = multiplyDivide(reward.amountMinor, quantityThousandths, 1000);
    const perUnit =
      reward.type === 'amount' ? Math.min(unitMinor, amountMinor) : Math.max(0, unitMinor - amountMinor);
    discountMinor += perUnit * piece.perTime;
  }
  return discountMinor + multiplyDivide(percentScaled, 1, 10_000, rounding);
}
