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

  constructor(program: LinearProgram) {
    this.program = program;
    for (const cost of program.cost) if (Math.abs(cost) > this.costMost) this.costMost = Math.abs(cost);
    this.gains = new Float64Array(program.columns);
  }

  /** `reduced` are the simplex's reduced costs, rows behind columns. Infinite if exactness was lost. */
  compute(reduced: Float64Array, lower: Float64Array, upper: Float64Array): number {
    const { program, gains } = this;
    const { rows, columns, rhs, equality, rowUnit, cost, rowStarts, rowColumn, rowFactor } = program;
    let size = this.costMost;
    for (let row = 0; row < rows; row += 1)
      size += Math.abs((reduced[columns + row] as number) * ((rhs[row] as number) + 1));
    let grid = 1;
    while (grid < 1_048_576 && size * grid < 2 ** 46) grid *= 2;
    let bound = 0;
    let total = 0;
    for (let column = 0; column < columns; column += 1) gains[column] = cost[column] as number;
    for (let row = 0; row < rows; row += 1) {
      const step = (rowUnit[row] as number) / grid;
      let multiplier = Math.round((reduced[columns + row] as number) / step) * step;
      if (multiplier < 0 && equality[row] !== 1) multiplier = 0;
      if (multiplier === 0) continue;
      const share = multiplier * (rhs[row] as number);
      bound += share;
      total += Math.abs(share);
      const end = rowStarts[row + 1] as number;
      for (let entry = rowStarts[row] as number; entry < end; entry += 1) {
        const column = rowColumn[entry] as number;
        gains[column] = (gains[column] as number) - multiplier * (rowFactor[entry] as number);
      }
    }
    for (let column = 0; column < columns; column += 1) {
      const gain = gains[column] as number;
      const share = gain * (gain > 0 ? (upper[column] as number) : (lower[column] as number));
      bound += share;
      total += Math.abs(share);
    }
    return total * grid < 2 ** 52 ? bound : Number.POSITIVE_INFINITY;
  }
}
