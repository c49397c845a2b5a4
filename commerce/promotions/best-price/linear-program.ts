import type { Cut } from './cut.ts';
import { grown, type Scratch } from './scratch.ts';

/** What a builder has collected of a programme: entries column by column, those of column j from `starts[j]` on. */
export interface ProgramParts {
  readonly starts: readonly number[];
  readonly rowOf: readonly number[];
  readonly factor: readonly number[];
  readonly cost: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly rhs: readonly number[];
  readonly equality: readonly number[];
  readonly rowUnit: readonly number[];
}

/**
 * A linear programme: the most of `cost` times the columns, where every row's columns times their factors stay
 * at or below `rhs`, or meet it exactly where `equality` is 1. Bounds of columns are finite. Rows can be added:
 * row by row their entries stand behind the others, column by column they are linked lists of their own.
 */
export class LinearProgram {
  rows: number;
  readonly columns: number;
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The first rows' entries by column. */
  readonly starts: Int32Array;
  readonly rowOf: Int32Array;
  readonly factor: Float64Array;
  /** All rows' entries by row. */
  rowStarts: Int32Array;
  rowColumn: Int32Array;
  rowFactor: Float64Array;
  rhs: Float64Array;
  equality: Uint8Array;
  /** The power of two that a row's factors were divided by; 1 where factors are whole. */
  rowUnit: Float64Array;
  /** For each column its newest entry of an added row, or -1; for each entry by row the one before, and its row. */
  readonly addedHead: Int32Array;
  addedNext: Int32Array;
  addedRow: Int32Array;

  /** Where everything about this programme has its memory. */
  readonly scratch: Scratch;

  constructor(parts: ProgramParts, scratch: Scratch) {
    this.scratch = scratch;
    const rows = parts.rhs.length;
    const columns = parts.cost.length;
    const entries = parts.rowOf.length;
    this.rows = rows;
    this.columns = columns;
    this.cost = filled(scratch.floats(columns), parts.cost);
    this.lower = filled(scratch.floats(columns), parts.lower);
    this.upper = filled(scratch.floats(columns), parts.upper);
    this.factor = filled(scratch.floats(entries), parts.factor);
    this.starts = filled(scratch.ints(columns + 1), parts.starts);
    this.rowOf = filled(scratch.ints(entries), parts.rowOf);
    this.addedHead = scratch.ints(columns).fill(-1);
    this.rhs = filled(scratch.floats(rows + ROOM), parts.rhs);
    this.rowUnit = filled(scratch.floats(rows + ROOM), parts.rowUnit);
    this.rowFactor = scratch.floats(entries + ROOM_ENTRIES);
    this.rowStarts = scratch.ints(rows + ROOM + 1);
    this.rowColumn = scratch.ints(entries + ROOM_ENTRIES);
    this.addedNext = scratch.ints(entries + ROOM_ENTRIES);
    this.addedRow = scratch.ints(entries + ROOM_ENTRIES);
    this.equality = filled(scratch.bytes(rows + ROOM), parts.equality);
    this.transpose();
  }

  /** The bound of what a row may leave over: 0 for equalities. */
  leftoverMost(row: number): number {
    return this.equality[row] === 1 ? 0 : Number.POSITIVE_INFINITY;
  }

  add(cut: Cut) {
    const row = this.rows;
    let at = this.rowStarts[row] as number;
    this.reserve(row + 1, at + cut.column.length);
    for (let index = 0; index < cut.column.length; index += 1) {
      const column = cut.column[index] as number;
      this.rowColumn[at] = column;
      this.rowFactor[at] = cut.factor[index] as number;
      this.addedRow[at] = row;
      this.addedNext[at] = this.addedHead[column] as number;
      this.addedHead[column] = at;
      at += 1;
    }
    this.rhs[row] = cut.rhs;
    this.rowUnit[row] = 1;
    this.equality[row] = 0;
    this.rows = row + 1;
    this.rowStarts[row + 1] = at;
  }

  private reserve(rows: number, entries: number) {
    const { scratch } = this;
    if (rows > this.rhs.length) {
      const length = rows * 2;
      this.rhs = grown(scratch.floats(length), this.rhs);
      this.rowUnit = grown(scratch.floats(length), this.rowUnit);
      this.equality = grown(scratch.bytes(length), this.equality);
      this.rowStarts = grown(scratch.ints(length + 1), this.rowStarts);
    }
    if (entries > this.rowColumn.length) {
      const length = entries * 2;
      this.rowColumn = grown(scratch.ints(length), this.rowColumn);
      this.rowFactor = grown(scratch.floats(length), this.rowFactor);
      this.addedNext = grown(scratch.ints(length), this.addedNext);
      this.addedRow = grown(scratch.ints(length), this.addedRow);
    }
  }

  private transpose() {
    const { rows, columns, starts, rowOf, factor, rowStarts, rowColumn, rowFactor } = this;
    for (let entry = 0; entry < rowOf.length; entry += 1) {
      const row = rowOf[entry] as number;
      rowStarts[row + 1] = (rowStarts[row + 1] as number) + 1;
    }
    for (let row = 0; row < rows; row += 1)
      rowStarts[row + 1] = (rowStarts[row + 1] as number) + (rowStarts[row] as number);
    // Filled from the end of each row, its start moves down to where the row begins.
    for (let row = rows; row > 0; row -= 1) rowStarts[row] = rowStarts[row - 1] as number;
    for (let column = 0; column < columns; column += 1) {
      const end = starts[column + 1] as number;
      for (let entry = starts[column] as number; entry < end; entry += 1) {
        const row = rowOf[entry] as number;
        const place = rowStarts[row + 1] as number;
        rowStarts[row + 1] = place + 1;
        rowColumn[place] = column;
        rowFactor[place] = factor[entry] as number;
      }
    }
  }
}

/** Room for rows and their entries before anything must be copied. */
const ROOM = 24;
const ROOM_ENTRIES = 128;

function filled<A extends Float64Array | Int32Array | Uint8Array>(view: A, values: readonly number[]): A {
  for (let index = 0; index < values.length; index += 1) view[index] = values[index] as number;
  return view;
}
