import type { PricingData } from '../../commerce/basket/pricing-data.ts';
import { type DistributedRow, distributedTables } from '../../protocol/distributed-tables.ts';
import { categoriesUpwards, pricingProductOf } from '../../protocol/pricing-rows.ts';
import type { Overlay } from './laid-over.ts';
import { type MastersAsOf, readAll } from './masters-as-of.ts';
import type { ChangeVersions } from './rows-as-of.ts';

/** Kits in kits are read level by level; deeper ones do not happen, because a circle is refused. */
const KIT_LEVELS_MAX = 20;

/** The products that the channel's assortment has, with what kits are made of, and their prices and their masters'. */
export async function readProducts(
  database: D1Database,
  masters: MastersAsOf,
  overlay: Overlay,
  at: ChangeVersions,
  skus: readonly string[],
  customer: string | null,
): Promise<Pick<PricingData, 'products' | 'agreements'>> {
  const assortments = Object.keys(at).filter((stream) => stream.startsWith('assortment:'));
  const held = new Set<string>();
  const rows = new Map<string, DistributedRow<'product'>>();
  const asked = new Set<string>();
  let level = [...new Set(skus)];
  for (let depth = 0; level.length > 0 && depth < KIT_LEVELS_MAX; depth++) {
    for (const sku of level) asked.add(sku);
    const [found, places] = await readAll(database, [masters.products(level), masters.assortmentsOf(level)]);
    for (const { row } of places) held.add(row.sku);
    noteDrafts();
    const wanted = new Set(level);
    const laid = overlay.over(
      'products',
      found.map(({ row }) => row),
      ({ sku }) => sku,
      (draft) => (wanted.has(String(draft.sku)) ? distributedTables.product.row.parse(draft) : null),
    );
    for (const row of laid) if (held.has(row.sku)) rows.set(row.sku, row);
    const components = laid.flatMap(({ kit }) => kit.map(({ sku }) => sku));
    level = [...new Set(components)].filter((sku) => !asked.has(sku));
  }
  const priced = [...new Set([...rows.values()].flatMap(({ sku, variantOf }) => [sku, variantOf ?? sku]))];
  const [prices, places] = await readAll(database, [
    masters.prices(priced, customer),
    masters.assortmentsOf(priced),
  ]);
  for (const { row } of places) held.add(row.sku);
  noteDrafts();
  const agreements = overlay
    .over(
      'prices',
      prices.map(({ row }) => row),
      ({ id }) => id,
      (draft) => {
        const row = distributedTables.price.row.parse(draft);
        return priced.includes(row.sku) && isInChannel(row) ? row : null;
      },
    )
    .filter(({ sku, priceGroup, customer: only }) => priceGroup !== null || only !== null || held.has(sku));
  const parentOf = await parents([...rows.values()].flatMap(({ categories }) => categories));
  return {
    products: new Map(
      [...rows].map(([sku, row]) => [
        sku,
        pricingProductOf(row, categoriesUpwards(row.categories, parentOf)),
      ]),
    ),
    agreements: Map.groupBy(agreements, ({ sku }) => sku),
  };

  /** A draft says itself which assortments have the product. */
  function noteDrafts(): void {
    for (const [sku, draft] of overlay.of('products')) {
      const of = ((draft?.assortments ?? []) as readonly string[]).map((id) => `assortment:${id}`);
      if (of.some((stream) => assortments.includes(stream))) held.add(sku);
      else held.delete(sku);
    }
  }

  function isInChannel({ priceGroup, customer: only }: DistributedRow<'price'>): boolean {
    if (only !== null) return only === customer;
    return priceGroup === null || `price-group:${priceGroup}` in at;
  }

  /** What lies above categories. A draft may put one under another that was not read yet. */
  async function parents(categories: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const parentOf = new Map<string, string | null>();
    const drafts = overlay.of('categories');
    let unknown = [...new Set(categories)];
    while (unknown.length > 0) {
      const [found] = await readAll(database, [masters.categories(unknown)]);
      for (const id of unknown) parentOf.set(id, null);
      for (const { id, parent } of found) parentOf.set(id, parent);
      for (const [id, draft] of drafts)
        if (parentOf.has(id)) parentOf.set(id, (draft?.parent ?? null) as string | null);
      const above = [...parentOf.values()].filter((parent) => parent !== null);
      unknown = [...new Set(above)].filter((parent) => !parentOf.has(parent));
    }
    return parentOf;
  }
}
