import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ShiftState } from '../../commerce/runtime/channel-port.ts';
import type { DrawerOperation } from '../../commerce/shift/drawer-operation.ts';

/**
 * The books: projections of the stores' journals. They can be dropped and built again from the segments.
 * Triggers on `posting` let each record in once and in order.
 */
const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull();

/** The lines of records of each terminal's epoch, and how far each is booked (`commerce/journal/branches.ts`). */
export const journalBranch = sqliteTable(
  'journal_branch',
  {
    store: text().notNull(),
    terminal: text().notNull(),
    epoch: integer().notNull(),
    branch: integer().notNull(),
    parent: integer().notNull(),
    sharedSeq: integer('shared_seq').notNull(),
    seq: integer().notNull(),
    hash: text().notNull(),
    /** The highest receipt number on any of its records. */
    receiptMax: integer('receipt_max').notNull(),
  },
  (t) => [primaryKey({ columns: [t.store, t.terminal, t.epoch, t.branch] })],
);

/** The hash of each booked record; of seq 0, what an epoch's first record follows. Tells a repeated record from another one. */
export const journalRecord = sqliteTable(
  'journal_record',
  {
    store: text().notNull(),
    terminal: text().notNull(),
    epoch: integer().notNull(),
    branch: integer().notNull(),
    seq: integer().notNull(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.store, t.terminal, t.epoch, t.branch, t.seq] })],
);

/** One posted run of records; a row that does not continue its branch makes the whole batch fail. */
export const posting = sqliteTable(
  'posting',
  {
    store: text().notNull(),
    terminal: text().notNull(),
    epoch: integer().notNull(),
    branch: integer().notNull(),
    parent: integer().notNull(),
    sharedSeq: integer('shared_seq').notNull(),
    fromSeq: integer('from_seq').notNull(),
    toSeq: integer('to_seq').notNull(),
    /** The hash that its first record follows. */
    prev: text().notNull(),
    hash: text().notNull(),
    receiptMax: integer('receipt_max').notNull(),
    segment: text().notNull(),
    postedAt: text('posted_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.store, t.terminal, t.epoch, t.branch, t.fromSeq] }),
    index('posting_segment').on(t.segment),
  ],
);

export const sale = sqliteTable(
  'sale',
  {
    id: text().primaryKey(),
    store: text().notNull(),
    terminal: text().notNull(),
    epoch: integer().notNull(),
    seq: integer().notNull(),
    type: text({ enum: ['sale', 'return', 'stockAdjustment', 'void'] }).notNull(),
    receiptId: text('receipt_id').notNull(),
    receiptNumber: integer('receipt_number').notNull(),
    shift: integer().notNull(),
    businessDate: text('business_date').notNull(),
    concludedAt: text('concluded_at').notNull(),
    employee: text().notNull(),
    customer: text(),
    externalRef: text('external_ref'),
    currency: text().notNull(),
    connection: text({ enum: ['online', 'offline', 'manual'] }).notNull(),
    lineCount: integer('line_count').notNull(),
    netMinor: integer('net_minor').notNull(),
    taxMinor: integer('tax_minor').notNull(),
    grossMinor: integer('gross_minor').notNull(),
    discountMinor: integer('discount_minor').notNull(),
    quantityThousandths: integer('quantity_thousandths').notNull(),
    hash: text().notNull(),
    postedAt: text('posted_at').notNull(),
  },
  (t) => [
    index('sale_external_ref').on(t.externalRef),
    index('sale_receipt').on(t.receiptId),
    index('sale_store_day').on(t.store, t.businessDate),
    index('sale_concluded').on(t.concludedAt, t.id),
  ],
);

export const saleLine = sqliteTable(
  'sale_line',
  {
    saleId: text('sale_id').notNull(),
    line: integer().notNull(),
    sku: text().notNull(),
    name: text().notNull(),
    quantityThousandths: integer('quantity_thousandths').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    priceUnitThousandths: integer('price_unit_thousandths').notNull(),
    listAmountMinor: integer('list_amount_minor'),
    listPriceUnitThousandths: integer('list_price_unit_thousandths'),
    overrideReason: text('override_reason'),
    voided: flag('voided'),
    taxCode: text('tax_code').notNull(),
    taxRatePpm: integer('tax_rate_ppm').notNull(),
    netMinor: integer('net_minor').notNull(),
    taxMinor: integer('tax_minor').notNull(),
    grossMinor: integer('gross_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.saleId, t.line] })],
);

/** What offers and people took off a line, in the order in which it was applied. */
export const saleDiscount = sqliteTable(
  'sale_discount',
  {
    saleId: text('sale_id').notNull(),
    line: integer().notNull(),
    position: integer().notNull(),
    kind: text({ enum: ['offer', 'manualLine', 'manualTotal', 'tender'] }).notNull(),
    offer: text(),
    name: text().notNull(),
    amountMinor: integer('amount_minor').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.saleId, t.line, t.position] }),
    index('sale_discount_offer').on(t.offer).where(sql`offer IS NOT NULL`),
  ],
);

