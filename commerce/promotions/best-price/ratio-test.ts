import type { BasisInverse } from './basis-inverse.ts';
import type { LinearProgram } from './linear-program.ts';

/** What is off by less than this is taken for met. */
export const FEASIBLE = 1e-7;
/** Entries of a row below this are rounding's. */
const PIVOT = 1e-6;

/** What the test reads of a simplex: arrays over columns and, behind them, rows. */
interface Resting {
  readonly reduced: Float64Array;
  readonly pivotRow: Float64Array;
  readonly touched: Int32Array;
  readonly position: Int32Array;
  readonly atUpper: Uint8Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The loaded row of the inverse times every column it meets; answers how many are listed in `touched`. */
export function priceRow(
  program: LinearProgram,
  basis: BasisInverse,
  pivotRow: Float64Array,
  touched: Int32Array,
): number {
  const { columns, rowStarts, rowColumn, rowFactor } = program;
  const { row: values, rowEntries, rowCount } = basis;
  let count = 0;
  for (let index = 0; index < rowCount; index += 1) {
    const row = rowEntries[index] as number;
    const value = values[row] as number;
    pivotRow[columns + row] = value;
    touched[count] = columns + row;
    count += 1;
    const end = rowStarts[row + 1] as number;
    for (let entry = rowStarts[row] as number; entry < end; entry += 1) {
      const column = rowColumn[entry] as number;
      const before = pivotRow[column] as number;
      if (before === 0) {
        touched[count] = column;
        count += 1;
      }
      const sum = before + value * (rowFactor[entry] as number);
      // A sum that cancelled would be listed again: what is listed must never be exactly zero.
      pivotRow[column] = sum === 0 ? 1e-300 : sum;
    }
  }
  return count;
}

/** The bound-flipping ratio test: columns passed before the slope turns change their bound instead of entering. */
export class RatioTest {
  /** The columns to flip, `flips` of them, when one enters. */
  flipped: Int32Array = new Int32Array(0);
  flips = 0;
  /** By how much the objective falls. */
  drop = 0;
  /** What of the violation is left when nothing can enter. */
  rest = 1;
  private candidate: Int32Array = new Int32Array(0);

  reserve(candidate: Int32Array, flipped: Int32Array) {
    this.candidate = candidate;
    this.flipped = flipped;
  }

  /** The column that enters for a row that is `off` its bound, `below` or above it; -1 if none can. */
  choose(resting: Resting, touchedCount: number, below: boolean, off: number): number {
    const { reduced, pivotRow, lower, upper } = resting;
    const { candidate, flipped } = this;
    let count = this.list(resting, touchedCount, below);
    let slope = off;
    let passed = 0;
    let listed = 0;
    this.drop = 0;
    while (count > 0) {
      let least = Number.POSITIVE_INFINITY;
      for (let index = 0; index < count; index += 1) {
        const column = candidate[index] as number;
        const ratio = Math.abs((reduced[column] as number) / (pivotRow[column] as number));
        if (ratio < least) least = ratio;
      }
      const within = least * (1 + 1e-13);
      this.flips = listed;
      let fall = 0;
      let best = -1;
      let bestAlpha = 0;
      let kept = 0;
      for (let index = 0; index < count; index += 1) {
        const column = candidate[index] as number;
        const alpha = Math.abs(pivotRow[column] as number);
        if (Math.abs((reduced[column] as number) / alpha) > within) {
          candidate[kept] = column;
          kept += 1;
          continue;
        }
        fall += alpha * ((upper[column] as number) - (lower[column] as number));
        flipped[listed] = column;
        listed += 1;
        if (alpha > bestAlpha) {
          bestAlpha = alpha;
          best = column;
        }
      }
      this.drop += (least - passed) * slope;
      passed = least;
      slope -= fall;
      // A rest that only rounding left is none: it must not make a feasible programme infeasible.
      if (slope <= FEASIBLE) return best;
      count = kept;
    }
    this.rest = slope;
    return -1;
  }

  private list(resting: Resting, touchedCount: number, below: boolean): number {
    const { pivotRow, touched, position, atUpper, lower, upper } = resting;
    const { candidate } = this;
    let count = 0;
    for (let index = 0; index < touchedCount; index += 1) {
      const column = touched[index] as number;
      if ((position[column] as number) >= 0) continue;
      const alpha = pivotRow[column] as number;
      if (alpha < PIVOT && alpha > -PIVOT) continue;
      if (lower[column] === upper[column]) continue;
      const grows = atUpper[column] === 1 ? alpha > 0 : alpha < 0;
      if (grows !== below) continue;
      candidate[count] = column;
      count += 1;
    }
    return count;
  }
}
