import type { Cut } from './cut.ts';
import type { DualSimplex } from './dual-simplex.ts';
import type { LinearProgram } from './linear-program.ts';

const DENOMINATOR_MAX = 48;
const WHOLE = 1e-6;

/**
 * Chvátal-Gomory cuts from the rows of the inverse whose basic column is not whole. Multipliers of rows are
 * taken as fractions with a small denominator, so that everything after is integer arithmetic: a cut is valid
 * whatever the simplex's rounding was, and merely useless if that was bad.
 */
export class RoundingCuts {
  private readonly program: LinearProgram;
  private readonly rank: Uint8Array;
  private readonly sums: Float64Array;
  private readonly listed: Int32Array;

  constructor(program: LinearProgram, rank: Uint8Array) {
    this.program = program;
    this.rank = rank;
    this.sums = program.scratch.floats(program.columns);
    this.listed = program.scratch.ints(program.columns);
  }

  /** Cuts that the simplex's present point breaks, at the bounds it has now. */
  find(simplex: DualSimplex): Cut[] {
    const cuts: Cut[] = [];
    for (let column = 0; column < this.program.columns; column += 1) {
      if (this.rank[column] === 0 || !simplex.isBasic(column)) continue;
      const at = simplex.valueOf(column);
      const part = at - Math.floor(at);
      if (part < 0.01 || part > 0.99) continue;
      const { row, rowEntries: entries, rowCount: count } = simplex.inverseRow(column);
      const denominator = this.denominatorOf(row, entries, count);
      if (denominator === 0) continue;
      for (let times = 1; times < denominator; times += 1) {
        if (times > 3 && times < denominator - 1) continue;
        const cut = this.round(simplex, row, entries, count, denominator, times);
        if (cut) cuts.push(cut);
      }
    }
    return cuts;
  }

  private denominatorOf(row: Float64Array, entries: Int32Array, count: number): number {
    for (let denominator = 2; denominator <= DENOMINATOR_MAX; denominator += 1) {
      let fits = true;
      for (let index = 0; index < count && fits; index += 1) {
        const value = (row[entries[index] as number] as number) * denominator;
        fits = Math.abs(value - Math.round(value)) < WHOLE;
      }
      if (fits) return denominator;
    }
    return 0;
  }

  private round(
    simplex: DualSimplex,
    row: Float64Array,
    entries: Int32Array,
    count: number,
    denominator: number,
    times: number,
  ): Cut | null {
    const { rhs, rowUnit } = this.program;
    const { sums, listed } = this;
    let right = 0;
    let columns = 0;
    for (let index = 0; index < count; index += 1) {
      const at = entries[index] as number;
      const whole = Math.round((row[at] as number) * denominator) * times;
      const multiplier = whole - Math.floor(whole / denominator) * denominator;
      if (multiplier === 0) continue;
      if (rowUnit[at] !== 1) {
        this.clear(columns);
        return null;
      }
      right += multiplier * (rhs[at] as number);
      columns = this.addRow(at, multiplier, columns);
    }
    let kept = 0;
    let activity = 0;
    let norm = 0;
    for (let index = 0; index < columns; index += 1) {
      const column = listed[index] as number;
      const sum = sums[column] === 1e-300 ? 0 : (sums[column] as number);
      const low = simplex.lower[column] as number;
      const high = simplex.upper[column] as number;
      const factor = simplex.restsAtUpper(column)
        ? Math.ceil(sum / denominator)
        : Math.floor(sum / denominator);
      // What a bound rounds away is settled at that bound.
      const rest = factor * denominator - sum;
      right += rest * (rest > 0 ? high : low);
      sums[column] = factor;
      if (factor === 0) {
        sums[column] = 0;
        continue;
      }
      activity += factor * simplex.valueOf(column);
      norm += factor * factor;
      listed[kept] = column;
      kept += 1;
    }
    const limit = Math.floor(right / denominator);
    const over = activity - limit;
    let cut: Cut | null = null;
    if (over > 0.02 && kept > 0 && kept <= 80) {
      const column = Array.from(listed.subarray(0, kept).sort());
      cut = {
        column,
        factor: column.map((each) => sums[each] as number),
        rhs: limit,
        norm,
        depth: over / Math.sqrt(norm),
      };
    }
    this.clear(kept);
    return cut;
  }

  private clear(count: number) {
    for (let index = 0; index < count; index += 1) this.sums[this.listed[index] as number] = 0;
  }

  private addRow(row: number, multiplier: number, before: number): number {
    const { rowStarts: starts, rowColumn: columnOf, rowFactor: factor } = this.program;
    let columns = before;
    for (let entry = starts[row] as number; entry < (starts[row + 1] as number); entry += 1) {
      const column = columnOf[entry] as number;
      const sum = this.sums[column] as number;
      if (sum === 0) {
        this.listed[columns] = column;
        columns += 1;
      }
      const next = (sum === 1e-300 ? 0 : sum) + multiplier * (factor[entry] as number);
      this.sums[column] = next === 0 ? 1e-300 : next;
    }
    return columns;
  }
}
