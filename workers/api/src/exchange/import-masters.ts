import { getTableColumns } from 'drizzle-orm';
import { type ExchangeKind, exchangeColumns } from '../../../../commerce/exchange/kinds.ts';
import { type RowFault, rowWith } from '../../../../commerce/exchange/read-row.ts';
import { type MasterFault, type MasterRow, masterStore } from '../../../../db/hq/master-store.ts';
import { keyField, type MasterTable } from '../../../../db/hq/master-tables.ts';
import type { Imported, ReadRow } from './import-piece.ts';

export interface ImportOptions {
  readonly dryRun: boolean;
  /** Keys that other pieces of the same file hold: a dry run takes them for written. */
  readonly elsewhere: ReadonlySet<string>;
  readonly admin: string;
}

/** Rows that lean on each other may fall one after the other; after so many rounds all that still fall do. */
const ROUNDS_MAX = 20;

interface Candidate {
  readonly at: number;
  readonly key: string;
  readonly row: MasterRow;
  readonly isChanged: boolean;
}

/** Lays the rows over what is stored; of two rows with one key the later one goes on where the earlier ended. */
export async function importMasters(
  database: D1Database,
  kind: ExchangeKind,
  master: MasterTable,
  rows: readonly ReadRow[],
  options: ImportOptions,
): Promise<Imported> {
  const store = masterStore(database);
  const key = keyField(master);
  const keyOf = ({ values }: ReadRow) => String(values.find(([[field]]) => field === key)?.[1]);
  const stored = await store.rowsOf(master, [...new Set(rows.map(keyOf))]);
  const faults = new Map<number, readonly RowFault[]>();
  let candidates: Candidate[] = [];
  for (let round = 0; ; round++) {
    const standing = rows.filter(({ at }) => !faults.has(at));
    candidates = laidOver(standing, faults);
    if (candidates.length === 0) break;
    const refused = await store.faults(
      master,
      candidates.map(({ row }) => row),
      { put: (column) => (column === master.key ? options.elsewhere : []), removed: () => [] },
    );
    if (refused.length === 0) break;
    for (const [index, ofRow] of Map.groupBy(refused, (fault) => fault.index)) {
      const candidate = candidates[index];
      if (candidate) faults.set(candidate.at, ofRow.map(rowFault));
    }
    if (round < ROUNDS_MAX) continue;
    const reason = 'leans on rows that were rejected: repair those first, then import this one again';
    for (const { at } of candidates) if (!faults.has(at)) faults.set(at, [{ column: null, reason }]);
  }
  if (!options.dryRun) {
    const written = new Map(candidates.filter((one) => one.isChanged).map(({ key, row }) => [key, row]));
    if (written.size > 0) await store.put(master, [...written.values()], options.admin);
  }
  return { changed: candidates.filter(({ isChanged }) => isChanged).length, faults };

  function laidOver(standing: readonly ReadRow[], refused: Map<number, readonly RowFault[]>): Candidate[] {
    const now = new Map(stored);
    return standing.flatMap((read): Candidate[] => {
      const rowKey = keyOf(read);
      const before = now.get(rowKey);
      const parsed =
        before || !lacks(read) ? parse(rowWith(before ?? {}, read.values)) : lacking(read, rowKey);
      if (!parsed.row) {
        refused.set(read.at, parsed.faults);
        return [];
      }
      const isChanged = before === undefined || canonical(before) !== canonical(parsed.row);
      now.set(rowKey, parsed.row);
      return [{ at: read.at, key: rowKey, row: parsed.row, isChanged }];
    });
  }

  function lacks({ values }: ReadRow): boolean {
    return missingIn(values).length > 0;
  }

  function missingIn(values: ReadRow['values']) {
    const given = new Set(values.map(([[field]]) => field));
    return exchangeColumns[kind].filter(({ need, path: [field] }) => need === 'new' && !given.has(field));
  }

  function lacking({ values }: ReadRow, rowKey: string) {
    return {
      row: undefined,
      faults: missingIn(values).map(({ name }) => ({
        column: name,
        reason: `is not in the file, and ${rowKey} is new here: add the column`,
      })),
    };
  }

  function parse(
    row: MasterRow,
  ): { row: MasterRow; faults?: undefined } | { row: undefined; faults: RowFault[] } {
    const parsed = master.shape.strict().safeParse(row);
    if (parsed.success) return { row: parsed.data };
    return {
      row: undefined,
      faults: parsed.error.issues.map(({ path, message }) => faultAt(path.map(String), message)),
    };
  }

  function rowFault({ field, detail }: MasterFault): RowFault {
    return faultAt(field.split('/'), detail);
  }

  /** A fault of a master's field, by the column that the field stands in. */
  function faultAt([field = '', ...deeper]: readonly string[], reason: string): RowFault {
    const ofField = exchangeColumns[kind].filter(({ path }) => path[0] === field);
    const exact = ofField.find(({ path }) => path[1] === undefined || path[1] === deeper[0]);
    const column = exact ?? ofField[0];
    if (column) return { column: column.name, reason };
    return { column: null, reason: `${field}: ${reason}` };
  }

  /** The same text for the same row, whatever the order of its parts: names are sorted, lists of values too. */
  function canonical(row: MasterRow): string {
    const fields = Object.keys(getTableColumns(master.table));
    return JSON.stringify(fields.map((field) => sorted(row[field])));
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, sorted(part)]);
}
