import { getTableName } from 'drizzle-orm';
import type { RowFault } from '../../../../commerce/exchange/read-row.ts';
import { exchangeList, type ListRow } from '../../../../db/hq/exchange-list.ts';
import type { ProductList } from '../../../../db/hq/exchange-masters.ts';
import { id } from '../../../../db/hq/master-fields.ts';
import { assortment, product } from '../../../../db/hq/masters-schema.ts';
import type { ImportOptions } from './import-masters.ts';
import type { Imported, ReadRow } from './import-piece.ts';

/** Adds values to one list of the products; a barcode that another product had moves. */
export async function importList(
  database: D1Database,
  list: ProductList,
  rows: readonly ReadRow[],
  { dryRun, admin }: ImportOptions,
): Promise<Imported> {
  const store = exchangeList(database, list);
  const faults = new Map<number, readonly RowFault[]>();
  const read = rows.map(({ at, values }) => {
    const of = (name: string) => String(values.find(([[field]]) => field === name)?.[1]);
    return { at, value: of(list.valueColumn), sku: of('sku') };
  });
  const products = await store.known(
    { table: getTableName(product), key: product.sku.name },
    unique(read.map(({ sku }) => sku)),
  );
  const assortments =
    list.valueColumn === 'assortment' &&
    (await store.known(
      { table: getTableName(assortment), key: assortment.id.name },
      unique(read.map(({ value }) => value)),
    ));
  const stored = await store.stored(read.map(({ value, sku }) => ({ value, sku })));
  const ownerOf = new Map(stored.map(({ value, sku }) => [placeOf({ value, sku }), sku]));
  const counts = await store.counts(unique([...read, ...stored].map(({ sku }) => sku)));
  const written = new Map<string, ListRow>();
  let changed = 0;
  for (const { at, value, sku } of read) {
    const ofRow = faultsOf(value, sku);
    const place = placeOf({ value, sku });
    const owner = ownerOf.get(place);
    if (ofRow.length === 0 && owner !== sku && (counts.get(sku) ?? 0) >= list.valuesMax)
      ofRow.push({
        column: 'sku',
        reason: `${sku} has ${list.valuesMax} of these already: remove one from it first`,
      });
    if (ofRow.length > 0) {
      faults.set(at, ofRow);
      continue;
    }
    if (owner === sku) continue;
    if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) - 1);
    counts.set(sku, (counts.get(sku) ?? 0) + 1);
    ownerOf.set(place, sku);
    written.set(place, { value, sku });
    changed += 1;
  }
  if (!dryRun && written.size > 0) await store.put([...written.values()], admin);
  return { changed, faults };

  /** What one row of the table stands for: a value of one product, or the value alone where it belongs to one. */
  function placeOf({ value, sku }: ListRow): string {
    return list.isOnce ? value : JSON.stringify([value, sku]);
  }

  function faultsOf(value: string, sku: string): RowFault[] {
    const found: RowFault[] = [];
    const parsed = id.safeParse(value);
    if (!parsed.success)
      found.push({ column: list.valueColumn, reason: parsed.error.issues[0]?.message ?? 'is not a key' });
    else if (assortments && !assortments.has(value))
      found.push({ column: list.valueColumn, reason: `there is no ${value}; create it first` });
    if (!products.has(sku)) found.push({ column: 'sku', reason: `there is no ${sku}; create it first` });
    return found;
  }
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
