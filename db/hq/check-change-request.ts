import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { differingFields, type RowValue, sameRow } from '../../commerce/governance/row-difference.ts';
import type { ChangeFault } from '../../protocol/change-requests.ts';
import { governedTables } from './approval-policies.ts';
import { currentRows, type NounWork, workOf, workStatements } from './change-request-work.ts';
import { masterStore } from './master-store.ts';
import type { MasterTable } from './master-tables.ts';

/** An item as the check needs it: JSON texts, as they are kept. */
export interface ItemToCheck {
  readonly noun: string;
  readonly key: string;
  readonly row: string | null;
  readonly base: string | null;
}

/** A row that changed since the draft was made. */
export interface Conflict {
  readonly noun: string;
  readonly key: string;
  readonly base: RowValue;
  readonly proposed: RowValue;
  readonly now: RowValue;
  readonly fields: readonly string[];
}

export interface CheckedItems {
  /** The change log's version that all of this was read at, or after. */
  readonly checkedAt: number;
  readonly work: readonly NounWork[];
  readonly faults: readonly ChangeFault[];
  readonly conflicts: readonly Conflict[];
}

const USES_SHOWN = 100;

/**
 * What keeps items from being published: shapes and references, as for direct writes but with the other items
 * taken into account; rows that others still need; and rows that changed since the draft was made. A removal takes
 * nothing else along in silence, so that it can be rolled back: what would go with it has to be in the request.
 */
export async function checkItems(database: D1Database, items: readonly ItemToCheck[]): Promise<CheckedItems> {
  const newest = 'SELECT coalesce(max(version), 0) AS version FROM change_log';
  const checkedAt = (await database.prepare(newest).first<number>('version')) ?? 0;
  const work = workOf(items);
  const now = await currentRows(database, items);
  const faults = [
    ...work.flatMap(shapeFaults),
    ...(await referenceFaults(database, work)),
    ...(await stillUsed(database, work)),
    ...(await takenValues(database, work)),
    ...items
      .filter(({ noun, key, row, base }) => row === null && base === null && now(noun, key) === null)
      .map(({ noun, key }) => ({ noun, key, pointer: '', detail: 'is not there to be removed' })),
  ];
  const conflicts = items.flatMap(({ noun, key, row, base }): Conflict[] => {
    const before = parsed(base);
    const current = now(noun, key);
    if (sameRow(before, current)) return [];
    return [
      {
        ...{ noun, key, base: before, proposed: parsed(row), now: current },
        fields: differingFields(before, current),
      },
    ];
  });
  return { checkedAt, work, faults, conflicts };
}

/**
 * Runs everything that publishing would run and takes it back: what only the database knows, such as values that
 * have to be unique.
 */
export async function rehearse(database: D1Database, work: readonly NounWork[]): Promise<ChangeFault[]> {
  try {
    await database.batch([
      ...workStatements(database, 'rehearsal', work),
      database.prepare('INSERT INTO rehearsal (id) VALUES (1)'),
    ]);
    throw new Error('a rehearsal was not taken back');
  } catch (problem) {
    const text = String(problem);
    if (text.includes('rehearsed')) return [];
    const fault = refusalOf(text);
    if (fault === null) throw problem;
    return [fault];
  }
}

/** What the database refuses, in words; null for any other failure. */
export function refusalOf(problem: string): ChangeFault | null {
  const unique = /UNIQUE constraint failed: ([\w., ]+)/.exec(problem)?.[1];
  const table = unique?.split('.')[0];
  const noun = governedTables.find((master) => getTableName(master.table) === table)?.noun ?? '';
  if (unique) return { noun, key: '', pointer: '', detail: `another row has the same place: ${unique}` };
  if (problem.includes('FOREIGN KEY constraint failed'))
    return { noun: '', key: '', pointer: '', detail: 'a row is removed that others still use' };
  return null;
}

function shapeFaults({ master, puts }: NounWork): ChangeFault[] {
  const shape = master.shape.strict();
  return puts.flatMap(({ key, row }) => {
    const { error } = shape.safeParse(row);
    return (error?.issues ?? []).flatMap((issue) => {
      const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((field) => [field]) : [issue.path];
      const detail = issue.code === 'unrecognized_keys' ? 'is not a field here' : issue.message;
      return paths.map((path) => ({ noun: master.noun, key, pointer: pointerOf(path), detail }));
    });
  });
}

