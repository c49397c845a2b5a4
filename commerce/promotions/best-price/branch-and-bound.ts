import { type Cut, deepestCuts } from './cut.ts';
import { DualSimplex } from './dual-simplex.ts';
import type { Formulation } from './formulate.ts';
import { greedy } from './greedy.ts';
import type { LinearProgram } from './linear-program.ts';
import type { PackingInstance } from './packing.ts';
import { RoundingCuts } from './rounding-cuts.ts';
import { SafeBound } from './safe-bound.ts';
import { isFeasible, vectorValue } from './vector.ts';

/** The best vector of columns found, its value in the programme's costs, and what nothing exceeds. */
export interface SearchResult {
  readonly best: Float64Array | null;
  readonly value: number;
  readonly bound: number;
  readonly nodes: number;
}

const WHOLE = 1e-6;
const ROUNDS_MAX = 10;
const CUTS_MAX = 30;
const PIVOTS_MAX = 20_000;

/**
 * Cuts at the root, then depth-first branch and bound, on the counts of applications first, then on units. A
 * search without any solution goes on past its budget until it has one, or knows that there is none.
 */
export function branchAndBound(
  formulation: Formulation,
  instance: PackingInstance,
  forced: number,
  nodesMax: number,
): SearchResult {
  const search = new Search(formulation, instance, forced, nodesMax);
  search.run();
  const { best, value, nodes } = search;
  return { best, value, bound: Math.max(value, search.open), nodes };
}

class Search {
  best: Float64Array | null = null;
  value = Number.NEGATIVE_INFINITY;
  /** The highest bound of what was left unsearched. */
  open = Number.NEGATIVE_INFINITY;
  nodes = 0;
  private readonly formulation: Formulation;
  private readonly program: LinearProgram;
  private readonly simplex: DualSimplex;
  private readonly safe: SafeBound;
  private readonly start: () => Float64Array | null;
  private readonly nodesMax: number;
  private waiting: readonly Cut[];
  private readonly trail: number[] = [];
  /** The bound behind the last `boundNow`, before it was brought down to what is attainable. */
  private exactBound = Number.POSITIVE_INFINITY;
  private infeasible: Float64Array = new Float64Array(0);
  /** No solution is below this. */
  private worst = 0;

  constructor(formulation: Formulation, instance: PackingInstance, forced: number, nodesMax: number) {
    this.formulation = formulation;
    this.program = formulation.program;
    this.simplex = new DualSimplex(formulation.program);
    this.safe = new SafeBound(formulation.program);
    this.start = () => greedy(formulation, instance, null, forced);
    this.nodesMax = nodesMax;
    this.waiting = formulation.implied;
    const { cost, lower, upper, columns } = this.program;
    for (let column = 0; column < columns; column += 1) {
      const each = cost[column] as number;
      this.worst += each * ((each > 0 ? lower[column] : upper[column]) as number);
    }
  }

  run() {
    if (this.nodesMax === 0) this.offer(this.start());
    const bound = this.nodesMax === 0 ? this.boundNow() : this.tighten();
    if (bound > this.value) this.visit(bound);
  }

  /** Adds rows at the root until it is whole or they do not help; answers its bound. */
  private tighten(): number {
    const { simplex, formulation, program } = this;
    let before = Number.POSITIVE_INFINITY;
    let started = false;
    for (let round = 0; ; round += 1) {
      this.nodes += 1;
      const outcome = this.solveWithImplied();
      if (outcome === 'infeasible') return this.provenInfeasible() ? Number.NEGATIVE_INFINITY : before;
      const bound = this.boundNow();
      if (bound <= this.value || outcome !== 'optimal') return bound;
      if (this.chooseColumn() < 0) return bound;
      if (!started) {
        this.offer(this.start());
        started = true;
        if (bound <= this.value) return bound;
      }
      const slow = before - bound < 0.02 * (before - this.value);
      if (slow || round >= ROUNDS_MAX || this.nodes >= this.nodesMax) return bound;
      before = bound;
      const cuts = deepestCuts(new RoundingCuts(program, formulation.rank).find(simplex), CUTS_MAX);
      if (cuts.length === 0) return bound;
      for (const cut of cuts) program.add(cut);
      simplex.takeRows();
    }
  }

  private visit(parentBound: number) {
    if (this.nodes >= this.nodesMax && this.best) {
      this.open = Math.max(this.open, parentBound);
      return;
    }
    this.nodes += 1;
    const outcome = this.solveWithImplied();
    if (outcome === 'infeasible') {
      if (!this.provenInfeasible()) this.open = Math.max(this.open, parentBound);
      return;
    }
    const own = this.boundNow();
    const bound = Math.min(parentBound, own);
    if (bound <= this.value) return;
    const mark = this.trail.length;
    const column = outcome === 'optimal' ? this.chooseColumn() : -1;
    if (column >= 0) {
      this.fixByGains();
      this.branch(column, bound);
    } else {
      if (outcome === 'optimal') this.offer(this.wholeVector());
      // Numbers that only look whole leave a bound that nothing answers to.
      if (bound > this.value) this.open = Math.max(this.open, bound);
    }
    this.undo(mark);
  }

