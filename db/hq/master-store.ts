import { asc, eq, getTableColumns, getTableName, gt, inArray, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { circleThrough } from './circle-through.ts';
import { keyField, type MasterTable, type NamedValue, type ValueList } from './master-tables.ts';

export type MasterRow = Record<string, unknown>;

/** Why a row cannot be written: something that it names is not there, or leads back to it. */
export interface MasterFault {
  /** Position of the row in what was written. */
  readonly index: number;
  /** Where in the row: a field, or deeper (`kit/0/sku`). */
  readonly field: string;
  readonly detail: string;
}

/** Keys of other masters that are written together with some rows. */
export interface OtherWrites {
  put(target: SQLiteColumn): Iterable<string>;
  removed(target: SQLiteColumn): Iterable<string>;
}

/** Reads and writes masters of every kind. Writes take any number of rows in a fixed number of statements. */
export function masterStore(database: D1Database) {
  const db = drizzle(database);
  return {
    /** In key order, after the key `after`; `limit` at most. `search` narrows to keys and names that hold it. */
    async list(
      master: MasterTable,
      options: { limit: number; after?: string | undefined; search?: string | undefined },
    ) {
      const columns: Record<string, SQLiteColumn> = getTableColumns(master.table);
      const label = columns.name ?? columns.text ?? master.key;
      const kept = Object.entries(columns).filter(([field]) => !master.notListed?.includes(field));
      const found = await db
        .select(Object.fromEntries(kept))
        .from(master.table)
        .where(
          sql`${options.after === undefined ? sql`true` : gt(master.key, options.after)} AND ${
            options.search
              ? sql`instr(lower(${label} || ' ' || ${master.key}), ${options.search.toLowerCase()}) > 0`
              : sql`true`
          }`,
        )
        .orderBy(asc(master.key))
        .limit(options.limit);
      return withLists(master, found as MasterRow[]);
    },
    async get(master: MasterTable, key: string): Promise<MasterRow | null> {
      const found = await db.select().from(master.table).where(eq(master.key, key)).limit(1);
      return (await withLists(master, found as MasterRow[]))[0] ?? null;
    },
    /** References of the rows that lead nowhere, also where another row of the same write would satisfy them only later; and circles. */
    async faults(
      master: MasterTable,
      rows: readonly MasterRow[],
      besides?: OtherWrites,
    ): Promise<MasterFault[]> {
      const faults: MasterFault[] = [];
      for (const { of: target, values } of referencesOf(master)) {
        const named = rows.map(values);
        const known = await existing(target, [...new Set(named.flat().map(({ value }) => value))]);
        if (target === master.key) for (const row of rows) known.add(String(row[keyField(master)]));
        for (const value of besides?.put(target) ?? []) known.add(value);
        for (const value of besides?.removed(target) ?? []) known.delete(value);
        named.forEach((ofRow, index) => {
          for (const { path, value } of ofRow)
            if (!known.has(value))
              faults.push({ index, field: path, detail: `there is no ${value}; create it first` });
        });
      }
      return faults.length > 0 ? faults : circles(master, rows);
    },
    /**
     * Creates or replaces rows, all or none; what has a default may be left out. What does not differ is not
     * written, so it is not logged either.
     */
    async put(master: MasterTable, rows: readonly MasterRow[], admin: string): Promise<void> {
      await database.batch([
        database.prepare('UPDATE writer SET admin = ?').bind(admin),
        ...putStatements(master, rows),
      ]);
    },
    putStatements,
    removeStatement(master: MasterTable, keys: readonly string[]): D1PreparedStatement {
      return database
        .prepare(
          `DELETE FROM ${getTableName(master.table)} WHERE ${master.key.name} IN (SELECT value FROM json_each(?))`,
        )
        .bind(JSON.stringify(keys));
    },
    /** Rows by their keys; those that are not there are missing. */
    async rowsOf(master: MasterTable, keys: readonly string[]): Promise<Map<string, MasterRow>> {
      const key = keyField(master);
      const found = new Map<string, MasterRow>();
      for (let at = 0; at < keys.length; at += 1000) {
        const part = JSON.stringify(keys.slice(at, at + 1000));
        const rows = await db
          .select()
          .from(master.table)
          .where(sql`${master.key} IN (SELECT value FROM json_each(${part}))`);
        for (const row of await withLists(master, rows as MasterRow[])) found.set(String(row[key]), row);
      }
      return found;
    },
    /** Answers false where there was nothing to remove. */
    async remove(master: MasterTable, key: string, admin: string): Promise<boolean> {
      const table = getTableName(master.table);
      const [, removed] = await database.batch([
        database.prepare('UPDATE writer SET admin = ?').bind(admin),
        database.prepare(`DELETE FROM ${table} WHERE ${master.key.name} = ?`).bind(key),
      ]);
      return (removed?.meta.changes ?? 0) > 0;
    },
  };

  function putStatements(master: MasterTable, rows: readonly MasterRow[]): D1PreparedStatement[] {
    const json = JSON.stringify(rows.map((row) => master.shape.parse(row)));
    return [
      database.prepare(upsertSql(master)).bind(json),
      ...Object.entries(master.lists).flatMap(([field, list]) => [
        database.prepare(removeFromListSql(master, field, list)).bind(json),
        database.prepare(addToListSql(master, field, list)).bind(json),
      ]),
    ];
  }

  async function existing(column: SQLiteColumn, values: readonly string[]): Promise<Set<string>> {
    const table = getTableName(column.table);
    const statement = database
      .prepare(
        `SELECT ${column.name} AS value FROM ${table} WHERE ${column.name} IN (SELECT value FROM json_each(?))`,
      )
      .bind(JSON.stringify(values));
    return new Set((await statement.all<{ value: string }>()).results.map(({ value }) => value));
  }

  async function circles(master: MasterTable, rows: readonly MasterRow[]): Promise<MasterFault[]> {
    if (!master.circle) return [];
    const { field, leadsTo, edges } = master.circle;
    const written = new Map(rows.map((row) => [String(row[keyField(master)]), leadsTo(row)]));
    const starts = [...new Set([...written.values()].flat())];
    if (starts.length === 0) return [];
    const stored = await database
      .prepare(`WITH RECURSIVE edge(a, b) AS (${edges}),
        reached(a) AS (SELECT value FROM json_each(?) UNION SELECT e.b FROM reached r JOIN edge e ON e.a = r.a)
        SELECT e.a, e.b FROM reached r JOIN edge e ON e.a = r.a WHERE e.b IS NOT NULL`)
      .bind(JSON.stringify(starts))
      .all<{ a: string; b: string }>();
    const next = Map.groupBy(stored.results, ({ a }) => a);
    const leads = (from: string) => written.get(from) ?? next.get(from)?.map(({ b }) => b) ?? [];
    return rows.flatMap((row, index) => {
      const circle = circleThrough(String(row[keyField(master)]), leads);
      return circle ? [{ index, field, detail: `leads back to itself: ${circle.join(' → ')}` }] : [];
    });
  }

  async function withLists(master: MasterTable, rows: MasterRow[]): Promise<MasterRow[]> {
    const key = keyField(master);
    const keys = rows.map((row) => String(row[key]));
    for (const [field, list] of Object.entries(master.lists)) {
      const values = new Map<string, string[]>(keys.map((owner) => [owner, []]));
      for (let at = 0; at < keys.length; at += 90) {
        const found = await db
          .select({ owner: list.owner, value: list.value })
          .from(list.table)
          .where(inArray(list.owner, keys.slice(at, at + 90)))
          .orderBy(asc(list.value));
        for (const { owner, value } of found) values.get(String(owner))?.push(String(value));
      }
      for (const row of rows) row[field] = values.get(String(row[key])) ?? [];
    }
    return rows;
  }
}

export type MasterStore = ReturnType<typeof masterStore>;

function referencesOf(master: MasterTable) {
  const flat = Object.entries(master.references).map(([field, of]) => ({
    of,
    values: (row: MasterRow) => valuesOf(row[field]).map((value): NamedValue => ({ path: field, value })),
  }));
  return [...flat, ...(master.named ?? [])];
}

function valuesOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function upsertSql(master: MasterTable): string {
  const columns: Record<string, SQLiteColumn> = getTableColumns(master.table);
  const table = getTableName(master.table);
  const fields = Object.keys(master.shape.shape).filter((field) => !(field in master.lists));
  const names = fields.map((field) => columns[field]?.name ?? field);
  const others = names.filter((column) => column !== master.key.name);
  const values = fields.map((field) => `json_extract(value, '$.${field}')`);
  return `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?) WHERE true
    ON CONFLICT (${master.key.name}) DO UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(', ')}
    WHERE ${others.map((column) => `${table}.${column} IS NOT excluded.${column}`).join(' OR ')}`;
}

function removeFromListSql(master: MasterTable, field: string, list: ValueList): string {
  const table = getTableName(list.table);
  const key = keyField(master);
  return `DELETE FROM ${table} WHERE (${list.owner.name}, ${list.value.name}) IN (
    SELECT l.${list.owner.name}, l.${list.value.name} FROM json_each(?) r
    JOIN ${table} l ON l.${list.owner.name} = json_extract(r.value, '$.${key}')
    WHERE l.${list.value.name} NOT IN (SELECT value FROM json_each(r.value, '$.${field}')))`;
}

/** A barcode that another product had moves to this one. */
function addToListSql(master: MasterTable, field: string, list: ValueList): string {
  const table = getTableName(list.table);
  const owner = list.owner.name;
  const value = list.value.name;
  const onConflict = list.value.primary
    ? `(${value}) DO UPDATE SET ${owner} = excluded.${owner} WHERE ${table}.${owner} IS NOT excluded.${owner}`
    : 'DO NOTHING';
  return `INSERT INTO ${table} (${owner}, ${value})
    SELECT json_extract(r.value, '$.${keyField(master)}'), v.value FROM json_each(?) r, json_each(r.value, '$.${field}') v
    WHERE true ON CONFLICT ${onConflict}`;
}
