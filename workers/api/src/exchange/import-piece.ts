import type { ExchangeKind } from '../../../../commerce/exchange/kinds.ts';
import { readColumns } from '../../../../commerce/exchange/read-columns.ts';
import { type FieldValue, type RowFault, readRow } from '../../../../commerce/exchange/read-row.ts';
import { exchangeTarget } from '../../../../db/hq/exchange-masters.ts';
import type { ImportAnswer } from '../../../../protocol/exchange/messages.ts';
import { refusedFields } from '../problem.ts';
import { importList } from './import-list.ts';
import { importMasters } from './import-masters.ts';

/** A row that could be read, and its place in the request. */
export interface ReadRow {
  readonly at: number;
  readonly values: readonly FieldValue[];
}

/** What became of the rows of a piece. */
export interface Imported {
  readonly changed: number;
  /** Faults by the row's place. */
  readonly faults: ReadonlyMap<number, readonly RowFault[]>;
}

export interface Piece {
  readonly dryRun: boolean;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly elsewhere: readonly string[];
}

/** Writes the good rows of a piece and names every fault of the others. Throws a Problem where the header is wrong. */
export async function importPiece(
  database: D1Database,
  kind: ExchangeKind,
  piece: Piece,
  admin: string,
): Promise<ImportAnswer> {
  const columns = readColumns(kind, piece.columns);
  if (!columns.ok)
    throw refusedFields(
      columns.error.map(({ at, reason }) => ({ pointer: `/columns/${at}`, detail: reason })),
    );
  const good: ReadRow[] = [];
  const faults = new Map<number, readonly RowFault[]>();
  piece.rows.forEach((cells, at) => {
    const row = readRow(columns.value, cells);
    if (row.ok) good.push({ at, values: row.value });
    else faults.set(at, row.error);
  });
  const target = exchangeTarget(kind);
  const options = { dryRun: piece.dryRun, elsewhere: new Set(piece.dryRun ? piece.elsewhere : []), admin };
  const imported =
    target.holds === 'rows'
      ? await importMasters(database, kind, target.master, good, options)
      : await importList(database, target.list, good, options);
  const all = new Map([...faults, ...imported.faults]);
  const rejects = [...all].sort(([a], [b]) => a - b);
  return {
    accepted: piece.rows.length - all.size,
    changed: imported.changed,
    rejects: rejects.flatMap(([row, ofRow]) => ofRow.map(({ column, reason }) => ({ row, column, reason }))),
  };
}
