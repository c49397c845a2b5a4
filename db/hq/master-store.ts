import { asc, eq, getTableColumns, getTableName, gt, inArray, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { keyField, type MasterTable, type ValueList } from './master-tables.ts';

export type MasterRow = Record<string, unknown>;

export interface BrokenReference {
  /** Position of the row in what was written. */
  readonly index: number;
  readonly field: string;
  readonly value: string;
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
      const found = await db
        .select()
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
    /** References of the rows that lead nowhere, also where another row of the same write would satisfy them only later. */
    async brokenReferences(master: MasterTable, rows: readonly MasterRow[]): Promise<BrokenReference[]> {
      const broken: BrokenReference[] = [];
      for (const [field, target] of Object.entries(master.references)) {
        const known = await existing(target, [...new Set(rows.flatMap((row) => valuesOf(row[field])))]);
        if (target === master.key) for (const row of rows) known.add(String(row[keyField(master)]));
        rows.forEach((row, index) => {
          for (const value of valuesOf(row[field]))
            if (!known.has(value)) broken.push({ index, field, value });
        });
      }
      return broken;
    },
    /** Creates or replaces rows, all or none. What does not differ is not written, so it is not logged either. */
    async put(master: MasterTable, rows: readonly MasterRow[], admin: string): Promise<void> {
      const json = JSON.stringify(rows);
      await database.batch([
        database.prepare('UPDATE writer SET admin = ?').bind(admin),
        database.prepare(upsertSql(master)).bind(json),
        ...Object.entries(master.lists).flatMap(([field, list]) => [
          database.prepare(removeFromListSql(master, field, list)).bind(json),
          database.prepare(addToListSql(master, field, list)).bind(json),
        ]),
      ]);
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

  async function existing(column: SQLiteColumn, values: readonly string[]): Promise<Set<string>> {
    const table = getTableName(column.table);
    const statement = database
      .prepare(
        `SELECT ${column.name} AS value FROM ${table} WHERE ${column.name} IN (SELECT value FROM json_each(?))`,
      )
      .bind(JSON.stringify(values));
    return new Set((await statement.all<{ value: string }>()).results.map(({ value }) => value));
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
