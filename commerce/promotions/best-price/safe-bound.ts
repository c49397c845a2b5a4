import type { LinearProgram } from './linear-program.ts';

/**
 * A bound no rounding can spoil. Any multipliers of the rows give one, so those of the simplex are rounded to a
 * grid of a power of two; then every product and sum below is exact in doubles, as long as nothing grows out of
 * 53 bits, which is watched.
 */
export class SafeBound {
  /** Exact costs less the multipliers' share, for fixing columns: what a column's step up adds to the bound. */
  readonly gains: Float64Array;
  private readonly program: LinearProgram;
  private costMost = 1;
  /** What all columns at their best bounds come to: no row needed, but rounded. */
  private reach = 1;

  constructor(program: LinearProgram) {
    const { columns, cost, lower, upper } = program;
    this.program = program;
    for (let column = 0; column < columns; column += 1) {
      const each = cost[column] as number;
      const most = Math.max(Math.abs(lower[column] as number), Math.abs(upper[column] as number));
      if (Math.abs(each) > this.costMost) this.costMost = Math.abs(each);
      this.reach += Math.abs(each) * most;
    }
    this.gains = program.scratch.floats(columns);
  }

  /** `reduced` are the simplex's reduced costs, rows behind columns. Looser, but still a bound, if exactness was lost. */
  compute(reduced: Float64Array, lower: Float64Array, upper: Float64Array): number {
    const { gains } = this;
    const { rows, columns, rhs } = this.program;
    let size = this.reach;
    for (let row = 0; row < rows; row += 1)
      size += Math.abs((reduced[columns + row] as number) * ((rhs[row] as number) + 1));
    let grid = 1;
    while (grid < 1_048_576 && size * grid < 2 ** 49) grid *= 2;
    for (; grid >= 1; grid /= 16) {
      const bound = this.boundOnGrid(reduced, lower, upper, grid);
      if (bound < Number.POSITIVE_INFINITY) return bound;
    }
    gains.fill(0);
    // Twice as much is far beyond what rounding can have taken off the sum.
    return 2 * this.reach;
  }

  /** Infinite if the grid is too fine for these numbers. */
  private boundOnGrid(reduced: Float64Array, lower: Float64Array, upper: Float64Array, grid: number): number {
    const { program, gains } = this;
    const { rows, columns, rhs, equality, rowUnit, cost, rowStarts, rowColumn, rowFactor } = program;
    let bound = 0;
    let total = 0;
    let used = 1;
    let largest = this.costMost;
    for (let column = 0; column < columns; column += 1) gains[column] = cost[column] as number;
    for (let row = 0; row < rows; row += 1) {
      const step = (rowUnit[row] as number) / grid;
      let multiplier = Math.round((reduced[columns + row] as number) / step) * step;
      if (multiplier < 0 && equality[row] !== 1) multiplier = 0;
      if (multiplier === 0) continue;
      used += 1;
      const share = multiplier * (rhs[row] as number);
      bound += share;
      total += Math.abs(share);
      const end = rowStarts[row + 1] as number;
      for (let entry = rowStarts[row] as number; entry < end; entry += 1) {
        const column = rowColumn[entry] as number;
        const piece = multiplier * (rowFactor[entry] as number);
        if (piece > largest) largest = piece;
        else if (-piece > largest) largest = -piece;
        gains[column] = (gains[column] as number) - piece;
      }
    }
    for (let column = 0; column < columns; column += 1) {
      const gain = gains[column] as number;
      const share = gain * (gain > 0 ? (upper[column] as number) : (lower[column] as number));
      bound += share;
      total += Math.abs(share);
    }
    const exact = total * grid < 2 ** 52 && used * largest * grid < 2 ** 53;
    return exact ? bound : Number.POSITIVE_INFINITY;
  }
}
