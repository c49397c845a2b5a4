import { csvLine } from './csv-line.ts';
import { unguardFormula } from './formula-guard.ts';
import { REASON_COLUMN } from './kinds.ts';
import type { RowFault } from './read-row.ts';
import { writeCell } from './write-row.ts';

/** A file of rejected rows has the columns of what was imported, and the reason at the end. */
export function rejectsHeader(header: readonly string[]): string {
  return csvLine([...withoutReason(header, header), REASON_COLUMN]);
}

/** A rejected row as it came, safe for a spreadsheet, to be repaired and imported again. */
export function rejectsLine(
  header: readonly string[],
  cells: readonly string[],
  faults: readonly RowFault[],
): string {
  const padded = [...cells, ...Array<string>(Math.max(0, header.length - cells.length)).fill('')];
  const row = withoutReason(header, padded).map((cell) => writeCell(unguardFormula(cell)));
  return csvLine([...row, faults.map(faultWords).join('; ')]);
}

/** A fault in one sentence. */
export function faultWords({ column, reason }: RowFault): string {
  return column === null ? reason : `${column} ${reason.startsWith('there is') ? `says: ${reason}` : reason}`;
}

function withoutReason(header: readonly string[], cells: readonly string[]): string[] {
  const at = header.indexOf(REASON_COLUMN);
  return cells.filter((_, index) => index !== at);
}
