import { assert } from '../assert.ts';
import { goesUp, type RoundingMode } from './rounding-mode.ts';

/** An exact number, in lowest terms, its denominator positive: what a rule computes before it rounds once. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };
export const one: Fraction = { numerator: 1n, denominator: 1n };

export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  const below = BigInt(denominator);
  assert(below !== 0n, 'a denominator is not zero');
  const above = BigInt(numerator);
  const divisor = greatestCommonDivisor(above, below) * (below < 0n ? -1n : 1n);
  return { numerator: above / divisor, denominator: below / divisor };
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return fraction(a.numerator + b.numerator, a.denominator);
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function negate(a: Fraction): Fraction {
  return { numerator: -a.numerator, denominator: a.denominator };
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b));
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function sign(a: Fraction): number {
  return a.numerator < 0n ? -1 : a.numerator > 0n ? 1 : 0;
}

/** `numerator ÷ denominator` as an integer; the denominator is positive. */
export function roundQuotient(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const remainder = magnitude % denominator;
  let quotient = magnitude / denominator;
  if (remainder !== 0n) {
    const aboveHalf = remainder * 2n - denominator;
    const half = aboveHalf < 0n ? -1 : aboveHalf > 0n ? 1 : 0;
    if (goesUp(mode, half, quotient % 2n === 1n)) quotient += 1n;
  }
  return numerator < 0n ? -quotient : quotient;
}

/** The nearest multiple of `step` in the sense of `mode`, as a safe integer. */
export function roundFraction(value: Fraction, mode: RoundingMode, step = 1): number {
  const rounded = Number(roundQuotient(value.numerator, value.denominator * BigInt(step), mode)) * step;
  assert(Number.isSafeInteger(rounded), 'a rounded amount is a safe integer');
  return rounded === 0 ? 0 : rounded;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
