import { getTableName } from 'drizzle-orm';
import type { ProductList } from './exchange-masters.ts';

export interface ListRow {
  readonly value: string;
  readonly sku: string;
}

/** One list of the products (their barcodes, their assortments) as rows of its own. */
export function exchangeList(database: D1Database, list: ProductList) {
  const table = getTableName(list.table);
  const value = list.value.name;
  const owner = list.owner.name;
  const all = async <T>(sql: string, ...params: unknown[]): Promise<T[]> =>
    (
      await database
        .prepare(sql)
        .bind(...params)
        .all<T>()
    ).results;
  return {
    /** Rows in the order of the list's own key, after `after`. */
    page: (after: ListRow | undefined, limit: number): Promise<ListRow[]> =>
      all<ListRow>(
        `SELECT ${value} AS value, ${owner} AS sku FROM ${table}
         WHERE (${value}, ${owner}) > (?, ?) ORDER BY ${value}, ${owner} LIMIT ?`,
        after?.value ?? '',
        after?.sku ?? '',
        limit,
      ),
    /** Those of the rows that are stored, and where a value has one owner, its owner now. */
    stored: (rows: readonly ListRow[]): Promise<ListRow[]> =>
      all<ListRow>(
        list.isOnce
          ? `SELECT ${value} AS value, ${owner} AS sku FROM ${table}
             WHERE ${value} IN (SELECT value->>'value' FROM json_each(?))`
          : `SELECT l.${value} AS value, l.${owner} AS sku FROM json_each(?) r
             JOIN ${table} l ON l.${value} = r.value->>'value' AND l.${owner} = r.value->>'sku'`,
        JSON.stringify(rows),
      ),
    /** How many values each of the products has. */
    async counts(skus: readonly string[]): Promise<Map<string, number>> {
      const found = await all<{ sku: string; count: number }>(
        `SELECT ${owner} AS sku, count(*) AS count FROM ${table}
         WHERE ${owner} IN (SELECT value FROM json_each(?)) GROUP BY ${owner}`,
        JSON.stringify(skus),
      );
      return new Map(found.map(({ sku, count }) => [sku, count]));
    },
    /** Those of the keys that the other table holds. */
    async known(target: { table: string; key: string }, keys: readonly string[]): Promise<Set<string>> {
      const found = await all<{ key: string }>(
        `SELECT ${target.key} AS key FROM ${target.table} WHERE ${target.key} IN (SELECT value FROM json_each(?))`,
        JSON.stringify(keys),
      );
      return new Set(found.map(({ key }) => key));
    },
    async put(rows: readonly ListRow[], admin: string): Promise<void> {
      const onConflict = list.isOnce
        ? `(${value}) DO UPDATE SET ${owner} = excluded.${owner} WHERE ${table}.${owner} IS NOT excluded.${owner}`
        : 'DO NOTHING';
      await database.batch([
        database.prepare('UPDATE writer SET admin = ?').bind(admin),
        database
          .prepare(
            `INSERT INTO ${table} (${value}, ${owner}) SELECT value->>'value', value->>'sku' FROM json_each(?)
             WHERE true ON CONFLICT ${onConflict}`,
          )
          .bind(JSON.stringify(rows)),
      ]);
    },
  };
}
