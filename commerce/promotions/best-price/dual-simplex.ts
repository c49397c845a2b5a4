import { BasisInverse } from './basis-inverse.ts';
import type { LinearProgram } from './linear-program.ts';
import { FEASIBLE, priceRow, RatioTest } from './ratio-test.ts';
import { rebuiltBasis } from './rebuild-basis.ts';
import { grown } from './scratch.ts';

export type SimplexOutcome = 'optimal' | 'infeasible' | 'cutOff' | 'tired';

/** After so many pivots the inverse is worked out anew: rounding must not pile up. */
const REBUILD_AFTER = 250;
/** Room for added rows before anything must be copied. */
const ROOM = 12;

/**
 * Bounded dual simplex. As every column has finite bounds, any basis is dual feasible once its columns rest at
 * the right bounds: after bounds change or rows come in, `solve` goes on from where it stands, wherever in a
 * search tree that is.
 */
export class DualSimplex {
  /** Bounds of columns and, behind them, of what rows leave over. */
  lower!: Float64Array;
  upper!: Float64Array;
  /** Reduced costs of columns and, behind them, of rows; negative where a column would like to grow. */
  reduced!: Float64Array;
  /** What the programme can reach at most, in doubles: for deciding when to stop, never for proof. */
  objective = 0;
  private readonly program: LinearProgram;
  private readonly basis: BasisInverse;
  private rows: number;
  private basic!: Int32Array;
  position!: Int32Array;
  atUpper!: Uint8Array;
  private basicValue!: Float64Array;
  private pending!: Float64Array;
  private anyPending = false;
  pivotRow!: Float64Array;
  touched!: Int32Array;
  private touchedCount = 0;
  private readonly ratioTest = new RatioTest();
  private sinceRebuild = 0;
  /** How far multipliers must go along a row that showed infeasibility for the bound to fall by one. */
  private ray = 0;

  constructor(program: LinearProgram) {
    this.program = program;
    this.rows = program.rows;
    this.basis = new BasisInverse(program);
    this.reserve(program.rows + ROOM);
    this.lower.set(program.lower);
    this.upper.set(program.upper);
    this.begin();
  }

  valueOf(column: number): number {
    const place = this.position[column] as number;
    if (place >= 0) return this.basicValue[place] as number;
    return (this.atUpper[column] === 1 ? this.upper[column] : this.lower[column]) as number;
  }

  isBasic(column: number): boolean {
    return (this.position[column] as number) >= 0;
  }

  restsAtUpper(column: number): boolean {
    return (this.position[column] as number) < 0 && this.atUpper[column] === 1;
  }

  /** Loads the row of the inverse that belongs to a basic column. */
  inverseRow(column: number): BasisInverse {
    this.basis.loadRow(this.position[column] as number);
    return this.basis;
  }

  setBounds(column: number, low: number, high: number) {
    const resting = (this.position[column] as number) < 0;
    const before = resting ? this.valueOf(column) : 0;
    this.lower[column] = low;
    this.upper[column] = high;
    if (!resting) return;
    const slope = this.reduced[column] as number;
    if (slope !== 0) this.atUpper[column] = slope < 0 ? 1 : 0;
    const change = this.valueOf(column) - before;
    if (change === 0) return;
    this.objective -= slope * change;
    this.shift(column, change);
  }

  /** Takes in the rows that the programme has got since. */
  takeRows() {
    this.settle();
    const { rows, columns, rhs, rowStarts, rowColumn, rowFactor } = this.program;
    const before = this.rows;
    if (rows > this.basic.length) this.reserve(rows + (rows >> 1));
    this.rows = rows;
    this.basis.grow(this.position);
    for (let row = before; row < rows; row += 1) {
      this.upper[columns + row] = this.program.leftoverMost(row);
      this.basic[row] = columns + row;
      this.position[columns + row] = row;
      let left = rhs[row] as number;
      for (let entry = rowStarts[row] as number; entry < (rowStarts[row + 1] as number); entry += 1)
        left -= (rowFactor[entry] as number) * this.valueOf(rowColumn[entry] as number);
      this.basicValue[row] = left;
    }
  }

