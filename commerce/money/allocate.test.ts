import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, allocateOverRuns } from './allocate.ts';

describe('allocate', () => {
  test.each([
    { id: 'C01', amount: 300, weights: [123], parts: [300] },
    { id: 'C02', amount: 300, weights: [4000, 2000, 2000], parts: [150, 75, 75] },
    { id: 'C03', amount: -300, weights: [4000, 2000, 2000], parts: [-150, -75, -75] },
    { id: 'C04', amount: 299, weights: [4300, 1400, 2300], parts: [161, 52, 86] },
    { id: 'C05', amount: 299, weights: [1000, 1000, 1000], parts: [100, 100, 99] },
    { id: 'C09', amount: 10, weights: [0, 0], parts: [5, 5] },
    { id: 'lr-2', amount: 999, weights: [1, 1, 1, 1], parts: [250, 250, 250, 249] },
    { id: 'lr-4', amount: 1, weights: [500, 500], parts: [1, 0] },
    { id: 'd365-penny-3', amount: 1000, weights: [1, 1, 1], parts: [334, 333, 333] },
    {
      id: 'beyond 2^53',
      amount: 9_007_199_254_740_991,
      weights: [3, 3, 3],
      parts: [3002399751580331, 3002399751580330, 3002399751580330],
    },
  ])('[$id] $amount over $weights', ({ amount, weights, parts }) => {
    expect(allocate(amount, weights)).toEqual(parts);
  });

  test('runs of equal units get what the units would get one by one', () => {
    const run = fc.record({ weight: fc.nat({ max: 5000 }), count: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), fc.nat({ max: 100_000 }), (runs, amount) => {
        const units = allocate(
          amount,
          runs.flatMap(({ weight, count }) => Array<number>(count).fill(weight)),
        );
        const shares = allocateOverRuns(amount, runs).flatMap(({ share, larger }, index) =>
          Array.from({ length: runs[index]?.count ?? 0 }, (_, unit) => share + (unit < larger ? 1 : 0)),
        );
        expect(shares).toEqual(units);
        expect(units.reduce((sum, part) => sum + part, 0)).toBe(amount);
      }),
    );
  });
});
