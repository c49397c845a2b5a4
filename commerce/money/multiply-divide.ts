import { assert } from '../assert.ts';
import { roundQuotient } from './fraction.ts';
import { goesUp, type RoundingMode } from './rounding-mode.ts';

/**
 * `a × b ÷ c` of integers, rounded by `mode`; half away from zero when it is not given, so that 0.5 becomes 1
 * and −0.5 becomes −1. Exact for every safe integer, also where `a × b` leaves 2^53.
 */
export function multiplyDivide(
  a: number,
  b: number,
  c: number,
  mode: RoundingMode = 'halfAwayFromZero',
): number {
  assert(Number.isSafeInteger(a) && Number.isSafeInteger(b), 'both factors are safe integers');
  assert(Number.isSafeInteger(c) && c > 0, 'the divisor is a positive integer');
  const product = a * b;
  // Twice the product must be exact too, because the half is decided on it.
  if (Math.abs(product) < 2 ** 51 && c < 2 ** 51) return divideSmall(product, c, mode);
  const rounded = Number(roundQuotient(BigInt(a) * BigInt(b), BigInt(c), mode));
  assert(Number.isSafeInteger(rounded), 'a rounded quotient is a safe integer');
  return rounded;
}

function divideSmall(product: number, divisor: number, mode: RoundingMode): number {
  const magnitude = Math.abs(product);
  const remainder = magnitude % divisor;
  let quotient = (magnitude - remainder) / divisor;
  if (remainder !== 0 && goesUp(mode, remainder * 2 - divisor, quotient % 2 === 1)) quotient += 1;
  return product < 0 && quotient !== 0 ? -quotient : quotient;
}