  /** Goes on until optimal, infeasible, surely below `cutOff`, or after `pivotsMax` pivots. */
  solve(cutOff: number, pivotsMax: number): SimplexOutcome {
    if (this.sinceRebuild >= REBUILD_AFTER) this.rebuild();
    this.settle();
    for (let step = 0; step < pivotsMax; step += 1) {
      if (this.objective < cutOff) return 'cutOff';
      const leaving = this.chooseLeaving();
      if (leaving < 0) return 'optimal';
      if (!this.pivot(leaving)) return 'infeasible';
    }
    return 'tired';
  }

  /**
   * After 'infeasible', writes reduced costs of rows into `into`, behind the columns', whose bound is at or below
   * `target`, if the infeasibility is not only rounding's: multipliers far enough along the failing row.
   */
  infeasibleReduced(into: Float64Array, target: number) {
    const { columns } = this.program;
    const { row, rowEntries, rowCount } = this.basis;
    const step = this.ray * 1.001 * (this.objective - target + 1);
    into.set(this.reduced.subarray(0, columns + this.rows));
    for (let index = 0; index < rowCount; index += 1) {
      const at = rowEntries[index] as number;
      into[columns + at] = (into[columns + at] as number) - step * (row[at] as number);
    }
  }

  /** The basis of rows alone, every column at the bound that its cost prefers. */
  private begin() {
    const { rows, columns, cost, rhs } = this.program;
    this.position.fill(-1);
    for (let row = 0; row < rows; row += 1) {
      this.upper[columns + row] = this.program.leftoverMost(row);
      this.basic[row] = columns + row;
      this.position[columns + row] = row;
      this.basicValue[row] = rhs[row] as number;
    }
    for (let column = 0; column < columns; column += 1) {
      this.reduced[column] = -(cost[column] as number);
      this.atUpper[column] = (cost[column] as number) > 0 ? 1 : 0;
      const at = this.valueOf(column);
      if (at === 0) continue;
      this.objective += (cost[column] as number) * at;
      this.shift(column, at);
    }
  }

  private rebuild() {
    const { rows, columns, rhs } = this.program;
    this.basic.set(rebuiltBasis(this.program, this.basis, this.basic.subarray(0, rows), this.reduced));
    this.position.fill(-1);
    for (let place = 0; place < rows; place += 1) this.position[this.basic[place] as number] = place;
    this.basicValue.fill(0);
    this.objective = 0;
    for (let row = 0; row < rows; row += 1) {
      this.pending[row] = -(rhs[row] as number);
      this.objective += (this.reduced[columns + row] as number) * (rhs[row] as number);
    }
    for (let column = 0; column < columns + rows; column += 1) {
      if (this.isBasic(column)) continue;
      const slope = this.reduced[column] as number;
      if (this.upper[column] !== Number.POSITIVE_INFINITY) this.atUpper[column] = slope < 0 ? 1 : 0;
      const at = this.valueOf(column);
      this.objective -= slope * at;
      if (at !== 0) this.shift(column, at);
    }
    this.anyPending = true;
    this.sinceRebuild = 0;
  }

  /** Moves a resting column by `change`; the basic values follow in `settle`. */
  private shift(column: number, change: number) {
    const { starts, rowOf, factor, addedHead, addedNext, addedRow, rowFactor } = this.program;
    const { pending } = this;
    const end = starts[column + 1] as number;
    for (let entry = starts[column] as number; entry < end; entry += 1) {
      const row = rowOf[entry] as number;
      pending[row] = (pending[row] as number) + (factor[entry] as number) * change;
    }
    for (let entry = addedHead[column] as number; entry >= 0; entry = addedNext[entry] as number) {
      const row = addedRow[entry] as number;
      // Rows that the simplex has not taken in yet work their values out when it does.
      if (row < this.rows) pending[row] = (pending[row] as number) + (rowFactor[entry] as number) * change;
    }
    this.anyPending = true;
  }

  private settle() {
    if (!this.anyPending) return;
    this.anyPending = false;
    for (let row = 0; row < this.rows; row += 1) {
      const change = this.pending[row] as number;
      if (change === 0) continue;
      this.pending[row] = 0;
      this.basis.addTo(this.basicValue, row, -change);
    }
  }

