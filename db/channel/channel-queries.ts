import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { ChannelDrizzle } from './channel-database.ts';
import * as t from './schema.ts';
import { visible } from './visible.ts';

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
  return {
    productByCode: db
      .select(productColumns)
      .from(t.product)
      .where(
        and(
          sql`${t.product.rowKey} = coalesce((${skuOfBarcode}), ${sql.placeholder('code')})`,
          visible(t.product),
        ),
      )
      .limit(1)
      .prepare(),
    searchProducts: db
      .select(productColumns)
      .from(t.product)
      .where(
        and(
          visible(t.product),
          sql`NOT EXISTS (SELECT 1 FROM json_each(${sql.placeholder('words')}) AS word
            WHERE instr(lower(${t.product.name} || ' ' || ${t.product.sku}), word.value) = 0)`,
        ),
      )
      .orderBy(t.product.name, t.product.sku)
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
    device: db.select().from(t.device).prepare(),
    head: db.select().from(t.journalHead).prepare(),
    session: db.select().from(t.session).prepare(),
    lastShift: db.select().from(t.shift).orderBy(desc(t.shift.shift)).limit(1).prepare(),
    cartSteps: db.select().from(t.cartStep).orderBy(t.cartStep.position).prepare(),
  };
}
