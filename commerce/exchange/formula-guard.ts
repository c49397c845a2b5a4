/**
 * A spreadsheet runs a cell that begins like a formula. Such a text gets an apostrophe in front, and so does one
 * that has apostrophes in front of such a beginning: then taking one away always gives back what was there.
 */
const BEGINS_LIKE_A_FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

export function guardFormula(text: string): string {
  return BEGINS_LIKE_A_FORMULA.test(text) ? `'${text}` : text;
}

export function unguardFormula(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
