import { BasisInverse } from './basis-inverse.ts';
import { type LinearProgram, type RowEntries, rowEntries } from './linear-program.ts';

export type SimplexOutcome = 'optimal' | 'infeasible' | 'cutOff' | 'tired';

const FEASIBLE = 1e-7;
const PIVOT = 1e-6;
/** After so many pivots the inverse is worked out anew: rounding must not pile up. */
const REBUILD_AFTER = 250;

/**
 * Bounded dual simplex. As every column has finite bounds, any basis is dual feasible once its columns rest at
 * the right bounds: after bounds change, `solve` goes on from where it stands, wherever in a search tree that is.
 */
export class DualSimplex {
  /** Bounds of columns and, behind them, of what rows leave over. */
  lower: Float64Array;
  upper: Float64Array;
  /** Reduced costs of columns and, behind them, of rows; negative where a column would like to grow. */
  reduced: Float64Array;
  /** What the programme can reach at most, in doubles: for deciding when to stop, never for proof. */
  objective = 0;
  pivots = 0;
  program: LinearProgram;
  byRow: RowEntries;
  private readonly basis: BasisInverse;
  private basic: Int32Array;
  private position: Int32Array;
  private atUpper: Uint8Array;
  private basicValue: Float64Array;
  private pending: Float64Array;
  private anyPending = false;
  private pivotRow: Float64Array;
  private touched: Int32Array;
  private touchedCount = 0;
  private candidate: Int32Array;
  private flipped: Int32Array;
  private sinceRebuild = 0;

  constructor(program: LinearProgram) {
    const { rows, columns } = program;
    const total = rows + columns;
    this.program = program;
    this.byRow = rowEntries(program);
    this.basis = new BasisInverse(program);
    this.lower = new Float64Array(total);
    this.upper = new Float64Array(total);
    this.lower.set(program.lower);
    this.upper.set(program.upper);
    this.basic = new Int32Array(rows);
    this.position = new Int32Array(total).fill(-1);
    this.atUpper = new Uint8Array(total);
    this.reduced = new Float64Array(total);
    this.basicValue = new Float64Array(rows);
    this.pending = new Float64Array(rows);
    this.pivotRow = new Float64Array(total);
    this.touched = new Int32Array(total);
    this.candidate = new Int32Array(total);
    this.flipped = new Int32Array(total);
    this.begin();
  }

  valueOf(column: number): number {
    const place = this.position[column] as number;
    if (place >= 0) return this.basicValue[place] as number;
    return (this.atUpper[column] ? this.upper[column] : this.lower[column]) as number;
  }

  isBasic(column: number): boolean {
    return (this.position[column] as number) >= 0;
  }

  restsAtUpper(column: number): boolean {
    return (this.position[column] as number) < 0 && this.atUpper[column] === 1;
  }

