import { and, asc, gt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { MasterRow } from './master-store.ts';
import { keyField, type MasterTable } from './master-tables.ts';
import { product } from './masters-schema.ts';

/**
 * Every row of a master without its lists, in pages that are read as they are asked for. Products come so that
 * what others name stands before them: those by themselves, variants, kits.
 */
export async function* masterPages(
  database: D1Database,
  master: MasterTable,
  pageRows: number,
): AsyncGenerator<readonly MasterRow[]> {
  const db = drizzle(database);
  const key = keyField(master);
  for (const part of master.table === product ? productParts : [undefined]) {
    let after: string | undefined;
    do {
      const rows: MasterRow[] = await db
        .select()
        .from(master.table)
        .where(and(part, after === undefined ? undefined : gt(master.key, after)))
        .orderBy(asc(master.key))
        .limit(pageRows);
      if (rows.length > 0) yield rows;
      after = rows.length === pageRows ? String(rows.at(-1)?.[key]) : undefined;
    } while (after !== undefined);
  }
}

const productParts = [
  sql`${product.variantOf} IS NULL AND ${product.kit} = '[]'`,
  sql`${product.variantOf} IS NOT NULL AND ${product.kit} = '[]'`,
  sql`${product.kit} <> '[]'`,
];
