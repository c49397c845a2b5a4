import { type ExchangeKind, exchangeColumns } from '../../commerce/exchange/kinds.ts';
import { ownNameColumns, ownNamesOf } from '../../commerce/exchange/own-names.ts';
import { readColumns } from '../../commerce/exchange/read-columns.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import { readCsv } from './read-csv.ts';

/** Why a file as a whole cannot be imported. */
export interface FileFault {
  readonly line: number;
  readonly message: string;
}

export interface CheckedFile {
  readonly header: readonly string[];
  /** Without the header. */
  readonly rows: number;
  /** Keys of the file that its own rows name; only where they were asked for. */
  readonly held: ReadonlySet<string>;
}

/** Reads all of a file: it is CSV, and its header is the kind's. Throws CsvFault. */
export async function checkFile(
  file: Blob,
  kind: ExchangeKind,
  withNames: boolean,
): Promise<Result<CheckedFile, FileFault>> {
  let header: readonly string[] | undefined;
  let rows = 0;
  const named = new Set<string>();
  const namesOwn = () => withNames && ownNameColumns(kind).some((column) => header?.includes(column));
  for await (const piece of readCsv(file)) {
    if (!header) {
      header = piece[0]?.cells.map((name) => name.trim()) ?? [];
      const columns = readColumns(kind, header);
      if (!columns.ok) return err({ line: 1, message: columns.error.map(({ reason }) => reason).join('; ') });
      rows -= 1;
    }
    rows += piece.length;
    if (namesOwn())
      for (const { cells } of piece) for (const name of ownNamesOf(kind, header, cells)) named.add(name);
  }
  if (!header) return err({ line: 1, message: 'is empty: a file begins with a header' });
  if (rows === 0) return err({ line: 1, message: 'holds a header and no rows' });
  return ok({ header, rows, held: named.size > 0 ? await keysAmong(file, kind, header, named) : new Set() });
}

/** A reading of its own, so that only the names are kept, and never every key of the file. */
async function keysAmong(
  file: Blob,
  kind: ExchangeKind,
  header: readonly string[],
  named: ReadonlySet<string>,
): Promise<Set<string>> {
  const at = header.indexOf(exchangeColumns[kind].find(({ need }) => need === 'key')?.name ?? '');
  const held = new Set<string>();
  for await (const piece of readCsv(file))
    for (const { cells } of piece) {
      const key = cells[at]?.trim() ?? '';
      if (named.has(key)) held.add(key);
    }
  return held;
}
