import type { LinearProgram } from './linear-program.ts';

/** A row that every whole solution meets: its columns, rising, times `factor` stay at or below `rhs`. */
export interface Cut {
  readonly column: readonly number[];
  readonly factor: readonly number[];
  readonly rhs: number;
  /** The square of its length. */
  readonly norm: number;
  /** How far the point that it was made for lies beyond it. */
  readonly depth: number;
}

const LIKE = 0.9;

/** The deepest of the cuts, without those that say nearly the same. */
export function deepestCuts(cuts: readonly Cut[], most: number): Cut[] {
  const chosen: Cut[] = [];
  for (const cut of cuts.toSorted((a, b) => b.depth - a.depth)) {
    if (chosen.length >= most) break;
    if (!chosen.some((other) => likeness(cut, other) > LIKE)) chosen.push(cut);
  }
  return chosen;
}

/** The cosine between two cuts, squared; 0 if they point apart. */
function likeness(a: Cut, b: Cut): number {
  let product = 0;
  let index = 0;
  for (let place = 0; place < a.column.length; place += 1) {
    const column = a.column[place] as number;
    while (index < b.column.length && (b.column[index] as number) < column) index += 1;
    if (b.column[index] === column) product += (a.factor[place] as number) * (b.factor[index] as number);
  }
  return product <= 0 ? 0 : (product * product) / (a.norm * b.norm);
}

/** The programme with the cuts behind its rows. */
export function withCuts(program: LinearProgram, cuts: readonly Cut[]): LinearProgram {
  const { rows, columns } = program;
  const next = new Int32Array(columns);
  let entries = program.rowOf.length;
  for (const { column } of cuts) {
    for (const each of column) next[each] = (next[each] as number) + 1;
    entries += column.length;
  }
  const starts = new Int32Array(columns + 1);
  const rowOf = new Int32Array(entries);
  const factor = new Float64Array(entries);
  let place = 0;
  for (let column = 0; column < columns; column += 1) {
    starts[column] = place;
    const more = next[column] as number;
    for (
      let entry = program.starts[column] as number;
      entry < (program.starts[column + 1] as number);
      entry += 1
    ) {
      rowOf[place] = program.rowOf[entry] as number;
      factor[place] = program.factor[entry] as number;
      place += 1;
    }
    next[column] = place;
    place += more;
  }
  starts[columns] = place;
  const total = rows + cuts.length;
  const rhs = new Float64Array(total);
  rhs.set(program.rhs);
  for (let index = 0; index < cuts.length; index += 1) {
    const cut = cuts[index] as Cut;
    rhs[rows + index] = cut.rhs;
    for (let entry = 0; entry < cut.column.length; entry += 1) {
      const column = cut.column[entry] as number;
      const at = next[column] as number;
      rowOf[at] = rows + index;
      factor[at] = cut.factor[entry] as number;
      next[column] = at + 1;
    }
  }
  const equality = new Uint8Array(total);
  equality.set(program.equality);
  const rowUnit = new Float64Array(total).fill(1);
  rowUnit.set(program.rowUnit);
  return { ...program, rows: total, starts, rowOf, factor, rhs, equality, rowUnit };
}
