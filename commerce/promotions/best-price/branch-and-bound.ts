import { type Cut, deepestCuts, withCuts } from './cut.ts';
import { DualSimplex } from './dual-simplex.ts';
import type { Formulation } from './formulate.ts';
import { RoundingCuts } from './rounding-cuts.ts';
import { SafeBound } from './safe-bound.ts';
import { vectorValue } from './vector.ts';

/** The best vector of columns found, its value in the programme's costs, and what nothing exceeds. */
export interface Search {
  readonly best: Float64Array | null;
  readonly value: number;
  readonly bound: number;
  readonly nodes: number;
}

const WHOLE = 1e-6;
const ROUNDS_MAX = 8;

/**
 * Depth-first branch and bound on the counts of applications first, then on units. `start` is a known solution
 * or null; without one the search goes on past its budget until it has the first, or knows there is none.
 */
export function branchAndBound(
  formulation: Formulation,
  start: Float64Array | null,
  nodesMax: number,
): Search {
  const { program, rank, gainFactor, gainStep } = formulation;
  const simplex = new DualSimplex(program);
  let safe = new SafeBound(program);
  let best = start;
  let value = start ? vectorValue(formulation, start) : Number.NEGATIVE_INFINITY;
  let open = Number.NEGATIVE_INFINITY;
  let nodes = 0;
  const trail: number[] = [];
  const tighten = () => {
    let rounds = 0;
    let waiting = formulation.implied;
    for (;;) {
      if (simplex.solve(value + 0.5, 50_000) !== 'optimal') return;
      const cuts: Cut[] = [];
      const kept: Cut[] = [];
      for (const cut of waiting) (over(cut) > 1e-6 ? cuts : kept).push(cut);
      waiting = kept;
      if (cuts.length === 0) {
        if (rounds >= ROUNDS_MAX) return;
        rounds += 1;
        cuts.push(...deepestCuts(new RoundingCuts(simplex.program, rank).find(simplex), 30));
        if (cuts.length === 0) return;
      }
      simplex.addRows(withCuts(simplex.program, cuts));
      safe = new SafeBound(simplex.program);
    }
  };
  const over = ({ column, factor, rhs }: Cut) => {
    let sum = -rhs;
    for (let index = 0; index < column.length; index += 1)
      sum += (factor[index] as number) * simplex.valueOf(column[index] as number);
    return sum;
  };
  /** The highest value that a solution could have at or below a bound. */
  const attainable = (bound: number) => {
    const above = Math.ceil(bound / gainStep) * gainStep;
    return bound >= above - gainFactor + 1 ? Math.floor(bound) : above - gainStep;
  };
  const visit = (parentBound: number) => {
    if (nodes >= nodesMax && best) {
      open = Math.max(open, parentBound);
      return;
    }
    nodes += 1;
    const outcome = simplex.solve(value + 0.5, 50_000);
    if (outcome === 'infeasible') return;
    const own = attainable(safe.compute(simplex.reduced, simplex.lower, simplex.upper));
    const bound = Math.min(parentBound, own);
    if (bound <= value) return;
    if (outcome !== 'optimal') {
      open = Math.max(open, bound);
      return;
    }
    const mark = trail.length;
    fixByGains(own);
    const column = chooseColumn();
    if (column < 0) {
      takeLeaf();
      if (bound > value) open = Math.max(open, bound);
    } else {
      branch(column, bound);
    }
    undo(mark);
  };
  const branch = (column: number, bound: number) => {
    const at = simplex.valueOf(column);
    const low = simplex.lower[column] as number;
    const high = simplex.upper[column] as number;
    const floor = Math.floor(at);
    const up = at - floor >= 0.5;
    for (const upwards of [up, !up]) {
      const mark = trail.length;
      if (upwards) change(column, floor + 1, high);
      else change(column, low, floor);
      visit(bound);
      undo(mark);
    }
  };
  const change = (column: number, low: number, high: number) => {
    trail.push(column, simplex.lower[column] as number, simplex.upper[column] as number);
    simplex.setBounds(column, low, high);
  };
  const undo = (mark: number) => {
    while (trail.length > mark) {
      const high = trail.pop() as number;
      const low = trail.pop() as number;
      simplex.setBounds(trail.pop() as number, low, high);
    }
  };
  const fixByGains = (bound: number) => {
    const spare = bound - (value + 1);
    for (let column = 0; column < program.columns; column += 1) {
      const gain = safe.gains[column] as number;
      const low = simplex.lower[column] as number;
      const high = simplex.upper[column] as number;
      if (gain === 0 || low === high || rank[column] === 0) continue;
      const steps = Math.floor(spare / Math.abs(gain) + 1e-9);
      if (steps >= high - low) continue;
      if (gain < 0) change(column, low, low + steps);
      else change(column, high - steps, high);
    }
  };
  const chooseColumn = () => {
    let chosen = -1;
    let most = WHOLE;
    let chosenRank = 0;
    for (let column = 0; column < program.columns; column += 1) {
      const order = rank[column] as number;
      if (order < chosenRank || order === 0 || !simplex.isBasic(column)) continue;
      const at = simplex.valueOf(column);
      const part = at - Math.floor(at);
      const away = part > 0.5 ? 1 - part : part;
      if (away > WHOLE && (order > chosenRank || away > most)) {
        chosen = column;
        most = away;
        chosenRank = order;
      }
    }
    return chosen;
  };
  const takeLeaf = () => {
    const vector = new Float64Array(program.columns);
    for (let column = 0; column < program.columns; column += 1)
      vector[column] = rank[column] === 0 ? 0 : Math.round(simplex.valueOf(column));
    if (!feasible(formulation, vector)) return;
    const reached = vectorValue(formulation, vector);
    if (reached > value) {
      value = reached;
      best = vector;
    }
  };
  if (nodesMax > 0) tighten();
  // Before any pivot the multipliers are zero: everything at its best bound.
  visit(attainable(safe.compute(simplex.reduced, simplex.lower, simplex.upper)));
  return { best, value, bound: Math.max(value, open), nodes };
}

/** Whether whole columns meet every row and bound exactly; columns that follow from others are not looked at. */
function feasible({ program, rank, blocks }: Formulation, vector: Float64Array): boolean {
  const sums = new Float64Array(program.rows);
  for (let column = 0; column < program.columns; column += 1) {
    const at = vector[column] as number;
    if (rank[column] === 0) continue;
    if (at < (program.lower[column] as number) || at > (program.upper[column] as number)) return false;
    for (
      let entry = program.starts[column] as number;
      entry < (program.starts[column + 1] as number);
      entry += 1
    ) {
      const row = program.rowOf[entry] as number;
      sums[row] = (sums[row] as number) + at * (program.factor[entry] as number);
    }
  }
  const lostRows = new Set(
    blocks.map(({ lost }) => (lost < 0 ? -1 : (program.rowOf[program.starts[lost] as number] ?? -1))),
  );
  for (let row = 0; row < program.rows; row += 1) {
    if (lostRows.has(row)) continue;
    const over = (sums[row] as number) - (program.rhs[row] as number);
    if (program.equality[row] ? over !== 0 : over > 0) return false;
  }
  return true;
}