  private chooseLeaving(): number {
    const { rows, basic, basicValue, lower, upper } = this;
    const { weight } = this.basis;
    let chosen = -1;
    let most = 0;
    for (let place = 0; place < rows; place += 1) {
      const column = basic[place] as number;
      const value = basicValue[place] as number;
      let off = (lower[column] as number) - value;
      if (off <= FEASIBLE) {
        off = value - (upper[column] as number);
        if (off <= FEASIBLE) continue;
      }
      const score = (off * off) / (weight[place] as number);
      if (score > most) {
        most = score;
        chosen = place;
      }
    }
    return chosen;
  }

  private pivot(leaving: number): boolean {
    const { basis, reduced, pivotRow, basicValue, position, touched } = this;
    const leavingColumn = this.basic[leaving] as number;
    const low = this.lower[leavingColumn] as number;
    const below = (basicValue[leaving] as number) < low;
    const bound = below ? low : (this.upper[leavingColumn] as number);
    basis.loadRow(leaving);
    this.touchedCount = priceRow(this.program, basis, pivotRow, touched);
    const entering = this.chooseEntering(below, Math.abs((basicValue[leaving] as number) - bound));
    const alpha = entering < 0 ? 1 : (pivotRow[entering] as number);
    const dualStep = entering < 0 ? 0 : (reduced[entering] as number) / alpha;
    for (let index = 0; index < this.touchedCount; index += 1) {
      const column = touched[index] as number;
      if ((position[column] as number) < 0)
        reduced[column] = (reduced[column] as number) - dualStep * (pivotRow[column] as number);
      pivotRow[column] = 0;
    }
    if (entering < 0) return false;
    this.settle();
    basis.enter(entering);
    const pivot = basis.column[leaving] as number;
    this.sinceRebuild += Math.abs(pivot - alpha) > 1e-7 * (1 + Math.abs(alpha)) ? REBUILD_AFTER : 1;
    reduced[leavingColumn] = -dualStep;
    reduced[entering] = 0;
    const step = ((basicValue[leaving] as number) - bound) / pivot;
    const enteringValue = this.valueOf(entering) + step;
    for (let index = 0; index < basis.columnCount; index += 1) {
      const place = basis.columnEntries[index] as number;
      basicValue[place] = (basicValue[place] as number) - step * (basis.column[place] as number);
    }
    basicValue[leaving] = enteringValue;
    basis.exchange(leaving);
    this.basic[leaving] = entering;
    position[entering] = leaving;
    position[leavingColumn] = -1;
    this.atUpper[leavingColumn] = below ? 0 : 1;
    return true;
  }

  private chooseEntering(below: boolean, off: number): number {
    const { ratioTest } = this;
    const entering = ratioTest.choose(this, this.touchedCount, below, off);
    this.ray = (below ? -1 : 1) / ratioTest.rest;
    if (entering < 0) return -1;
    this.objective -= ratioTest.drop;
    for (let index = 0; index < ratioTest.flips; index += 1) this.flip(ratioTest.flipped[index] as number);
    return entering;
  }

  private flip(column: number) {
    const range = (this.upper[column] as number) - (this.lower[column] as number);
    this.shift(column, this.atUpper[column] === 1 ? -range : range);
    this.atUpper[column] = this.atUpper[column] === 1 ? 0 : 1;
  }

  private reserve(rows: number) {
    const total = this.program.columns + rows;
    const { scratch } = this.program;
    const floats = (length: number, old?: Float64Array) => grown(scratch.floats(length), old);
    const ints = (length: number, old?: Int32Array) => grown(scratch.ints(length), old);
    this.lower = floats(total, this.lower);
    this.upper = floats(total, this.upper);
    this.reduced = floats(total, this.reduced);
    this.pivotRow = floats(total);
    this.basicValue = floats(rows, this.basicValue);
    this.pending = floats(rows, this.pending);
    this.basic = ints(rows, this.basic);
    this.position = ints(total, this.position);
    this.touched = ints(total);
    this.ratioTest.reserve(ints(total), ints(total));
    this.atUpper = grown(scratch.bytes(total), this.atUpper);
  }
}