  private branch(column: number, bound: number) {
    const { simplex } = this;
    const at = simplex.valueOf(column);
    const low = simplex.lower[column] as number;
    const high = simplex.upper[column] as number;
    const floor = Math.floor(at);
    if (floor < low || floor >= high) {
      this.open = Math.max(this.open, bound);
      return;
    }
    const up = at - floor >= 0.5;
    for (const upwards of [up, !up]) {
      const mark = this.trail.length;
      if (upwards) this.change(column, floor + 1, high);
      else this.change(column, low, floor);
      this.visit(bound);
      this.undo(mark);
    }
  }

  /** Solves the present programme, taking in implied rows as far as the answer breaks them. */
  private solveWithImplied() {
    const { simplex, program } = this;
    for (;;) {
      const outcome = simplex.solve(this.value + 0.5, PIVOTS_MAX);
      if (outcome !== 'optimal') return outcome;
      let broken = 0;
      for (const cut of this.waiting) {
        if (this.over(cut) <= WHOLE) continue;
        broken += 1;
        program.add(cut);
      }
      if (broken === 0) return outcome;
      this.waiting = this.waiting.filter((cut) => this.over(cut) <= WHOLE);
      simplex.takeRows();
    }
  }

  private over({ column, factor, rhs }: Cut): number {
    let sum = -rhs;
    for (let index = 0; index < column.length; index += 1)
      sum += (factor[index] as number) * this.simplex.valueOf(column[index] as number);
    return sum;
  }

  private boundNow(): number {
    const { reduced, lower, upper } = this.simplex;
    this.exactBound = this.safe.compute(reduced, lower, upper);
    return this.attainable(this.exactBound);
  }

  /** Whether the simplex's finding that nothing fits holds without its rounding. */
  private provenInfeasible(): boolean {
    const { simplex, program } = this;
    const total = program.columns + program.rows;
    if (this.infeasible.length < total) this.infeasible = program.scratch.floats(2 * total);
    const target = Math.max(this.value, this.worst - 1);
    simplex.infeasibleReduced(this.infeasible, target);
    return this.safe.compute(this.infeasible, simplex.lower, simplex.upper) <= target;
  }

  /** The highest value that a solution could have at or below a bound. */
  private attainable(bound: number): number {
    const { gainFactor, gainStep } = this.formulation;
    const above = Math.ceil(bound / gainStep) * gainStep;
    return bound >= above - gainFactor + 1 ? Math.floor(bound) : above - gainStep;
  }

  /** Fixes what would lose more than there is to gain, by the reduced costs behind the bound just worked out. */
  private fixByGains() {
    const { simplex, safe, program } = this;
    const spare = this.exactBound - (this.value + 1);
    for (let column = 0; column < program.columns; column += 1) {
      const gain = safe.gains[column] as number;
      const low = simplex.lower[column] as number;
      const high = simplex.upper[column] as number;
      if (gain === 0 || low === high || this.formulation.rank[column] === 0) continue;
      const steps = Math.floor(spare / Math.abs(gain) + 1e-9);
      if (steps >= high - low) continue;
      if (gain < 0) this.change(column, low, low + steps);
      else this.change(column, high - steps, high);
    }
  }

  /** The most fractional column of the highest rank; -1 if all are whole. */
  private chooseColumn(): number {
    const { simplex } = this;
    const { rank } = this.formulation;
    let chosen = -1;
    let most = WHOLE;
    let chosenRank = 0;
    for (let column = 0; column < rank.length; column += 1) {
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
  }

  private wholeVector(): Float64Array {
    const { rank } = this.formulation;
    const vector = this.program.scratch.floats(rank.length);
    for (let column = 0; column < rank.length; column += 1)
      vector[column] = rank[column] === 0 ? 0 : Math.round(this.simplex.valueOf(column));
    return vector;
  }

  private offer(vector: Float64Array | null) {
    if (!vector || !isFeasible(this.formulation, vector)) return;
    const value = vectorValue(this.formulation, vector);
    if (value <= this.value) return;
    this.value = value;
    this.best = vector;
  }

  private change(column: number, low: number, high: number) {
    const { simplex } = this;
    this.trail.push(column, simplex.lower[column] as number, simplex.upper[column] as number);
    simplex.setBounds(column, low, high);
  }

  private undo(mark: number) {
    const { trail, simplex } = this;
    while (trail.length > mark) {
      const high = trail.pop() as number;
      const low = trail.pop() as number;
      simplex.setBounds(trail.pop() as number, low, high);
    }
  }
}
