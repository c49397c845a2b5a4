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
  private readonly multipliers: Float64Array;

  constructor(program: LinearProgram) {
    this.program = program;
    this.gains = new Float64Array(program.columns);
    this.multipliers = new Float64Array(program.rows);
  }

  /** `reduced` are the simplex's reduced costs, rows behind columns. Infinite if exactness was lost. */
  compute(reduced: Float64Array, lower: Float64Array, upper: Float64Array): number {
    const { rows, columns, starts, rowOf, factor, cost, rhs, equality, rowUnit } = this.program;
    const { gains, multipliers } = this;
    let size = 1;
    for (let row = 0; row < rows; row += 1)
      size += Math.abs((reduced[columns + row] as number) * ((rhs[row] as number) + 1));
    let grid = 1;
    while (grid < 1_048_576 && size * grid < 2 ** 48) grid *= 2;
    let bound = 0;
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      const step = (rowUnit[row] as number) / grid;
      let multiplier = Math.round((reduced[columns + row] as number) / step) * step;
      if (multiplier < 0 && !equality[row]) multiplier = 0;
      multipliers[row] = multiplier;
      const share = multiplier * (rhs[row] as number);
      bound += share;
      total += Math.abs(share);
    }
    for (let column = 0; column < columns; column += 1) {
      let gain = cost[column] as number;
      const end = starts[column + 1] as number;
      for (let entry = starts[column] as number; entry < end; entry += 1)
        gain -= (multipliers[rowOf[entry] as number] as number) * (factor[entry] as number);
      gains[column] = gain;
      const share = gain * (gain > 0 ? (upper[column] as number) : (lower[column] as number));
      bound += share;
      total += Math.abs(share);
    }
    return total * grid < 2 ** 52 ? bound : Number.POSITIVE_INFINITY;
  }
}
