import type { ResultSet, Row, Value } from '@libsql/core/api';
import { ResultSetImpl } from '@libsql/core/util';

export type RawResult = {
  columns: string[];
  columnTypes: string[];
  rows: Value[][];
  rowsAffected: number;
  lastInsertRowid: bigint | undefined;
};

export function toResultSet(raw: RawResult): ResultSet {
  const rows = raw.rows.map((values) => toRow(raw.columns, values));
  return new ResultSetImpl(raw.columns, raw.columnTypes, rows, raw.rowsAffected, raw.lastInsertRowid);
}

/** int64 as a number where that is exact, else as a bigint. */
export function fromInt64(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

// As libSQL's rows: indexes and length are there but not enumerable, and of two columns with one name the first wins.
function toRow(columns: readonly string[], values: readonly Value[]): Row {
  const row = Object.defineProperty({}, 'length', { value: values.length });
  values.forEach((value, index) => {
    Object.defineProperty(row, index, { value });
    const name = columns[index] ?? '';
    if (Object.hasOwn(row, name)) return;
    Object.defineProperty(row, name, { value, enumerable: true, configurable: true, writable: true });
  });
  return row as Row;
}
