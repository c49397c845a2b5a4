import { and, desc, eq, gte, lt, or, sql } from 'drizzle-orm';
import type { ChannelDrizzle } from './channel-database.ts';
import * as t from './schema.ts';
import { visible } from './visible.ts';

/** Matches that a search puts in order. Of more than these nobody misses the rest: the words are too few. */
const SEARCH_MATCHES_MAX = 200;

/** The prepared reads of the channel database. A register runs the first ones for every scan. */
export function channelQueries(db: ChannelDrizzle) {
  const productColumns = {
    sku: t.product.sku,
    name: t.product.name,
    taxCode: t.product.taxCode,
    stocked: t.product.stocked,
  };
  const skuOfBarcode = db
    .select({ sku: t.barcode.sku })
    .from(t.barcode)
    .where(and(eq(t.barcode.rowKey, sql.placeholder('code')), visible(t.barcode)))
    .limit(1);
  // While a stream loads for the first time, a product's row may be there before its prices are.
  const isWhole = sql`(EXISTS (SELECT 1 FROM stream_cursor c WHERE c.stream = ${t.product.stream} AND c.version > 0)
    OR EXISTS (SELECT 1 FROM looked_up l WHERE l.sku = ${t.product.sku}))`;
  return {
    productByCode: db
      .select(productColumns)
      .from(t.product)
      .where(
        and(
          sql`${t.product.rowKey} = coalesce((${skuOfBarcode}), ${sql.placeholder('code')})`,
          visible(t.product),
          isWhole,
        ),
      )
      .limit(1)
      .prepare(),
    searchProducts: db
      .select(productColumns)
      .from(sql`product_search`)
      .innerJoin(t.product, sql`product.rowid = product_search.rowid`)
      .where(and(sql`product_search MATCH ${sql.placeholder('words')}`, visible(t.product)))
      .limit(SEARCH_MATCHES_MAX)
      .prepare(),
    productsByBarcode: db
      .select(productColumns)
      .from(t.barcode)
      .innerJoin(t.product, eq(t.product.rowKey, t.barcode.sku))
      .where(
        and(
          gte(t.barcode.rowKey, sql.placeholder('from')),
          lt(t.barcode.rowKey, sql.placeholder('before')),
          visible(t.barcode),
          visible(t.product),
        ),
      )
      .limit(sql.placeholder('limit'))
      .prepare(),
    browseProducts: db
      .select(productColumns)
      .from(t.product)
      .where(
        and(
          visible(t.product),
          sql`(${sql.placeholder('after')} IS NULL OR (${t.product.name}, ${t.product.sku}) > (
            SELECT p.name, p.sku FROM product p WHERE p.row_key = ${sql.placeholder('after')} ORDER BY p.since DESC LIMIT 1))`,
        ),
      )
      .orderBy(t.product.name, t.product.sku)
      .limit(sql.placeholder('limit'))
      .prepare(),
    store: db.select().from(t.store).where(visible(t.store)).limit(1).prepare(),
    tenderTypes: db
      .select()
      .from(t.tenderType)
      .where(visible(t.tenderType))
      .orderBy(t.tenderType.id)
      .prepare(),
    reasonCodes: db
      .select()
      .from(t.reasonCode)
      .where(visible(t.reasonCode))
      .orderBy(t.reasonCode.id)
      .prepare(),
    employee: db
      .select({ employee: t.employee, permissions: t.permissionGroup })
      .from(t.employee)
      .innerJoin(t.permissionGroup, eq(t.permissionGroup.rowKey, t.employee.permissionGroup))
      .where(
        and(
          eq(t.employee.rowKey, sql.placeholder('number')),
          visible(t.employee),
          visible(t.permissionGroup),
        ),
      )
      .limit(1)
      .prepare(),
    offlineProfile: db
      .select()
      .from(t.offlineProfile)
      .where(and(eq(t.offlineProfile.rowKey, sql.placeholder('terminal')), visible(t.offlineProfile)))
      .limit(1)
      .prepare(),
    cursors: db.select().from(t.streamCursor).prepare(),
    concluded: db
      .select({ body: t.journal.body })
      .from(t.retailTransaction)
      .innerJoin(
        t.journal,
        and(eq(t.journal.epoch, t.retailTransaction.epoch), eq(t.journal.seq, t.retailTransaction.seq)),
      )
      .where(eq(t.retailTransaction.receiptId, sql.placeholder('receiptId')))
      .prepare(),
    returned: db
      .select()
      .from(t.returnedLine)
      .where(eq(t.returnedLine.receiptId, sql.placeholder('receiptId')))
      .prepare(),
    transactions: (limit: number, before?: { epoch: number; seq: number }) =>
      db
        .select()
        .from(t.retailTransaction)
        .where(
          before &&
            or(
              lt(t.retailTransaction.epoch, before.epoch),
              and(eq(t.retailTransaction.epoch, before.epoch), lt(t.retailTransaction.seq, before.seq)),
            ),
        )
        .orderBy(desc(t.retailTransaction.epoch), desc(t.retailTransaction.seq))
        .limit(limit),
    suspendedTransactions: (limit: number) =>
      db.select().from(t.suspendedTransaction).orderBy(desc(sql`rowid`)).limit(limit),
    suspendedTransaction: db
      .select()
      .from(t.suspendedTransaction)
      .where(eq(t.suspendedTransaction.id, sql.placeholder('id')))
      .prepare(),
    device: db.select().from(t.device).prepare(),
    head: db.select().from(t.journalHead).prepare(),
    session: db.select().from(t.session).prepare(),
    lastShift: db.select().from(t.shift).orderBy(desc(t.shift.shift)).limit(1).prepare(),
    blindShifts: db.select().from(t.shift).where(eq(t.shift.state, 'blind')).orderBy(t.shift.shift).prepare(),
    cartSteps: db.select().from(t.cartStep).orderBy(t.cartStep.position).prepare(),
  };
}
