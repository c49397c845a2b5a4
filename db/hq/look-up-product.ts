import type { LookUpRequest } from '../../protocol/journal-messages.ts';
import { mastersAsOf, readAll } from './masters-as-of.ts';

/** Kits in kits are read level by level; deeper ones do not happen, because a circle is refused. */
const KIT_LEVELS_MAX = 20;

/**
 * The rows of one product in a version of an assortment, as its blobs hold them: the barcode that was asked for,
 * the product, what a kit is made of, their base prices and their masters'. Empty where the store does not follow
 * the assortment, nobody knows the version, or it has no such product.
 */
export async function lookUpProduct(
  database: D1Database,
  store: string,
  { code, stream, version }: LookUpRequest,
): Promise<readonly string[]> {
  const published = await database
    .prepare(
      `SELECT v.change_version AS changeVersion FROM stream_version v
        WHERE v.stream = ?1 AND v.version = ?2
        AND EXISTS (SELECT 1 FROM manifest m, json_each(m.streams) f WHERE m.store = ?3 AND f.value = v.stream)`,
    )
    .bind(stream, version, store)
    .first<{ changeVersion: number }>();
  if (!published) return [];
  const masters = mastersAsOf(database, { [stream]: published.changeVersion });
  const [barcodes] = await readAll(database, [masters.barcodes([code])]);
  const lines: string[] = [];
  const put = (t: string, k: string, r: object) => lines.push(JSON.stringify({ t, k, r }));
  const priced = new Set<string>();
  let level = [barcodes[0]?.row.sku ?? code];
  for (let depth = 0; level.length > 0 && depth < KIT_LEVELS_MAX; depth++) {
    const [rows, places] = await readAll(database, [masters.products(level), masters.assortmentsOf(level)]);
    const held = new Set(places.map(({ row }) => row.sku));
    const products = rows.map(({ row }) => row).filter(({ sku }) => held.has(sku));
    if (depth === 0 && products.length === 0) return [];
    for (const product of products) {
      put('product', product.sku, product);
      priced.add(product.sku);
      if (product.variantOf !== null) priced.add(product.variantOf);
    }
    const parts = new Set(products.flatMap(({ kit }) => kit.map(({ sku }) => sku)));
    level = [...parts].filter((sku) => !priced.has(sku));
  }
  for (const { row } of barcodes) put('barcode', row.barcode, row);
  const [prices, places] = await readAll(database, [
    masters.prices([...priced], null),
    masters.assortmentsOf([...priced]),
  ]);
  const held = new Set(places.map(({ row }) => row.sku));
  for (const { row } of prices) if (held.has(row.sku)) put('price', row.id, row);
  return lines;
}
