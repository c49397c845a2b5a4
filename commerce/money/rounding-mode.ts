/**
 * Where a fraction goes. `up` is away from zero and `down` toward it, so that every mode treats a refund as the
 * mirror of the sale.
 */
export type RoundingMode = 'halfAwayFromZero' | 'halfTowardZero' | 'halfEven' | 'up' | 'down';

/**
 * Whether a magnitude goes to the next integer. `aboveHalf` compares its fraction with a half: negative, zero or
 * positive. A fraction of zero never gets here.
 */
export function goesUp(mode: RoundingMode, aboveHalf: number, integerIsOdd: boolean): boolean {
  if (mode === 'up') return true;
  if (mode === 'down') return false;
  if (aboveHalf !== 0) return aboveHalf > 0;
  return mode === 'halfAwayFromZero' || (mode === 'halfEven' && integerIsOdd);
}