  /** The row of the inverse that belongs to a basic column. */
  inverseRow(column: number): { row: Float64Array; entries: Int32Array; count: number } {
    this.basis.loadRow(this.position[column] as number);
    return { row: this.basis.row, entries: this.basis.rowEntries, count: this.basis.rowCount };
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

  /** Goes on with more rows: `program` is the present one with others behind its rows. */
  addRows(program: LinearProgram) {
    this.settle();
    const { rows, columns, rhs } = program;
    const before = this.program.rows;
    const grown = <A extends Float64Array | Int32Array | Uint8Array>(old: A, length: number): A => {
      const next = new (old.constructor as new (length: number) => A)(length);
      next.set(old);
      return next;
    };
    const total = rows + columns;
    this.program = program;
    this.byRow = rowEntries(program);
    this.lower = grown(this.lower, total);
    this.upper = grown(this.upper, total);
    this.reduced = grown(this.reduced, total);
    this.atUpper = grown(this.atUpper, total);
    this.position = grown(this.position, total);
    this.basic = grown(this.basic, rows);
    this.basicValue = grown(this.basicValue, rows);
    this.pending = new Float64Array(rows);
    this.pivotRow = new Float64Array(total);
    this.touched = new Int32Array(total);
    this.candidate = new Int32Array(total);
    this.flipped = new Int32Array(total);
    this.basis.grow(program, this.byRow, this.position);
    for (let row = before; row < rows; row += 1) {
      this.upper[columns + row] = Number.POSITIVE_INFINITY;
      this.basic[row] = columns + row;
      this.position[columns + row] = row;
      let left = rhs[row] as number;
      const end = this.byRow.starts[row + 1] as number;
      for (let entry = this.byRow.starts[row] as number; entry < end; entry += 1)
        left -= (this.byRow.factor[entry] as number) * this.valueOf(this.byRow.column[entry] as number);
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

  /** The basis of rows alone, every column at the bound that its cost prefers. */
  private begin() {
    const { rows, columns, cost, rhs, equality } = this.program;
    for (let row = 0; row < rows; row += 1) {
      this.upper[columns + row] = equality[row] ? 0 : Number.POSITIVE_INFINITY;
      this.basic[row] = columns + row;
      this.position[columns + row] = row;
      this.basicValue[row] = rhs[row] as number;
    }
    for (let column = 0; column < columns; column += 1) {
      this.reduced[column] = -(cost[column] as number);
      this.atUpper[column] = (cost[column] as number) > 0 ? 1 : 0;
      const at = this.valueOf(column);
      this.objective += (cost[column] as number) * at;
      this.shift(column, at);
    }
  }

  /** Works the inverse and all that follows from it out from the list of basic columns. */
  private rebuild() {
    const { program, basis, basic, position, basicValue, pending, reduced } = this;
    const { rows, columns, starts, rowOf, factor, cost, rhs } = program;
    const wanted = basic.filter((column) => column < columns);
    const length = (column: number) => (starts[column + 1] as number) - (starts[column] as number);
    wanted.sort((a, b) => length(a) - length(b) || a - b);
    const free = new Uint8Array(rows).fill(1);
    for (const column of basic) if (column >= columns) free[column - columns] = 0;
    basis.reset();
    for (let row = 0; row < rows; row += 1) basic[row] = columns + row;
    position.fill(-1);
    for (const column of wanted) {
      basis.enter(column);
      let place = -1;
      for (let index = 0; index < basis.columnCount; index += 1) {
        const at = basis.columnEntries[index] as number;
        if (
          free[at] &&
          (place < 0 || Math.abs(basis.column[at] as number) > Math.abs(basis.column[place] as number))
        )
          place = at;
      }
      if (place < 0 || Math.abs(basis.column[place] as number) < PIVOT) continue;
      basis.loadRow(place);
      basis.exchange(place);
      free[place] = 0;
      basic[place] = column;
    }
    for (let place = 0; place < rows; place += 1) position[basic[place] as number] = place;
    basicValue.fill(0);
    for (let row = 0; row < rows; row += 1) pending[row] = -(rhs[row] as number);
    this.objective = 0;
    for (let column = 0; column < columns + rows; column += 1) {
      if (column < columns) reduced[column] = -(cost[column] as number);
      else reduced[column] = 0;
    }
    for (let place = 0; place < rows; place += 1) {
      const column = basic[place] as number;
      if (column >= columns || cost[column] === 0) continue;
      basis.loadRow(place);
      for (let index = 0; index < basis.rowCount; index += 1) {
        const row = basis.rowEntries[index] as number;
        reduced[columns + row] =
          (reduced[columns + row] as number) + (cost[column] as number) * (basis.row[row] as number);
      }
    }
    for (let row = 0; row < rows; row += 1)
      this.objective += (reduced[columns + row] as number) * (rhs[row] as number);
    for (let column = 0; column < columns; column += 1) {
      let sum = reduced[column] as number;
      for (let entry = starts[column] as number; entry < (starts[column + 1] as number); entry += 1)
        sum += (reduced[columns + (rowOf[entry] as number)] as number) * (factor[entry] as number);
      reduced[column] = this.isBasic(column) ? 0 : sum;
    }
    for (let column = 0; column < columns + rows; column += 1) {
      if (this.isBasic(column)) continue;
      if (this.lower[column] !== this.upper[column] && this.upper[column] !== Number.POSITIVE_INFINITY)
        this.atUpper[column] = (reduced[column] as number) < 0 ? 1 : 0;
      const at = this.valueOf(column);
      this.objective -= (reduced[column] as number) * at;
      if (column < columns) this.shift(column, at);
      else if (at !== 0) pending[column - columns] = (pending[column - columns] as number) + at;
    }
    this.anyPending = true;
    this.sinceRebuild = 0;
  }

  /** Moves a resting column by `change`; the basic values follow in `settle`. */
  private shift(column: number, change: number) {
    const { starts, rowOf, factor } = this.program;
    for (let entry = starts[column] as number; entry < (starts[column + 1] as number); entry += 1) {
      const row = rowOf[entry] as number;
      this.pending[row] = (this.pending[row] as number) + (factor[entry] as number) * change;
    }
    this.anyPending = true;
  }

  private settle() {
    if (!this.anyPending) return;
    this.anyPending = false;
    for (let row = 0; row < this.program.rows; row += 1) {
      const change = this.pending[row] as number;
      if (change === 0) continue;
      this.pending[row] = 0;
      this.basis.subtract(row, change, this.basicValue);
    }
  }

  private chooseLeaving(): number {
    const { basic, basicValue, lower, upper } = this;
    const { weight } = this.basis;
    let chosen = -1;
    let most = 0;
    for (let place = 0; place < basic.length; place += 1) {
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
    const { basis, reduced, pivotRow, basicValue } = this;
    const leavingColumn = this.basic[leaving] as number;
    const low = this.lower[leavingColumn] as number;
    const below = (basicValue[leaving] as number) < low;
    const bound = below ? low : (this.upper[leavingColumn] as number);
    basis.loadRow(leaving);
    this.priceRow();
    const entering = this.chooseEntering(below, Math.abs((basicValue[leaving] as number) - bound));
    const alpha = entering < 0 ? 1 : (pivotRow[entering] as number);
    const dualStep = entering < 0 ? 0 : (reduced[entering] as number) / alpha;
    for (let index = 0; index < this.touchedCount; index += 1) {
      const column = this.touched[index] as number;
      if ((this.position[column] as number) < 0)
        reduced[column] = (reduced[column] as number) - dualStep * (pivotRow[column] as number);
      pivotRow[column] = 0;
    }
    if (entering < 0) return false;
    this.settle();
    basis.enter(entering);
    this.sinceRebuild += 1;
    if (Math.abs((basis.column[leaving] as number) - alpha) > 1e-7 * (1 + Math.abs(alpha)))
      this.sinceRebuild += 1e6;
    reduced[leavingColumn] = -dualStep;
    reduced[entering] = 0;
    const step = ((basicValue[leaving] as number) - bound) / (basis.column[leaving] as number);
    const enteringValue = this.valueOf(entering) + step;
    for (let index = 0; index < basis.columnCount; index += 1) {
      const place = basis.columnEntries[index] as number;
      basicValue[place] = (basicValue[place] as number) - step * (basis.column[place] as number);
    }
    basicValue[leaving] = enteringValue;
    basis.exchange(leaving);
    this.basic[leaving] = entering;
    this.position[entering] = leaving;
    this.position[leavingColumn] = -1;
    this.atUpper[leavingColumn] = below ? 0 : 1;
    this.pivots += 1;
    return true;
  }

  /** The leaving row times every column it meets. */
  private priceRow() {
    const { columns } = this.program;
    const { pivotRow, touched } = this;
    const { starts, column: columnOf, factor } = this.byRow;
    const { row: values, rowEntries: entries, rowCount } = this.basis;
    let count = 0;
    for (let index = 0; index < rowCount; index += 1) {
      const row = entries[index] as number;
      const value = values[row] as number;
      pivotRow[columns + row] = value;
      touched[count] = columns + row;
      count += 1;
      const end = starts[row + 1] as number;
      for (let entry = starts[row] as number; entry < end; entry += 1) {
        const column = columnOf[entry] as number;
        const before = pivotRow[column] as number;
        if (before === 0) {
          touched[count] = column;
          count += 1;
        }
        const sum = before + value * (factor[entry] as number);
        // A sum that cancelled would be listed again: what is listed must never be exactly zero.
        pivotRow[column] = sum === 0 ? 1e-300 : sum;
      }
    }
    this.touchedCount = count;
  }

  /** The bound-flipping ratio test: columns passed before the slope turns change their bound instead. */
  private chooseEntering(below: boolean, off: number): number {
    const { reduced, pivotRow, candidate } = this;
    let count = this.listCandidates(below);
    const before = this.objective;
    let slope = off;
    let passed = 0;
    let flips = 0;
    while (count > 0) {
      let least = Number.POSITIVE_INFINITY;
      for (let index = 0; index < count; index += 1) {
        const column = candidate[index] as number;
        const ratio = Math.abs((reduced[column] as number) / (pivotRow[column] as number));
        if (ratio < least) least = ratio;
      }
      const within = least * (1 + 1e-13);
      let fall = 0;
      let best = -1;
      let bestAlpha = 0;
      let kept = 0;
      const firstFlip = flips;
      for (let index = 0; index < count; index += 1) {
        const column = candidate[index] as number;
        const alpha = Math.abs(pivotRow[column] as number);
        if (Math.abs((reduced[column] as number) / alpha) > within) {
          candidate[kept] = column;
          kept += 1;
          continue;
        }
        fall += alpha * ((this.upper[column] as number) - (this.lower[column] as number));
        this.flipped[flips] = column;
        flips += 1;
        if (alpha > bestAlpha) {
          bestAlpha = alpha;
          best = column;
        }
      }
      this.objective -= (least - passed) * slope;
      passed = least;
      slope -= fall;
      // A rest that only rounding left is none: it must not make a feasible programme infeasible.
      if (slope <= FEASIBLE) {
        for (let index = 0; index < firstFlip; index += 1) this.flip(this.flipped[index] as number);
        return best;
      }
      count = kept;
    }
    this.objective = before;
    return -1;
  }

  private listCandidates(below: boolean): number {
    const { pivotRow, touched, candidate, position, atUpper, lower, upper } = this;
    let count = 0;
    for (let index = 0; index < this.touchedCount; index += 1) {
      const column = touched[index] as number;
      if ((position[column] as number) >= 0) continue;
      const alpha = pivotRow[column] as number;
      if (alpha < PIVOT && alpha > -PIVOT) continue;
      if (lower[column] === upper[column]) continue;
      const grows = atUpper[column] ? alpha > 0 : alpha < 0;
      if (grows !== below) continue;
      candidate[count] = column;
      count += 1;
    }
    return count;
  }

  private flip(column: number) {
    const range = (this.upper[column] as number) - (this.lower[column] as number);
    this.shift(column, this.atUpper[column] ? -range : range);
    this.atUpper[column] = this.atUpper[column] ? 0 : 1;
  }
}
