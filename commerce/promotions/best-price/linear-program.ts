/**
 * A linear programme: the most of `cost` times the columns, where every row's columns times their factors stay
 * at or below `rhs`, or meet it exactly where `equality` is 1. Columns are sparse: the entries of column j are
 * those from `starts[j]` up to, not including, `starts[j + 1]`. Bounds of columns are finite.
 */
export interface LinearProgram {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Int32Array;
  readonly rowOf: Int32Array;
  readonly factor: Float64Array;
  readonly cost: Float64Array;
  readonly rhs: Float64Array;
  readonly equality: Uint8Array;
  /** The power of two that a row's factors were divided by; 1 where factors are whole. */
  readonly rowUnit: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The same entries row by row. */
export interface RowEntries {
  readonly starts: Int32Array;
  readonly column: Int32Array;
  readonly factor: Float64Array;
}

export function rowEntries(program: LinearProgram): RowEntries {
  const { rows, columns, starts, rowOf, factor } = program;
  const byRow: RowEntries = {
    starts: new Int32Array(rows + 1),
    column: new Int32Array(rowOf.length),
    factor: new Float64Array(rowOf.length),
  };
  for (const row of rowOf) byRow.starts[row + 1] = (byRow.starts[row + 1] as number) + 1;
  for (let row = 0; row < rows; row += 1)
    byRow.starts[row + 1] = (byRow.starts[row + 1] as number) + (byRow.starts[row] as number);
  const next = byRow.starts.slice();
  for (let column = 0; column < columns; column += 1) {
    for (let entry = starts[column] as number; entry < (starts[column + 1] as number); entry += 1) {
      const row = rowOf[entry] as number;
      const place = next[row] as number;
      next[row] = place + 1;
      byRow.column[place] = column;
      byRow.factor[place] = factor[entry] as number;
    }
  }
  return byRow;
}
