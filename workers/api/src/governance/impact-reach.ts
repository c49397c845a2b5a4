import { drizzle } from 'drizzle-orm/d1';
import { governedTable } from '../../../../db/hq/approval-policies.ts';
import * as m from '../../../../db/hq/masters-schema.ts';
import { streamsOfStore } from '../../../../db/hq/publish-store.ts';
import { streamName } from '../../../../db/hq/stream-sources.ts';
import type { ChangeImpact } from '../../../../protocol/change-impact.ts';
import type { ImpactItem } from './impact-items.ts';

const PARTS_MAX = 50;
const KEYS_NAMED = 5;
const STORES_NAMED = 20;

export type ReachedStore = typeof m.store.$inferSelect;

/** Which streams a change touches, and which stores follow them. */
export interface Reach {
  /** All stores there are. */
  readonly stores: readonly ReachedStore[];
  streamsOf(item: ImpactItem): ReadonlySet<string>;
  /** The stores that are sent the row; the same list for rows of the same streams. */
  storesOf(item: ImpactItem): readonly ReachedStore[];
}

export async function readReach(database: D1Database, items: readonly ImpactItem[]): Promise<Reach> {
  const [streamsOf, stores] = await Promise.all([
    streamFinder(database, items),
    drizzle(database).select().from(m.store),
  ]);
  const followed = stores.map((store) => ({ store, streams: streamsOfStore(store) }));
  const known = new Map<string, readonly ReachedStore[]>();
  const storesOf = (item: ImpactItem) => {
    const streams = streamsOf(item);
    const key = [...streams].sort().join('\n');
    const found = known.get(key);
    if (found) return found;
    const reached = followed
      .filter((each) => each.streams.some((stream) => streams.has(stream)))
      .map(({ store }) => store);
    known.set(key, reached);
    return reached;
  };
  return { stores, streamsOf, storesOf };
}

const inSomeStores = new Set(['prices', 'offers']);

/** Prices and offers that are in force in a part of the stores only, together where it is the same part. */
export function partsOf(items: readonly ImpactItem[], { stores, storesOf }: Reach): ChangeImpact['reach'] {
  const named = items.filter(({ noun, row }) => inSomeStores.has(noun) && row !== null);
  const alike = Map.groupBy(named, (item) =>
    [item.noun, ...storesOf(item).map(({ store }) => store)].join('\n'),
  );
  const parts = [...alike.values()].flatMap((rows) => {
    const [first] = rows;
    const reached = first ? storesOf(first) : [];
    if (!first || reached.length === 0 || reached.length === stores.length) return [];
    return [
      {
        ...{ noun: first.noun, title: governedTable(first.noun)?.title ?? first.noun, rows: rows.length },
        keys: rows.slice(0, KEYS_NAMED).map(({ key }) => key),
        storeCount: reached.length,
        stores: reached.slice(0, STORES_NAMED).map(({ store, name }) => ({ store, name })),
      },
    ];
  });
  const fewestFirst = parts.toSorted((a, b) => a.storeCount - b.storeCount);
  return { stores: stores.length, partCount: parts.length, parts: fewestFirst.slice(0, PARTS_MAX) };
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
