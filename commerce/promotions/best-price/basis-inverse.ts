import type { LinearProgram, RowEntries } from './linear-program.ts';

const SMALL = 1e-10;

/**
 * The inverse of a basis, dense and column by column, with the steepest-edge weights of its rows. The inverses
 * here stay mostly zeros, so every step works on lists of what is not.
 */
export class BasisInverse {
  /** The row of the inverse that `loadRow` read, and which of its entries are not zero. */
  row: Float64Array;
  rowEntries: Int32Array;
  rowCount = 0;
  /** The column in terms of the basis that `enter` worked out, and which of its entries are not zero. */
  column: Float64Array;
  columnEntries: Int32Array;
  columnCount = 0;
  weight: Float64Array;
  private program: LinearProgram;
  private inverse: Float64Array;
  private tau: Float64Array;

  constructor(program: LinearProgram) {
    const { rows } = program;
    this.program = program;
    this.inverse = new Float64Array(rows * rows);
    this.row = new Float64Array(rows);
    this.rowEntries = new Int32Array(rows);
    this.column = new Float64Array(rows);
    this.columnEntries = new Int32Array(rows);
    this.weight = new Float64Array(rows);
    this.tau = new Float64Array(rows);
    this.reset();
  }

  /** The basis of rows alone. */
  reset() {
    const { rows } = this.program;
    this.inverse.fill(0);
    this.weight.fill(1);
    for (let row = 0; row < rows; row += 1) this.inverse[row * rows + row] = 1;
  }

  /** Takes in more rows, whose own leftovers become basic; `position` says where columns are in the basis. */
  grow(program: LinearProgram, byRow: RowEntries, position: Int32Array) {
    const before = this.program.rows;
    const { rows } = program;
    const old = this.inverse;
    const weight = this.weight;
    this.program = program;
    this.inverse = new Float64Array(rows * rows);
    this.row = new Float64Array(rows);
    this.rowEntries = new Int32Array(rows);
    this.column = new Float64Array(rows);
    this.columnEntries = new Int32Array(rows);
    this.tau = new Float64Array(rows);
    this.weight = new Float64Array(rows);
    this.weight.set(weight);
    for (let row = before; row < rows; row += 1) {
      this.inverse[row * rows + row] = 1;
      this.weight[row] = 1;
    }
    for (let column = 0; column < before; column += 1) {
      const base = column * rows;
      this.inverse.set(old.subarray(column * before, (column + 1) * before), base);
      for (let row = before; row < rows; row += 1) {
        let sum = 0;
        const end = byRow.starts[row + 1] as number;
        for (let entry = byRow.starts[row] as number; entry < end; entry += 1) {
          const place = position[byRow.column[entry] as number] as number;
          if (place >= 0) sum -= (byRow.factor[entry] as number) * (this.inverse[base + place] as number);
        }
        if (sum === 0) continue;
        this.inverse[base + row] = sum;
        this.weight[row] = (this.weight[row] as number) + sum * sum;
      }
    }
  }

  loadRow(place: number) {
    const { rows } = this.program;
    let count = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = this.inverse[row * rows + place] as number;
      if (value > SMALL || value < -SMALL) {
        this.row[row] = value;
        this.rowEntries[count] = row;
        count += 1;
      }
    }
    this.rowCount = count;
  }

  enter(column: number) {
    const { rows, columns, starts, rowOf, factor } = this.program;
    const { inverse } = this;
    const sums = this.column;
    if (column >= columns) {
      const base = (column - columns) * rows;
      for (let place = 0; place < rows; place += 1) sums[place] = inverse[base + place] as number;
    } else {
      sums.fill(0);
      for (let entry = starts[column] as number; entry < (starts[column + 1] as number); entry += 1) {
        const base = (rowOf[entry] as number) * rows;
        const times = factor[entry] as number;
        for (let place = 0; place < rows; place += 1)
          sums[place] = (sums[place] as number) + times * (inverse[base + place] as number);
      }
    }
    let count = 0;
    for (let place = 0; place < rows; place += 1) {
      const value = sums[place] as number;
      if (value > SMALL || value < -SMALL) {
        this.columnEntries[count] = place;
        count += 1;
      }
    }
    this.columnCount = count;
  }

  /** Takes `change` times the inverse's column of a row off the values. */
  subtract(row: number, change: number, values: Float64Array) {
    const { rows } = this.program;
    const base = row * rows;
    for (let place = 0; place < rows; place += 1)
      values[place] = (values[place] as number) - change * (this.inverse[base + place] as number);
  }

  /** Exchanges the basic column at `leaving`, whose row is loaded, for the column that entered. */
  exchange(leaving: number) {
    const { rows } = this.program;
    const { inverse, row, rowEntries, rowCount, column, columnEntries, columnCount, tau, weight } = this;
    const pivot = column[leaving] as number;
    for (let index = 0; index < columnCount; index += 1) tau[columnEntries[index] as number] = 0;
    for (let index = 0; index < rowCount; index += 1) {
      const at = rowEntries[index] as number;
      const base = at * rows;
      const value = row[at] as number;
      const scaled = value / pivot;
      for (let entry = 0; entry < columnCount; entry += 1) {
        const place = columnEntries[entry] as number;
        const before = inverse[base + place] as number;
        tau[place] = (tau[place] as number) + before * value;
        inverse[base + place] = before - scaled * (column[place] as number);
      }
      inverse[base + leaving] = scaled;
    }
    const own = weight[leaving] as number;
    for (let index = 0; index < columnCount; index += 1) {
      const place = columnEntries[index] as number;
      if (place === leaving) continue;
      const ratio = (column[place] as number) / pivot;
      const updated = (weight[place] as number) - 2 * ratio * (tau[place] as number) + ratio * ratio * own;
      weight[place] = updated > 1e-4 ? updated : 1e-4;
    }
    const after = own / (pivot * pivot);
    weight[leaving] = after > 1e-4 ? after : 1e-4;
  }
}
