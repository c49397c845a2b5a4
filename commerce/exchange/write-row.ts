import { guardFormula } from './formula-guard.ts';
import type { ExchangeColumn } from './kinds.ts';

/** The cells of a master's row, as an import of the same columns reads them. */
export function writeRow(
  columns: readonly ExchangeColumn[],
  row: Readonly<Record<string, unknown>>,
): string[] {
  return columns.map(({ path: [field, part], cell }) => {
    const value = row[field];
    return writeCell(cell.write(part === undefined ? value : (value as Record<string, unknown>)[part]));
  });
}

/** A number may begin with a minus: no spreadsheet takes it for more than that. */
export function writeCell(text: string): string {
  return /^-?\d+$/.test(text) ? text : guardFormula(text);
}
