import { assert } from '../assert.ts';

/**
 * `a × b ÷ c` of integers, rounded half away from zero: 0.5 becomes 1 and −0.5 becomes −1.
 * Exact for every safe integer, also where `a × b` leaves 2^53.
 */
export function multiplyDivide(a: number, b: number, c: number): number {
  assert(Number.isSafeInteger(a) && Number.isSafeInteger(b), 'both factors are safe integers');
  assert(Number.isSafeInteger(c) && c > 0, 'the divisor is a positive integer');
  const product = a * b;
  // Twice the product must be exact too, because the half is decided on it.
  if (Math.abs(product) < 2 ** 51 && c < 2 ** 51) return divideSmall(product, c);
  const exact = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  const magnitude = exact < 0n ? -exact : exact;
  const rounded = Number((2n * magnitude + divisor) / (2n * divisor));
  assert(Number.isSafeInteger(rounded), 'a rounded quotient is a safe integer');
  return exact < 0n ? -rounded : rounded;
}

function divideSmall(product: number, divisor: number): number {
  const magnitude = Math.abs(product);
  const remainder = magnitude % divisor;
  const quotient = (magnitude - remainder) / divisor + (remainder * 2 >= divisor ? 1 : 0);
  return product < 0 && quotient !== 0 ? -quotient : quotient;
}
