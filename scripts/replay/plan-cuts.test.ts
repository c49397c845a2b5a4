import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutCounts } from './cut-counts.ts';
import { type CutQuestion, planCuts } from './plan-cuts.ts';

const question = fc.record({
  seed: fc.integer(),
  counts: fc.array(fc.nat({ max: 80 }), { minLength: 1, maxLength: 6 }),
  registersPerStore: fc.integer({ min: 1, max: 3 }),
  offline: fc.oneof(fc.constantFrom(0, 0.3, 1), fc.double({ min: 0, max: 1, noNaN: true })),
});

/** Which transactions cannot be cut mid-sale: about one in `rarity`, or all but one in `rarity`. */
const sales = fc.record({ rarity: fc.integer({ min: 1, max: 20 }), rare: fc.boolean() });

function eachPlan(check: (plan: ReturnType<typeof planCuts>, asked: Required<CutQuestion>) => void): void {
  fc.assert(
    fc.property(question, sales, (drawn, { rarity, rare }) => {
      const canCutMidSale = (register: number, transaction: number) =>
        ((register + transaction * 7) % rarity === 0) === rare;
      const asked = { ...drawn, canCutMidSale };
      check(planCuts(asked), asked);
    }),
    { numRuns: 300 },
  );
}

describe('any plan', () => {
  test('has sorted stretches that do not overlap and hold as many transactions as asked for', () => {
    eachPlan((plan, { counts, offline }) => {
      expect(plan.length).toBe(counts.length);
      for (const [register, stretches] of plan.entries()) {
        let end = 0;
        for (const { from, to } of stretches) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          end = to;
        }
        expect(end).toBeLessThanOrEqual(counts[register] ?? -1);
      }
      const cut = plan.map((stretches) => stretches.reduce((sum, { from, to }) => sum + to - from, 0));
      expect(cut).toEqual(cutCounts(counts, offline));
    });
  });

  test('cuts every register mid-sale that is cut and has a sale, and only in sales', () => {
    eachPlan((plan, { counts, canCutMidSale }) => {
      for (const [register, stretches] of plan.entries()) {
        const midSale = stretches.filter((stretch) => stretch.midSale);
        expect(midSale.every(({ from }) => canCutMidSale(register, from))).toBe(true);
        const all = Array.from({ length: counts[register] ?? 0 }, (_, transaction) => transaction);
        const isPossible = stretches.length > 0 && all.some((each) => canCutMidSale(register, each));
        expect(midSale.length > 0).toBe(isPossible);
      }
    });
  });

  test('kills one register of every store that is cut, while it is cut', () => {
    eachPlan((plan, { registersPerStore }) => {
      for (let first = 0; first < plan.length; first += registersPerStore) {
        const stretches = plan.slice(first, first + registersPerStore).flat();
        const kills = stretches.filter(({ killAt }) => killAt !== undefined);
        expect(kills.length).toBe(stretches.length > 0 ? 1 : 0);
        for (const { from, to, killAt = Number.NaN } of kills) {
          expect(killAt >= from && killAt < to).toBe(true);
          if (stretches.some((stretch) => stretch.to - stretch.from > 1))
            expect(killAt).toBeGreaterThan(from);
        }
      }
    });
  });

  test('is the same for the same seed', () => {
    eachPlan((plan, asked) => expect(planCuts(asked)).toEqual(plan));
  });
});

const december = { counts: [520, 489, 501, 515], registersPerStore: 2 };

test('another seed gives another plan', () => {
  const plan = planCuts({ ...december, seed: 1, offline: 0.3 });
  expect(planCuts({ ...december, seed: 2, offline: 0.3 })).not.toEqual(plan);
});

test('nothing is cut at 0, everything in one stretch at 1', () => {
  expect(planCuts({ ...december, seed: 1, offline: 0 })).toEqual([[], [], [], []]);
  const plan = planCuts({ ...december, seed: 1, offline: 1 });
  expect(plan.map((stretches) => stretches.map(({ from, to, midSale }) => [from, to, midSale]))).toEqual(
    december.counts.map((count) => [[0, count, true]]),
  );
});

test('a plan is spread over the register’s time', () => {
  for (const stretches of planCuts({ ...december, seed: 1, offline: 0.3 })) {
    expect(stretches.length).toBeGreaterThan(5);
    expect(Math.max(...stretches.map(({ to }) => to))).toBeGreaterThan(250);
  }
});

test.each([-0.1, 1.1, Number.NaN])('a share of %d is a bug', (offline) => {
  expect(() => planCuts({ ...december, seed: 1, offline })).toThrow('a share is 0 to 1');
});
