import { assert } from '../assert.ts';
import { allocateOverRuns, type RunShare } from '../money/allocate.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import type { RoundingMode } from '../money/rounding-mode.ts';
import type { Reward } from './offer.ts';
import { unitSavingScaled } from './reward.ts';
import type { Compounding } from './simple-savings.ts';
import { discounted, SCALE, type UnitRun } from './unit-run.ts';

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
  return shared(pieces, allocateOverRuns(amountMinor, weights), times, match);
}

/**
 * Gives each unit of one application what its own reward saves it: together rounded once, what the rounding leaves
 * to the units with the largest fractions, ties to the earlier one. Each of `times` applications gives the same.
 */
export function giveRewards<T extends Piece>(
  pieces: readonly T[],
  rewardOf: (piece: T) => Reward | null,
  times: number,
  match: number,
  terms: PercentTerms,
): T[] {
  const [only] = pieces;
  if (only && pieces.length === 1) {
    const saving = savingScaled(only, rewardOf(only), terms);
    const share = Math.floor(saving / SCALE);
    const amountMinor = multiplyDivide(only.perTime * saving, 1, SCALE, terms.rounding);
    return withDiscount(only, { share, larger: amountMinor - only.perTime * share }, times, match);
  }
  const shares: { share: number; larger: number; readonly fraction: number }[] = [];
  let scaled = 0;
  let left = 0;
  for (const piece of pieces) {
    const saving = savingScaled(piece, rewardOf(piece), terms);
    const share = Math.floor(saving / SCALE);
    shares.push({ share, larger: 0, fraction: saving % SCALE });
    scaled += piece.perTime * saving;
    left -= piece.perTime * share;
  }
  left += multiplyDivide(scaled, 1, SCALE, terms.rounding);
  if (left > 0) {
    const fraction = (index: number) => shares[index]?.fraction ?? 0;
    const order = pieces.map((_, index) => index).sort((a, b) => fraction(b) - fraction(a) || a - b);
    for (const index of order) {
      const share = shares[index];
      if (!share || share.fraction === 0) break;
      share.larger = Math.min(left, pieces[index]?.perTime ?? 0);
      left -= share.larger;
    }
  }
  assert(left === 0, 'what rewards save lies on the units that they reward');
  return shared(pieces, shares, times, match);
}

/** What rewards take off the units of one application, each by itself, rounded once. */
export function rewardedMinor<T extends Piece>(
  pieces: readonly T[],
  rewardOf: (piece: T) => Reward | null,
  terms: PercentTerms,
): number {
  let scaled = 0;
  for (const piece of pieces) scaled += piece.perTime * savingScaled(piece, rewardOf(piece), terms);
  return multiplyDivide(scaled, 1, SCALE, terms.rounding);
}

/** Of one unit of the piece, never more than it costs. */
function savingScaled({ run }: Piece, reward: Reward | null, { compounding }: PercentTerms): number {
  if (!reward) return 0;
  const { unitMinor, originalMinor, quantityThousandths } = run;
  const baseMinor = compounding === 'original' ? originalMinor : unitMinor;
  return unitSavingScaled(reward, unitMinor * SCALE, quantityThousandths, baseMinor * SCALE);
}

/** The pieces with their units' shares off, one share for each. */
function shared<T extends Piece>(
  pieces: readonly T[],
  shares: readonly RunShare[],
  times: number,
  match: number,
): T[] {
  const after: T[] = [];
  shares.forEach((share, index) => {
    for (const part of withDiscount(pieces[index] as T, share, times, match)) after.push(part);
  });
  return after;
}

/** The piece with its units' shares off, in two where these differ. */
function withDiscount<T extends Piece>(
  piece: T,
  { share, larger }: RunShare,
  times: number,
  match: number,
): T[] {
  const split = (perTime: number, perUnitMinor: number): T => ({
    ...piece,
    perTime,
    run: discounted(piece.run, perTime * times, match, perUnitMinor),
  });
  if (larger === 0) return [split(piece.perTime, share)];
  if (larger === piece.perTime) return [split(piece.perTime, share + 1)];
  return [split(larger, share + 1), split(piece.perTime - larger, share)];
}
