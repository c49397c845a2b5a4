import { SCALE } from '../../commerce/promotions/unit-run.ts';
import { createOracle } from '../pricing/oracle/best-value.ts';
import { randomBasket, type Workload } from '../pricing/random-baskets.ts';
import { basketToInstance } from '../pricing/vector-basket.ts';
import { emptyReport, type Failure, type Report } from './report.ts';
import type { Reason } from './vector.ts';
import { linesOfBasket, worldOfBasket } from './vector-offers.ts';
import { basketOf, makeWorld, priceIn } from './world.ts';

/** The oracle counts money in doubles. */
const TOLERANCE_SCALED = 20;

/** In turn: many small baskets, a few large ones. */
const turns: readonly Workload[] = [
  'retail-8-5',
  'tricky',
  'random-8-5',
  'tricky',
  'retail-8-5',
  'tricky',
  'random-8-5',
  'retail-20-12',
];
const largeTurns: readonly Workload[] = ['sparse-100-50', 'three-prices-12', 'one-set-24-10', 'dense-100-50'];
const LARGE_EVERY = 100;

/**
 * Prices random baskets by the public entry, and compares what the search says they save with an
 * integer-programme solver. What the search could not prove is no answer to compare, but must not be above
 * what is possible, nor its bound below it. What was taken off must be what the search reckoned, but for rounding.
 */
export async function runOracle(count: number, seed: number, say: (line: string) => void): Promise<Report> {
  const oracle = await createOracle();
  let passed = 0;
  const failures: Failure[] = [];
  const unsupported: { id: string; reason: Reason }[] = [];
  for (let turn = 0; turn < count; turn++) {
    const workload = workloadOf(turn);
    const id = `oracle ${workload} ${seed + turn}`;
    const vector = randomBasket(workload, seed + turn);
    const { search, totals } = priceIn(makeWorld(worldOfBasket(vector)), basketOf(linesOfBasket(vector)));
    const best = oracle(basketToInstance(vector));
    const units = vector.lines.reduce((sum, { qty }) => sum + qty, 0);
    const isGiven = Math.abs(totals.discountMinor * SCALE - search.savedScaled) <= (units * SCALE) / 2;
    const isPossible =
      search.savedScaled <= best + TOLERANCE_SCALED && search.boundScaled >= best - TOLERANCE_SCALED;
    const isBest = Math.abs(search.savedScaled - best) <= TOLERANCE_SCALED;
    if (!isGiven || !isPossible || (search.proven && !isBest)) {
      const { savedScaled, boundScaled, proven } = search;
      const actual = { savedScaled, boundScaled, proven, discountMinor: totals.discountMinor };
      failures.push({ id, expected: { savedScaled: best }, actual });
    } else if (search.proven) passed++;
    else unsupported.push({ id, reason: 'notProven' });
    if ((turn + 1) % 1000 === 0) say(`oracle: ${turn + 1} of ${count}`);
  }
  return { ...emptyReport, passed, failures, unsupported };
}

function workloadOf(turn: number): Workload {
  const large = Math.floor(turn / LARGE_EVERY) % largeTurns.length;
  const workload = turn % LARGE_EVERY === LARGE_EVERY - 1 ? largeTurns[large] : turns[turn % turns.length];
  return workload ?? 'retail-8-5';
}