async function referenceFaults(database: D1Database, work: readonly NounWork[]): Promise<ChangeFault[]> {
  const store = masterStore(database);
  const byKey = new Map<SQLiteColumn, NounWork>(work.map((each) => [each.master.key, each]));
  const besides = {
    put: (target: SQLiteColumn) => byKey.get(target)?.puts.map(({ key }) => key) ?? [],
    removed: (target: SQLiteColumn) => byKey.get(target)?.removes ?? [],
  };
  const faults: ChangeFault[] = [];
  for (const { master, puts } of work) {
    // A row that does not even have its shape has nothing to follow.
    const sound = puts.filter(({ row }) => master.shape.safeParse(row).success);
    const rows = sound.map(({ row }) => row);
    for (const { index, field, detail } of await store.faults(master, rows, besides))
      faults.push({ noun: master.noun, key: sound[index]?.key ?? '', pointer: `/${field}`, detail });
  }
  return faults;
}

/** Rows outside the request that refer to what it removes. */
async function stillUsed(database: D1Database, work: readonly NounWork[]): Promise<ChangeFault[]> {
  const inRequest = new Set(
    work.flatMap(({ master, puts, removes }) =>
      [...puts.map(({ key }) => key), ...removes].map((key) => `${master.noun}/${key}`),
    ),
  );
  const faults: ChangeFault[] = [];
  for (const { master, removes } of work) {
    if (removes.length === 0) continue;
    for (const { user, key, value } of await usesOf(database, master, removes)) {
      if (inRequest.has(`${user.noun}/${key}`)) continue;
      const detail = `is still used by ${user.title.toLowerCase()} ${key}; change or remove that in the same request`;
      faults.push({ noun: master.noun, key: value, pointer: '', detail });
    }
  }
  return faults;
}

export interface Use {
  readonly user: MasterTable;
  readonly key: string;
  readonly value: string;
}

/** Rows of any master that name one of these keys, the first ones of each field. */
export async function usesOf(
  database: D1Database,
  master: MasterTable,
  keys: readonly string[],
): Promise<Use[]> {
  const uses: Use[] = [];
  for (const user of governedTables) {
    for (const [field, target] of Object.entries(user.references)) {
      if (target !== master.key) continue;
      const { results } = await database
        .prepare(`${usesSql(user, field)} LIMIT ${USES_SHOWN}`)
        .bind(JSON.stringify(keys))
        .all<{ key: string; value: string }>();
      uses.push(...results.map(({ key, value }) => ({ user, key: String(key), value })));
    }
  }
  return uses;
}

function usesSql(user: MasterTable, field: string): string {
  const among = 'IN (SELECT value FROM json_each(?))';
  const list = user.lists[field];
  if (list) {
    const { owner, value } = list;
    return `SELECT ${owner.name} AS key, ${value.name} AS value FROM ${getTableName(list.table)} WHERE ${value.name} ${among}`;
  }
  const columns: Record<string, SQLiteColumn> = getTableColumns(user.table);
  const column = columns[field];
  const table = getTableName(user.table);
  const name = column?.name ?? field;
  if (column?.dataType === 'json')
    return `SELECT t.${user.key.name} AS key, j.value AS value FROM ${table} t, json_each(t.${name}) j WHERE j.value ${among}`;
  return `SELECT ${user.key.name} AS key, ${name} AS value FROM ${table} WHERE ${name} ${among}`;
}

/** Values that only one row can have and that another one has: a direct write would move them in silence. */
async function takenValues(database: D1Database, work: readonly NounWork[]): Promise<ChangeFault[]> {
  const faults: ChangeFault[] = [];
  for (const { master, puts, removes } of work) {
    const written = new Set([...puts.map(({ key }) => key), ...removes]);
    for (const [field, list] of Object.entries(master.lists)) {
      if (!list.value.primary) continue;
      const owners = new Map<string, string>();
      const refuse = (key: string, value: string, owner: string) =>
        faults.push({ noun: master.noun, key, pointer: `/${field}`, detail: `${value} belongs to ${owner}` });
      for (const { key, row } of puts) {
        for (const value of Array.isArray(row[field]) ? row[field].map(String) : []) {
          const owner = owners.get(value);
          if (owner !== undefined) refuse(key, value, owner);
          else owners.set(value, key);
        }
      }
      const { results } = await database
        .prepare(
          `SELECT ${list.owner.name} AS owner, ${list.value.name} AS value FROM ${getTableName(list.table)}
            WHERE ${list.value.name} IN (SELECT value FROM json_each(?))`,
        )
        .bind(JSON.stringify([...owners.keys()]))
        .all<{ owner: string; value: string }>();
      for (const { owner, value } of results)
        if (!written.has(owner)) refuse(owners.get(value) ?? '', value, owner);
    }
  }
  return faults;
}

function parsed(row: string | null): RowValue {
  return row === null ? null : (JSON.parse(row) as RowValue);
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
