import type { DistributedRow } from '../../protocol/distributed-tables.ts';
import { couponUsesStatement } from './coupon-uses.ts';
import { pastTables } from './past-tables.ts';
import {
  type ChangeVersions,
  categoriesAsOfSql,
  type PastTable,
  type RowAsOf,
  rowsAsOfSql,
} from './rows-as-of.ts';

/** A row, and where it was read: its stream, or the version of the change log alone. */
export interface Placed<T> {
  readonly stream: string;
  readonly at: number;
  readonly row: T;
}

/** One read of a batch, and what its rows become. */
export interface Read<T> {
  readonly statement: D1PreparedStatement;
  readonly rows: (found: readonly unknown[]) => T[];
}

/** Reads of a channel's masters as they were at some versions, by key. */
export function mastersAsOf(database: D1Database, at: ChangeVersions) {
  const versions = JSON.stringify(at);
  const read = <T>(past: PastTable, keys: readonly string[], ...more: unknown[]): Read<Placed<T>> => ({
    statement: database.prepare(rowsAsOfSql(past)).bind(versions, JSON.stringify(keys), ...more),
    rows: (found) =>
      (found as RowAsOf[]).map(({ stream, at: version, row }) => ({
        stream,
        at: version,
        row: JSON.parse(row) as T,
      })),
  });
  return {
    store: (store: string) => read<DistributedRow<'store'>>(pastTables.store, [store]),
    priceGroups: (ids: readonly string[]) => read<DistributedRow<'priceGroup'>>(pastTables.priceGroup, ids),
    products: (skus: readonly string[]) => read<DistributedRow<'product'>>(pastTables.product, skus),
    barcodes: (codes: readonly string[]) => read<DistributedRow<'barcode'>>(pastTables.barcode, codes),
    /** Of the assortment's base prices also those of products that it does not hold. */
    prices: (skus: readonly string[], customer: string | null) =>
      read<DistributedRow<'price'>>(pastTables.price, skus, customer),
    assortmentsOf: (skus: readonly string[]) =>
      read<{ readonly sku: string }>(pastTables.assortmentProduct, skus),
    /** Categories and all above them. */
    categories: (ids: readonly string[]): Read<{ readonly id: string; readonly parent: string | null }> => ({
      statement: database.prepare(categoriesAsOfSql).bind(at.global ?? 0, JSON.stringify(ids)),
      rows: (found) => found as { id: string; parent: string | null }[],
    }),
    offers: (ids: readonly string[]) => read<DistributedRow<'offer'>>(pastTables.offer, ids),
    offerLines: (targets: readonly string[]) =>
      read<DistributedRow<'offerLine'>>(pastTables.offerLine, targets),
    groupsOfOffers: (offers: readonly string[]) =>
      read<{ readonly offer: string }>(pastTables.offerPriceGroup, offers),
    coupons: (codes: readonly string[]) => read<DistributedRow<'coupon'>>(pastTables.coupon, codes),
    couponUses: (codes: readonly string[]): Read<{ readonly code: string; readonly used: number }> => ({
      statement: couponUsesStatement(database, codes),
      rows: (found) => found as { code: string; used: number }[],
    }),
    customers: (numbers: readonly string[]) => read<DistributedRow<'customer'>>(pastTables.customer, numbers),
    loyaltyCards: (cards: readonly string[]) =>
      read<DistributedRow<'loyaltyCard'>>(pastTables.loyaltyCard, cards),
    loyaltyTiers: () => read<DistributedRow<'loyaltyTier'>>(pastTables.loyaltyTier, []),
    taxCodes: () => read<DistributedRow<'taxCode'>>(pastTables.taxCode, []),
    taxRates: () => read<DistributedRow<'taxRate'> & { readonly id: string }>(pastTables.taxRate, []),
  };
}

export type MastersAsOf = ReturnType<typeof mastersAsOf>;

/** Several reads in one call. */
export async function readAll<const T extends readonly Read<unknown>[]>(
  database: D1Database,
  reads: T,
): Promise<{ [Position in keyof T]: T[Position] extends Read<infer Row> ? Row[] : never }> {
  const results = await database.batch(reads.map(({ statement }) => statement));
  const rows = reads.map((read, position) => read.rows(results[position]?.results ?? []));
  return rows as { [Position in keyof T]: T[Position] extends Read<infer Row> ? Row[] : never };
}
