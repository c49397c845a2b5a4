import { expect, test } from 'vitest';
import { solvePacking } from '../../commerce/promotions/best-price/solve-packing.ts';
import { createOracle } from '../../scripts/pricing/oracle/best-value.ts';
import { randomBasket, type Workload } from '../../scripts/pricing/random-baskets.ts';
import { basketToInstance } from '../../scripts/pricing/vector-basket.ts';
import { checkedValue } from './check-packing.ts';

/** The oracle counts money in doubles. */
const TOLERANCE_SCALED = 20;

const counts: readonly (readonly [Workload, number])[] = [
  ['retail-8-5', 70],
  ['random-8-5', 60],
  ['tricky', 110],
  ['retail-20-12', 35],
  ['sparse-100-50', 15],
  ['dense-100-50', 10],
];

test('fresh baskets: a proven answer is what an integer-programme solver says', {
  timeout: 120_000,
}, async () => {
  const oracle = await createOracle();
  const first = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 1e9));
  console.log(`best-price oracle: seeds from ${first} (ORACLE_SEED to repeat)`);
  for (const [workload, count] of counts) {
    for (let seed = first; seed < first + count; seed += 1) {
      const instance = basketToInstance(randomBasket(workload, seed));
      const solution = solvePacking(instance, { nodesMax: 300 });
      const name = `${workload} ${seed}`;
      expect(checkedValue(instance, solution), name).toBe(solution.valueScaled);
      const best = oracle(instance);
      expect(solution.valueScaled, name).toBeLessThanOrEqual(best + TOLERANCE_SCALED);
      expect(solution.boundScaled, name).toBeGreaterThanOrEqual(best - TOLERANCE_SCALED);
      if (solution.proven) expect(solution.valueScaled, name).toBeGreaterThanOrEqual(best - TOLERANCE_SCALED);
    }
  }
});
