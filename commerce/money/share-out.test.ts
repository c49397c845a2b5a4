import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, fraction, negate, roundFraction, zero } from './fraction.ts';
import { shareByLargestRemainder, shareByRunningSum } from './share-out.ts';

const tenths = (parts: readonly number[]) => parts.map((part) => fraction(part, 10));

describe('shareByLargestRemainder', () => {
  test.each([
    { name: 'the largest remainder is rounded up', parts: [12, 14, 13], total: 4, expected: [1, 2, 1] },
    { name: 'of equal remainders the earlier', parts: [13, 13, 13], total: 4, expected: [2, 1, 1] },
    { name: 'halves: the earlier keeps the more', parts: [5, 5], total: 1, expected: [1, 0] },
    { name: 'mirrored', parts: [-5, -5], total: -1, expected: [-1, 0] },
    { name: 'nothing for a part of zero', parts: [0, 4, 4], total: 1, expected: [0, 1, 0] },
    { name: 'parts that cancel out', parts: [15, -15], total: 0, expected: [2, -2] },
    { name: 'what grows before what shrinks', parts: [17, -13], total: 0, expected: [2, -2] },
    { name: 'a total beyond the parts', parts: [10, 10], total: 5, expected: [3, 2] },
    { name: 'all parts zero', parts: [0, 0], total: 1, expected: [1, 0] },
  ])('$name', ({ parts, total, expected }) => {
    expect(shareByLargestRemainder(tenths(parts), total)).toEqual(expected);
  });

  test('in steps', () => {
    expect(shareByLargestRemainder(tenths([62, 62, 62]), 20, 5)).toEqual([10, 5, 5]);
  });

  test('adds up, each share within a step, and mirrors', () => {
    const part = fc.integer({ min: -500, max: 500 }).map((value) => fraction(value, 7));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.constantFrom(1, 5), (parts, step) => {
        const total = roundFraction(parts.reduce(add, zero), 'halfAwayFromZero', step);
        const shares = shareByLargestRemainder(parts, total, step);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
        for (const [index, share] of shares.entries())
          expect(
            Math.abs(share - Number(parts[index]?.numerator) / Number(parts[index]?.denominator)),
          ).toBeLessThan(step);
        expect(shareByLargestRemainder(parts.map(negate), 0 - total, step)).toEqual(
          shares.map((share) => 0 - share),
        );
      }),
    );
  });
});

describe('shareByRunningSum', () => {
  test.each([
    { name: 'nearest', mode: 'halfAwayFromZero' as const, expected: [1, 1, 2] },
    { name: 'up', mode: 'up' as const, expected: [2, 1, 1] },
    { name: 'down', mode: 'down' as const, expected: [1, 1, 1] },
  ])('$name', ({ mode, expected }) => {
    expect(shareByRunningSum(tenths([12, 12, 12]), mode)).toEqual(expected);
  });
});
