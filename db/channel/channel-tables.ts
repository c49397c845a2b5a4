import { getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { DistributedTable } from '../../protocol/distributed-tables.ts';
import * as o from './offers-schema.ts';
import * as t from './schema.ts';

/** Where the channel database keeps the rows of a distributed table. */
export const channelTables: Record<DistributedTable, SQLiteTable> = {
  store: t.store,
  offlineProfile: t.offlineProfile,
  product: t.product,
  barcode: t.barcode,
  price: t.price,
  category: o.category,
  priceGroup: o.priceGroup,
  offer: o.offer,
  offerLine: o.offerLine,
  coupon: o.coupon,
  taxCode: o.taxCode,
  taxRate: t.taxRate,
  tenderType: t.tenderType,
  reasonCode: t.reasonCode,
  permissionGroup: t.permissionGroup,
  employee: t.employee,
  customer: t.customer,
  affiliation: o.affiliation,
  loyaltyTier: o.loyaltyTier,
  loyaltyCard: o.loyaltyCard,
};

export function tableNameOf(name: DistributedTable): string {
  return getTableName(channelTables[name]);
}
