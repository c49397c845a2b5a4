import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readD1Migrations } from '@cloudflare/vitest-plugin';
import { getPlatformProxy } from 'wrangler';
import { type MasterRow, masterStore } from '../../db/hq/master-store.ts';
import { masterTables } from '../../db/hq/master-tables.ts';
import { demoMasters } from '../start/demo-masters.ts';

const ROWS_A_STATEMENT = 10_000;

export interface ChainBindings {
  readonly MASTERS: D1Database;
  readonly PACKAGES: R2Bucket;
}

/** Lends workerd's D1 and R2 with the masters of a chain: one store, and products with a barcode and a price each. */
export async function withChain<T>(
  products: number,
  use: (bindings: ChainBindings) => Promise<T>,
): Promise<T> {
  const state = mkdtempSync(join(tmpdir(), 'evertill-chain-'));
  const platform = await getPlatformProxy<Record<keyof ChainBindings, never>>({
    configPath: 'workers/scheduler/wrangler.toml',
    persist: { path: state },
  });
  try {
    const bindings = platform.env as unknown as ChainBindings;
    await foundChain(bindings.MASTERS, products);
    return await use(bindings);
  } finally {
    await platform.dispose();
    rmSync(state, { recursive: true, force: true });
  }
}

export const skuOf = (product: number) => `P${String(product).padStart(6, '0')}`;

export async function putMasters(database: D1Database, noun: string, rows: readonly object[]): Promise<void> {
  const master = masterTables.find((table) => table.noun === noun);
  if (!master) throw new Error(`there is no master ${noun}`);
  await masterStore(database).put(
    master,
    rows.map((row) => master.shape.parse(row) as MasterRow),
    'bench',
  );
}

/** The demo retailer's settings, and the products. */
async function foundChain(database: D1Database, products: number): Promise<void> {
  for (const { queries } of await readD1Migrations('./db/hq/masters-migrations'))
    await database.batch(queries.map((query) => database.prepare(query)));
  const others = new Set(['products', 'prices', 'customers', 'offers', 'coupons', 'registers']);
  for (const { noun, items } of demoMasters())
    if (!others.has(noun)) await putMasters(database, noun, noun === 'stores' ? items.slice(0, 1) : items);
  for (let from = 0; from < products; from += ROWS_A_STATEMENT) {
    const rows = `WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1 + ${ROWS_A_STATEMENT})`;
    const run = (sql: string) => database.prepare(`${rows} ${sql} FROM n`).bind(from).run();
    await run(`INSERT INTO product (sku, name, tax_code, stocked, variant)
      SELECT printf('P%06d', i), printf('Product %d of the chain, plain', i), 'STANDARD', 1, '{}'`);
    await run(`INSERT INTO assortment_product (assortment, sku) SELECT 'gifts', printf('P%06d', i)`);
    await run(`INSERT INTO barcode (barcode, sku) SELECT printf('2%012d', i), printf('P%06d', i)`);
    await run(`INSERT INTO price (id, sku, currency, min_quantity_thousandths, amount_minor, price_unit_thousandths, valid_from)
      SELECT printf('P%06d@1', i), printf('P%06d', i), 'GBP', 1000, 100 + i % 5000, 1000, '2026-01-01'`);
  }
}
