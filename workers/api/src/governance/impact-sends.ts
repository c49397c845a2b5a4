import { drizzle } from 'drizzle-orm/d1';
import * as m from '../../../../db/hq/masters-schema.ts';
import { streamsOfStore } from '../../../../db/hq/publish-store.ts';
import { streamName } from '../../../../db/hq/stream-sources.ts';
import type { ChangeImpact } from '../../../../protocol/change-impact.ts';
import type { ImpactItem } from './impact-items.ts';

/** Of a row as JSON, what is left of it in a package: what travels is compressed, and some fields stay here. */
const BYTES_OF_CHARACTER = 0.25;

/** Which streams a change touches, who follows them, and about how much is sent. */
export async function sendsOf(
  database: D1Database,
  items: readonly ImpactItem[],
): Promise<ChangeImpact['sends']> {
  const db = drizzle(database);
  const streamsFor = await streamFinder(database, items);
  const found = new Map<string, { rows: number; characters: number }>();
  for (const item of items) {
    const text = JSON.stringify(item.row ?? item.key);
    const lines = Array.isArray(item.row?.lines) ? item.row.lines.length : 0;
    for (const stream of streamsFor(item)) {
      const so = found.get(stream) ?? { rows: 0, characters: 0 };
      found.set(stream, { rows: so.rows + 1 + lines, characters: so.characters + text.length });
    }
  }
  const stores = (await db.select().from(m.store)).filter((store) =>
    streamsOfStore(store).some((stream) => found.has(stream)),
  );
  const names = new Set(stores.map(({ store }) => store));
  const followed = new Set(stores.flatMap(streamsOfStore));
  const registers = await db.select({ store: m.register.store }).from(m.register);
  const sent = [...found].filter(([stream]) => followed.has(stream));
  return {
    streams: sent.map(([stream]) => stream).sort(),
    stores: [...names].sort(),
    registers: registers.filter(({ store }) => names.has(store)).length,
    rows: sent.reduce((sum, [, { rows }]) => sum + rows, 0),
    bytes: Math.round(sent.reduce((sum, [, { characters }]) => sum + characters * BYTES_OF_CHARACTER, 0)),
  };
}

const everywhere = new Set([
  'tender-types',
  'reason-codes',
  'permission-groups',
  'tax-codes',
  'categories',
  'affiliations',
  'loyalty-tiers',
]);

/** The streams of a row, as it was and as it shall be. */
async function streamFinder(database: D1Database, items: readonly ImpactItem[]) {
  const [assortments, customerGroups, offerGroups, profileStores] = await Promise.all([
    lookUp(
      database,
      'SELECT sku AS key, assortment AS value FROM assortment_product WHERE sku',
      skusOf(items),
    ),
    lookUp(database, 'SELECT number AS key, customer_group AS value FROM customer WHERE number', [
      ...new Set(items.flatMap((item) => valuesOf(item, 'customer'))),
    ]),
    lookUp(database, 'SELECT offer AS key, price_group AS value FROM offer_price_group WHERE offer', [
      ...new Set(items.flatMap((item) => valuesOf(item, 'offer'))),
    ]),
    lookUp(
      database,
      'SELECT offline_profile AS key, store AS value FROM register WHERE offline_profile',
      items.flatMap(({ noun, key }) => (noun === 'offline-profiles' ? [key] : [])),
    ),
  ]);
  const named = (kind: Parameters<typeof streamName>[0], scopes: readonly string[]) =>
    scopes.map((scope) => streamName(kind, scope));
  const through = (found: ReadonlyMap<string, string[]>, keys: readonly string[]) =>
    keys.flatMap((key) => found.get(key) ?? []);
  const draftGroups = new Map(
    items.flatMap((item) =>
      item.noun === 'offers' ? [[item.key, valuesOf(item, 'priceGroups')] as const] : [],
    ),
  );
  return (item: ImpactItem): Set<string> => {
    const of = (field: string) => valuesOf(item, field);
    switch (item.noun) {
      case 'products':
        return new Set(named('assortment', of('assortments')));
      case 'prices': {
        if (of('customer').length > 0)
          return new Set(named('customers', through(customerGroups, of('customer'))));
        const base = of('priceGroup').length === 0;
        return new Set(
          base
            ? named('assortment', through(assortments, of('sku')))
            : named('price-group', of('priceGroup')),
        );
      }
      case 'offers':
        return new Set(named('price-group', of('priceGroups')));
      case 'coupons':
        return new Set(
          named(
            'price-group',
            of('offer').flatMap((offer) => [
              ...(offerGroups.get(offer) ?? []),
              ...(draftGroups.get(offer) ?? []),
            ]),
          ),
        );
      case 'price-groups':
        return new Set(named('price-group', [item.key]));
      case 'stores':
        return new Set(named('store', [item.key]));
      case 'registers':
        return new Set(named('store', of('store')));
      case 'offline-profiles':
        return new Set(named('store', through(profileStores, [item.key])));
      case 'tax-rates':
        return new Set(named('tax', of('region')));
      case 'employees':
        return new Set(named('employees', of('employeeGroup')));
      case 'customers':
      case 'loyalty-cards':
        return new Set(named('customers', of('customerGroup')));
      default:
        return new Set(everywhere.has(item.noun) ? named('global', ['']) : []);
    }
  };
}

function skusOf(items: readonly ImpactItem[]): string[] {
  return [...new Set(items.flatMap((item) => (item.noun === 'prices' ? valuesOf(item, 'sku') : [])))];
}

/** Values of a field, before and after. */
function valuesOf({ row, before }: ImpactItem, field: string): string[] {
  const values = [row?.[field], before?.[field]].flat();
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

async function lookUp(
  database: D1Database,
  select: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  if (keys.length === 0) return new Map();
  const { results } = await database
    .prepare(`${select} IN (SELECT value FROM json_each(?))`)
    .bind(JSON.stringify(keys))
    .all<{ key: string; value: string }>();
  const found = new Map<string, string[]>();
  for (const { key, value } of results) found.set(key, [...(found.get(key) ?? []), value]);
  return found;
}
