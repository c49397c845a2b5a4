import type { LinearProgram } from './linear-program.ts';

const SMALL = 1e-10;

/**
 * The inverse of a basis, dense and column by column, with the steepest-edge weights of its rows. The inverses
 * here stay mostly zeros, so every step works on lists of what is not.
 */
export class BasisInverse {
  /** The row of the inverse that `loadRow` read, and which of its entries are not zero. */
  row!: Float64Array;
  rowEntries!: Int32Array;
  rowCount = 0;
  /** The column in terms of the basis that `enter` worked out, and which of its entries are not zero. */
  column!: Float64Array;
  columnEntries!: Int32Array;
  columnCount = 0;
  weight!: Float64Array;
  private readonly program: LinearProgram;
  private inverse!: Float64Array;
  private tau!: Float64Array;
  private stride = 0;
  private rows = 0;

  constructor(program: LinearProgram) {
    this.program = program;
    this.reserve(program.rows + ROOM);
    this.reset();
  }

  /** The basis of rows alone. */
  reset() {
    const { rows } = this.program;
    this.inverse.fill(0);
    this.weight.fill(1);
    this.rows = rows;
    for (let row = 0; row < rows; row += 1) this.inverse[row * this.stride + row] = 1;
  }

  /** Takes in the programme's newest rows, whose leftovers become basic; `position` says where columns are. */
  grow(position: Int32Array) {
    const { rows, rowStarts, rowColumn, rowFactor } = this.program;
    const before = this.rows;
    if (rows > this.stride) this.reserve(rows + (rows >> 1));
    this.rows = rows;
    const { inverse, stride, weight } = this;
    for (let row = before; row < rows; row += 1) {
      inverse[row * stride + row] = 1;
      weight[row] = 1;
      const end = rowStarts[row + 1] as number;
      for (let entry = rowStarts[row] as number; entry < end; entry += 1) {
        const place = position[rowColumn[entry] as number] as number;
        if (place < 0) continue;
        const factor = rowFactor[entry] as number;
        for (let at = 0; at < before; at += 1) {
          const value = inverse[at * stride + place] as number;
          if (value === 0) continue;
          const cell = at * stride + row;
          inverse[cell] = (inverse[cell] as number) - factor * value;
        }
      }
      for (let at = 0; at < before; at += 1) {
        const value = inverse[at * stride + row] as number;
        weight[row] = (weight[row] as number) + value * value;
      }
    }
  }

  loadRow(place: number) {
    const { inverse, stride, rows, row: values, rowEntries } = this;
    let count = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = inverse[row * stride + place] as number;
      if (value > SMALL || value < -SMALL) {
        values[row] = value;
        rowEntries[count] = row;
        count += 1;
      }
    }
    this.rowCount = count;
  }

  enter(column: number) {
    const { columns, starts, rowOf, factor, addedHead, addedNext, addedRow, rowFactor } = this.program;
    const { rows, column: sums, columnEntries } = this;
    for (let place = 0; place < rows; place += 1) sums[place] = 0;
    if (column >= columns) this.addTo(sums, column - columns, 1);
    else {
      const end = starts[column + 1] as number;
      for (let entry = starts[column] as number; entry < end; entry += 1)
        this.addTo(sums, rowOf[entry] as number, factor[entry] as number);
      for (let entry = addedHead[column] as number; entry >= 0; entry = addedNext[entry] as number)
        this.addTo(sums, addedRow[entry] as number, rowFactor[entry] as number);
    }
    let count = 0;
    for (let place = 0; place < rows; place += 1) {
      const value = sums[place] as number;
      if (value > SMALL || value < -SMALL) {
        columnEntries[count] = place;
        count += 1;
      }
    }
    this.columnCount = count;
  }

  /** Adds `times` the inverse's column of a row to the values. */
  addTo(values: Float64Array, row: number, times: number) {
    const { inverse, rows } = this;
    const base = row * this.stride;
    for (let place = 0; place < rows; place += 1)
      values[place] = (values[place] as number) + times * (inverse[base + place] as number);
  }

  /** Exchanges the basic column at `leaving`, whose row is loaded, for the column that entered. */
  exchange(leaving: number) {
    const { inverse, stride, row, rowEntries, rowCount, column, columnEntries, columnCount, tau, weight } =
      this;
    const pivot = column[leaving] as number;
    for (let index = 0; index < columnCount; index += 1) tau[columnEntries[index] as number] = 0;
    for (let index = 0; index < rowCount; index += 1) {
      const at = rowEntries[index] as number;
      const base = at * stride;
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

  private reserve(stride: number) {
    const old = this.inverse as Float64Array | undefined;
    const { scratch } = this.program;
    const inverse = scratch.floats(stride * stride);
    const weight = scratch.floats(stride);
    if (old) {
      for (let row = 0; row < this.rows; row += 1)
        inverse.set(old.subarray(row * this.stride, row * this.stride + this.rows), row * stride);
      weight.set(this.weight);
    }
    this.stride = stride;
    this.inverse = inverse;
    this.weight = weight;
    this.row = scratch.floats(stride);
    this.column = scratch.floats(stride);
    this.tau = scratch.floats(stride);
    this.rowEntries = scratch.ints(stride);
    this.columnEntries = scratch.ints(stride);
  }
}

const ROOM = 12;