export const saleTender = sqliteTable(
  'sale_tender',
  {
    saleId: text('sale_id').notNull(),
    line: integer().notNull(),
    tenderType: text('tender_type').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    tenderedMinor: integer('tendered_minor').notNull(),
    changeMinor: integer('change_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.saleId, t.line] })],
);

export const stockMovement = sqliteTable(
  'stock_movement',
  {
    saleId: text('sale_id').notNull(),
    line: integer().notNull(),
    store: text().notNull(),
    sku: text().notNull(),
    quantityThousandths: integer('quantity_thousandths').notNull(),
  },
  (t) => [primaryKey({ columns: [t.saleId, t.line] })],
);

/** Stock on hand, kept with every movement. */
export const stock = sqliteTable(
  'stock',
  {
    store: text().notNull(),
    sku: text().notNull(),
    quantityThousandths: integer('quantity_thousandths').notNull(),
  },
  (t) => [primaryKey({ columns: [t.store, t.sku] })],
);

export const ledgerEntry = sqliteTable(
  'ledger_entry',
  {
    saleId: text('sale_id').notNull(),
    account: text().notNull(),
    debitMinor: integer('debit_minor').notNull(),
    creditMinor: integer('credit_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.saleId, t.account] })],
);

/** Totals per store, business date and account: kept for ever, also when line detail is not. */
export const ledgerDay = sqliteTable(
  'ledger_day',
  {
    store: text().notNull(),
    businessDate: text('business_date').notNull(),
    currency: text().notNull(),
    account: text().notNull(),
    debitMinor: integer('debit_minor').notNull(),
    creditMinor: integer('credit_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.store, t.businessDate, t.currency, t.account] })],
);

/** Shift openings and closings as the registers reported them. */
export const shiftReport = sqliteTable(
  'shift_report',
  {
    id: text().primaryKey(),
    store: text().notNull(),
    terminal: text().notNull(),
    shift: integer().notNull(),
    state: text().$type<ShiftState>().notNull(),
    businessDate: text('business_date').notNull(),
    detail: text({ mode: 'json' }).$type<unknown>().notNull(),
  },
  (t) => [index('shift_report_store').on(t.store, t.businessDate)],
);

/** Drawers opened without a sale, and money brought in and taken out. */
export const drawerOperation = sqliteTable(
  'drawer_operation',
  {
    id: text().primaryKey(),
    store: text().notNull(),
    terminal: text().notNull(),
    shift: integer().notNull(),
    businessDate: text('business_date').notNull(),
    type: text().$type<DrawerOperation['type']>().notNull(),
    at: text().notNull(),
    employee: text().notNull(),
    currency: text().notNull(),
    tenderType: text('tender_type'),
    amountMinor: integer('amount_minor').notNull(),
    reasonCode: text('reason_code'),
    note: text(),
  },
  (t) => [index('drawer_operation_store').on(t.store, t.businessDate)],
);

/** What employees did with another person's right. */
export const approval = sqliteTable(
  'approval',
  {
    id: text().primaryKey(),
    store: text().notNull(),
    terminal: text().notNull(),
    businessDate: text('business_date').notNull(),
    operation: text().notNull(),
    line: integer(),
    employee: text().notNull(),
    approvedBy: text('approved_by').notNull(),
    at: text().notNull(),
    shift: integer(),
    nextReceiptNumber: integer('next_receipt_number').notNull(),
  },
  (t) => [index('approval_store').on(t.store, t.businessDate)],
);

/** Records that could not be understood: stored as they came, visible, never lost. */
export const suspense = sqliteTable('suspense', {
  id: text().primaryKey(),
  store: text().notNull(),
  terminal: text().notNull(),
  kind: text().notNull(),
  reason: text().notNull(),
  header: text().notNull(),
  body: text().notNull(),
  postedAt: text('posted_at').notNull(),
});
