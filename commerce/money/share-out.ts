import { assert } from '../assert.ts';
import { add, compare, type Fraction, fraction, roundFraction, sign, subtract, zero } from './fraction.ts';
import type { RoundingMode } from './rounding-mode.ts';

/**
 * Splits `total` into multiples of `step`, each as near to its exact part as the sum allows (largest remainder).
 * `total` is the rounded sum of the parts, or near it. Of equal remainders the earlier part gets the more; a
 * part of zero stays zero while any other is not. Mirrored parts and total give the mirrored answer.
 */
export function shareByLargestRemainder(parts: readonly Fraction[], total: number, step = 1): number[] {
  const shares = parts.map((part) => roundFraction(part, 'halfAwayFromZero', step));
  let missing = total - shares.reduce((sum, share) => sum + share, 0);
  if (missing === 0) return shares;
  const direction = missing < 0 ? -1 : 1;
  const order = orderOfCorrection(parts, shares, direction);
  assert(order.length > 0, 'something is shared among somebody');
  for (let turn = 0; missing !== 0; turn += 1) {
    const index = order[turn % order.length] ?? 0;
    // The last correction may be less than a step where the total is no multiple of it.
    const correction = Math.abs(missing) < step ? missing : direction * step;
    shares[index] = (shares[index] ?? 0) + correction;
    missing -= correction;
  }
  return shares;
}

/**
 * Each part gets what the running sum, rounded, grows by: part by part as they come, and the sum of the shares
 * is the rounded sum of the parts.
 */
export function shareByRunningSum(parts: readonly Fraction[], mode: RoundingMode, step = 1): number[] {
  let exact = zero;
  let given = 0;
  return parts.map((part) => {
    exact = add(exact, part);
    const share = roundFraction(exact, mode, step) - given;
    given += share;
    return share;
  });
}

/** Who is corrected first: the part whose share is farthest on the wrong side. */
function orderOfCorrection(
  parts: readonly Fraction[],
  shares: readonly number[],
  direction: number,
): number[] {
  const wanting = parts.map((part, index) => {
    const rest = subtract(part, fraction(shares[index] ?? 0));
    return {
      index,
      rest: direction < 0 ? fraction(-rest.numerator, rest.denominator) : rest,
      // A part that loses magnitude is asked in reverse, so that the earlier one keeps the more.
      grows: sign(part) * direction >= 0,
    };
  });
  const taking = parts.some((part) => sign(part) !== 0)
    ? wanting.filter(({ index }) => sign(parts[index] ?? zero) !== 0)
    : wanting;
  taking.sort((a, b) => {
    const byRest = compare(b.rest, a.rest);
    if (byRest !== 0) return byRest;
    if (a.grows !== b.grows) return a.grows ? -1 : 1;
    return a.grows ? a.index - b.index : b.index - a.index;
  });
  return taking.map(({ index }) => index);
}
