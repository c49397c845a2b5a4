import type { RowValue } from '../../commerce/governance/row-difference.ts';
import { governedTables } from './approval-policies.ts';
import { type MasterRow, masterStore } from './master-store.ts';
import type { MasterTable } from './master-tables.ts';

/** What a request does to one master. */
export interface NounWork {
  readonly master: MasterTable;
  readonly puts: readonly { readonly key: string; readonly row: MasterRow }[];
  readonly removes: readonly string[];
}

export interface WorkItem {
  readonly noun: string;
  readonly key: string;
  readonly row: string | null;
}

/** Keep one JSON parameter well under D1's 2 MB (a character takes three bytes at most). */
const ROWS_OF_STATEMENT = 500;
const CHARACTERS_OF_STATEMENT = 500_000;

/** Items by master, in the order in which references exist. */
export function workOf(items: readonly WorkItem[]): NounWork[] {
  const byNoun = Map.groupBy(items, ({ noun }) => noun);
  return governedTables.flatMap((master) => {
    const own = byNoun.get(master.noun);
    if (!own) return [];
    const puts = own.flatMap(({ key, row }) =>
      row === null ? [] : [{ key, row: JSON.parse(row) as MasterRow }],
    );
    return [{ master, puts, removes: own.filter(({ row }) => row === null).map(({ key }) => key) }];
  });
}

/** Everything that a request writes, in a number of statements that does not grow with small rows. */
export function workStatements(
  database: D1Database,
  admin: string,
  work: readonly NounWork[],
): D1PreparedStatement[] {
  const store = masterStore(database);
  return [
    database.prepare('UPDATE writer SET admin = ?').bind(admin),
    ...work.flatMap(({ master, puts }) => cut(puts).flatMap((rows) => store.putStatements(master, rows))),
    // What refers to others goes before them.
    ...[...work]
      .reverse()
      .flatMap(({ master, removes }) => (removes.length > 0 ? [store.removeStatement(master, removes)] : [])),
  ];
}

/** Rows as they are now, by noun and key. */
export async function currentRows(
  database: D1Database,
  places: readonly { readonly noun: string; readonly key: string }[],
): Promise<(noun: string, key: string) => RowValue> {
  const store = masterStore(database);
  const byNoun = Map.groupBy(places, ({ noun }) => noun);
  const found = new Map<string, ReadonlyMap<string, MasterRow>>();
  for (const master of governedTables) {
    const keys = byNoun.get(master.noun)?.map(({ key }) => key);
    if (keys) found.set(master.noun, await store.rowsOf(master, keys));
  }
  return (noun, key) => found.get(noun)?.get(key) ?? null;
}

function cut(puts: NounWork['puts']): MasterRow[][] {
  const parts: MasterRow[][] = [];
  let characters = 0;
  for (const { row } of puts) {
    const length = JSON.stringify(row).length;
    const last = parts.at(-1);
    if (last && last.length < ROWS_OF_STATEMENT && characters + length <= CHARACTERS_OF_STATEMENT) {
      last.push(row);
      characters += length;
    } else {
      parts.push([row]);
      characters = length;
    }
  }
  return parts;
}
