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
