import { err, ok, type Result } from '../result.ts';
import { unguardFormula } from './formula-guard.ts';
import type { ExchangeColumn } from './kinds.ts';
import type { FileColumns } from './read-columns.ts';

export interface RowFault {
  /** Null where the whole row is meant. */
  readonly column: string | null;
  /** Says what is there and what to write. */
  readonly reason: string;
}

/** A value of a file and where in a master's row it stands. */
export type FieldValue = readonly [path: ExchangeColumn['path'], value: unknown];

/** What a file's row says, or every fault of it. */
export function readRow(
  columns: FileColumns,
  cells: readonly string[],
): Result<readonly FieldValue[], readonly RowFault[]> {
  if (cells.length !== columns.length) {
    const reason = `has ${cells.length} cells where the header has ${columns.length}: put texts that hold the separator in quotes`;
    return err([{ column: null, reason }]);
  }
  const faults: RowFault[] = [];
  const values: FieldValue[] = [];
  columns.forEach((column, at) => {
    if (!column) return;
    const written = cells[at] ?? '';
    const text = unguardFormula(column.cell.keepsSpaces ? written : written.trim());
    if (text === '' && column.need !== 'optional') {
      faults.push({ column: column.name, reason: 'is empty: write a value' });
      return;
    }
    const value = column.cell.read(text);
    if (value.ok) values.push([column.path, value.value]);
    else faults.push({ column: column.name, reason: value.error });
  });
  return faults.length > 0 ? err(faults) : ok(values);
}

/** A master's row with what a file says laid over it; what the file has no column for stays. */
export function rowWith(
  row: Readonly<Record<string, unknown>>,
  values: readonly FieldValue[],
): Record<string, unknown> {
  const changed: Record<string, unknown> = { ...row };
  for (const [[field, part], value] of values)
    changed[field] =
      part === undefined ? value : { ...(changed[field] as object | undefined), [part]: value };
  return changed;
}
