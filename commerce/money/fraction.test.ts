import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, compare, divide, fraction, multiply, roundFraction, subtract } from './fraction.ts';
import { multiplyDivide } from './multiply-divide.ts';
import type { RoundingMode } from './rounding-mode.ts';

const modes: readonly RoundingMode[] = ['halfAwayFromZero', 'halfTowardZero', 'halfEven', 'up', 'down'];

describe('roundFraction', () => {
  test.each([
    { tenths: 14, expected: [1, 1, 1, 2, 1] },
    { tenths: 15, expected: [2, 1, 2, 2, 1] },
    { tenths: 25, expected: [3, 2, 2, 3, 2] },
    { tenths: 16, expected: [2, 2, 2, 2, 1] },
    { tenths: 20, expected: [2, 2, 2, 2, 2] },
    { tenths: -25, expected: [-3, -2, -2, -3, -2] },
    { tenths: -4, expected: [0, 0, 0, -1, 0] },
  ])('$tenths tenths, by each mode', ({ tenths, expected }) => {
    expect(modes.map((mode) => roundFraction(fraction(tenths, 10), mode))).toEqual(expected);
    expect(modes.map((mode) => multiplyDivide(tenths, 1, 10, mode))).toEqual(expected);
  });

  test.each([
    { value: 12, step: 5, expected: 10 },
    { value: 13, step: 5, expected: 15 },
    { value: -13, step: 5, expected: -15 },
    { value: 124, step: 25, expected: 125 },
  ])('$value to a step of $step', ({ value, step, expected }) => {
    expect(roundFraction(fraction(value), 'halfAwayFromZero', step)).toBe(expected);
  });

  test('agrees with multiplyDivide, also where products leave 2^53', () => {
    const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1000, max: 2_000_000 }),
        fc.constantFrom(...modes),
        (a, b, c, mode) => {
          const exact = multiply(fraction(a), fraction(b, c));
          expect(multiplyDivide(a, b, c, mode)).toBe(roundFraction(exact, mode));
        },
      ),
    );
  });
});

test('fractions calculate exactly', () => {
  const any = fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 }))
    .map(([a, b]) => fraction(a, b));
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(compare(subtract(add(a, b), b), a)).toBe(0);
      if (b.numerator !== 0n) expect(divide(multiply(a, b), b)).toEqual(a);
      expect(compare(a, b)).toBe(0 - compare(b, a));
    }),
  );
});

test('a fraction is in lowest terms, its denominator positive', () => {
  expect(fraction(6, -4)).toEqual({ numerator: -3n, denominator: 2n });
  expect(fraction(0, 7)).toEqual({ numerator: 0n, denominator: 1n });
});
