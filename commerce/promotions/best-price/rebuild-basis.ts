import type { BasisInverse } from './basis-inverse.ts';
import type { LinearProgram } from './linear-program.ts';

const PIVOT = 1e-6;

/**
 * Works an inverse out anew for a list of basic columns, and the reduced costs with it. Answers the columns in
 * the places of the basis they now have; one that turns out to depend on others gives way to a row's leftover.
 */
export function rebuiltBasis(
  program: LinearProgram,
  basis: BasisInverse,
  basic: Int32Array,
  reduced: Float64Array,
): Int32Array {
  const { rows, columns, starts } = program;
  const length = (column: number) => (starts[column + 1] as number) - (starts[column] as number);
  const wanted = basic.filter((column) => column < columns).sort((a, b) => length(a) - length(b) || a - b);
  const free = new Uint8Array(rows).fill(1);
  for (const column of basic) if (column >= columns) free[column - columns] = 0;
  const placed = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) placed[row] = columns + row;
  basis.reset();
  for (const column of wanted) {
    basis.enter(column);
    let place = -1;
    let most = PIVOT;
    for (let index = 0; index < basis.columnCount; index += 1) {
      const at = basis.columnEntries[index] as number;
      const size = Math.abs(basis.column[at] as number);
      if (free[at] === 0 || size <= most) continue;
      most = size;
      place = at;
    }
    if (place < 0) continue;
    basis.loadRow(place);
    basis.exchange(place);
    free[place] = 0;
    placed[place] = column;
  }
  priceOut(program, basis, placed, reduced);
  return placed;
}

function priceOut(program: LinearProgram, basis: BasisInverse, basic: Int32Array, reduced: Float64Array) {
  const { rows, columns, cost, rowStarts, rowColumn, rowFactor } = program;
  for (let column = 0; column < columns; column += 1) reduced[column] = -(cost[column] as number);
  reduced.fill(0, columns);
  for (let place = 0; place < rows; place += 1) {
    const column = basic[place] as number;
    const worth = column < columns ? (cost[column] as number) : 0;
    if (worth === 0) continue;
    basis.loadRow(place);
    for (let index = 0; index < basis.rowCount; index += 1) {
      const row = columns + (basis.rowEntries[index] as number);
      reduced[row] = (reduced[row] as number) + worth * (basis.row[row - columns] as number);
    }
  }
  for (let row = 0; row < rows; row += 1) {
    const multiplier = reduced[columns + row] as number;
    if (multiplier === 0) continue;
    const end = rowStarts[row + 1] as number;
    for (let entry = rowStarts[row] as number; entry < end; entry += 1) {
      const column = rowColumn[entry] as number;
      reduced[column] = (reduced[column] as number) + multiplier * (rowFactor[entry] as number);
    }
  }
  for (const column of basic) reduced[column] = 0;
}
