import { err, ok, type Result } from '../result.ts';
import { type ExchangeColumn, type ExchangeKind, exchangeColumns, REASON_COLUMN } from './kinds.ts';

/** The columns of a file, as its header names them; null where a column is left out (`reason`). */
export type FileColumns = readonly (ExchangeColumn | null)[];

/** Where in the header a fault is (from 0; its length for what is missing), and a sentence that names the column and the fix. */
export interface ColumnFault {
  readonly at: number;
  readonly reason: string;
}

/** The columns that the header names, or all that is wrong with it. */
export function readColumns(
  kind: ExchangeKind,
  header: readonly string[],
): Result<FileColumns, readonly ColumnFault[]> {
  const known = exchangeColumns[kind];
  const faults: ColumnFault[] = [];
  const names = header.map((name) => name.trim());
  const columns = names.map((name, at): ExchangeColumn | null => {
    if (names.indexOf(name) < at) faults.push({ at, reason: `column ${name} is there twice: remove one` });
    if (name === REASON_COLUMN) return null;
    const found = known.find((column) => column.name === name);
    if (!found) faults.push({ at, reason: unknownColumn(kind, name) });
    return found ?? null;
  });
  for (const { name, need } of known)
    if (need === 'key' && !names.includes(name))
      faults.push({ at: names.length, reason: `column ${name} is missing: add it` });
  return faults.length > 0 ? err(faults) : ok(columns);
}

function unknownColumn(kind: ExchangeKind, name: string): string {
  const names = exchangeColumns[kind].map((column) => column.name);
  const meant = names.find((known) => known.toLowerCase() === name.toLowerCase());
  if (meant) return `column ${name} is written ${meant}`;
  return `column ${name === '' ? 'without a name' : name} is not one of ${kind}: rename or remove it; there are ${names.join(', ')}`;
}
