import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PricingProduct, PricingSettings } from '../../commerce/basket/pricing-data.ts';
import type { UnitPrice } from '../../commerce/money/unit-price.ts';
import type { PriceAgreement } from '../../commerce/pricing/price-agreement.ts';
import type { ShiftState } from '../../commerce/runtime/channel-port.ts';
import type { Shift } from '../../commerce/shift/shift.ts';
import { reasonUsages } from '../../commerce/transaction/reason-usage.ts';
import type { SuspendedTransaction } from '../../commerce/transaction/suspended-transaction.ts';

/**
 * The channel database: what a store sells from, the same on libSQL and on a Durable Object's SQLite.
 *
 * Distributed rows are kept by version. A row is visible in a snapshot when its stream's version there lies in
 * [since, until). So a package's rows can arrive in small pieces and appear all at once, and an open
 * transaction, or a return weeks later, still reads the versions it began with.
 */
export const versioned = {
  stream: text().notNull(),
  /** The identity of the row within its table (`rowKey` of the protocol). */
  rowKey: text('row_key').notNull(),
  since: integer().notNull(),
  until: integer(),
};
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();

export const store = sqliteTable(
  'store',
  {
    ...versioned,
    store: text().notNull(),
    name: text().notNull(),
    receiptLines: text('receipt_lines', { mode: 'json' }).$type<string[]>().notNull(),
    currency: text().notNull(),
    timeZone: text('time_zone').notNull(),
    country: text().notNull(),
    pricesIncludeTax: integer('prices_include_tax', { mode: 'boolean' }).notNull(),
    priceGroups: text('price_groups', { mode: 'json' }).$type<string[]>().notNull(),
    memberPriceGroups: json<string[]>('member_price_groups').notNull(),
    pricing: json<PricingSettings>('pricing').notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const offlineProfile = sqliteTable(
  'offline_profile',
  {
    ...versioned,
    terminal: text().notNull(),
    supportOffline: integer('support_offline', { mode: 'boolean' }).notNull(),
    requestTimeoutMs: integer('request_timeout_ms').notNull(),
    reconnectIntervalMs: integer('reconnect_interval_ms').notNull(),
    healthCheckIntervalMs: integer('health_check_interval_ms').notNull(),
    manualSwitch: integer('manual_switch', { mode: 'boolean' }).notNull(),
    offlineHoursMax: integer('offline_hours_max').notNull(),
    persistentStorage: text('persistent_storage', { enum: ['warn', 'require'] }).notNull(),
    pauseSync: integer('pause_sync', { mode: 'boolean' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const product = sqliteTable(
  'product',
  {
    ...versioned,
    sku: text().notNull(),
    name: text().notNull(),
    taxCode: text('tax_code').notNull(),
    stocked: integer({ mode: 'boolean' }).notNull(),
    variantOf: text('variant_of'),
    variant: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
    categories: json<string[]>('categories').notNull(),
    labels: json<string[]>('labels').notNull(),
    attributes: json<Record<string, string>>('attributes').notNull(),
    unitOfMeasure: text('unit_of_measure').notNull(),
    unitConversions: json<PricingProduct['unitConversions']>('unit_conversions').notNull(),
    isWeighed: integer('is_weighed', { mode: 'boolean' }).notNull(),
    blocks: json<PricingProduct['blocks']>('blocks').notNull(),
    kit: json<PricingProduct['kit']>('kit').notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const barcode = sqliteTable(
  'barcode',
  { ...versioned, barcode: text().notNull(), sku: text().notNull() },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] }), index('barcode_sku').on(t.sku)],
);

export const price = sqliteTable(
  'price',
  {
    ...versioned,
    id: text().notNull(),
    sku: text().notNull(),
    priceGroup: text('price_group'),
    customer: text(),
    currency: text().notNull(),
    dimensions: json<Record<string, string>>('dimensions').notNull(),
    unitOfMeasure: text('unit_of_measure'),
    attributes: json<NonNullable<PriceAgreement['attributes']>>('attributes').notNull(),
    headerRank: integer('header_rank').notNull(),
    lineRank: integer('line_rank').notNull(),
    minQuantityThousandths: integer('min_quantity_thousandths').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    priceUnitThousandths: integer('price_unit_thousandths').notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] }), index('price_sku').on(t.sku)],
);

export const taxRate = sqliteTable(
  'tax_rate',
  {
    ...versioned,
    taxCode: text('tax_code').notNull(),
    validFrom: text('valid_from').notNull(),
    ratePpm: integer('rate_ppm').notNull(),
    amountPerUnit: json<UnitPrice>('amount_per_unit'),
    fromMinor: integer('from_minor'),
    upToMinor: integer('up_to_minor'),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const tenderType = sqliteTable(
  'tender_type',
  {
    ...versioned,
    id: text().notNull(),
    name: text().notNull(),
    kind: text({ enum: ['cash', 'card', 'voucher', 'giftCard', 'onAccount'] }).notNull(),
    givesChange: integer('gives_change', { mode: 'boolean' }).notNull(),
    opensDrawer: integer('opens_drawer', { mode: 'boolean' }).notNull(),
    minimumMinor: integer('minimum_minor'),
    maximumMinor: integer('maximum_minor'),
    changeMaxMinor: integer('change_max_minor'),
    roundingStepMinor: integer('rounding_step_minor'),
    paysPart: integer('pays_part', { mode: 'boolean' }).notNull(),
    connector: text({ enum: ['none', 'terminalSimulator'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const reasonCode = sqliteTable(
  'reason_code',
  {
    ...versioned,
    id: text().notNull(),
    text: text().notNull(),
    usage: text({ enum: reasonUsages }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const permissionGroup = sqliteTable(
  'permission_group',
  {
    ...versioned,
    id: text().notNull(),
    name: text().notNull(),
    overridePrice: integer('override_price', { mode: 'boolean' }).notNull(),
    negativePrice: integer('negative_price', { mode: 'boolean' }).notNull(),
    returnGoods: integer('return_goods', { mode: 'boolean' }).notNull(),
    voidTransaction: integer('void_transaction', { mode: 'boolean' }).notNull(),
    exemptTax: integer('exempt_tax', { mode: 'boolean' }).notNull(),
    adjustStock: integer('adjust_stock', { mode: 'boolean' }).notNull(),
    closeShift: integer('close_shift', { mode: 'boolean' }).notNull(),
    openDrawer: integer('open_drawer', { mode: 'boolean' }).notNull(),
    manageCash: integer('manage_cash', { mode: 'boolean' }).notNull(),
    viewReports: integer('view_reports', { mode: 'boolean' }).notNull(),
    lineDiscountMaxBasisPoints: integer('line_discount_max_basis_points').notNull(),
    saleDiscountMaxBasisPoints: integer('sale_discount_max_basis_points').notNull(),
    priceOverrideMaxBasisPoints: integer('price_override_max_basis_points').notNull(),
    returnMaxMinor: integer('return_max_minor'),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const employee = sqliteTable(
  'employee',
  {
    ...versioned,
    number: text().notNull(),
    name: text().notNull(),
    permissionGroup: text('permission_group').notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const customer = sqliteTable(
  'customer',
  {
    ...versioned,
    number: text().notNull(),
    name: text().notNull(),
    country: text().notNull(),
    priceGroups: json<string[]>('price_groups').notNull(),
    attributes: json<Record<string, string>>('attributes').notNull(),
    isTaxExempt: integer('is_tax_exempt', { mode: 'boolean' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

/** How far each stream is applied: what is visible, and where an unfinished version stands. */
export const streamCursor = sqliteTable('stream_cursor', {
  stream: text().primaryKey(),
  /** The version that reads see; 0 before the first package is complete. */
  version: integer().notNull(),
  /** The version being applied, its next blob and that blob's next row; equal to `version` when at rest. */
  applying: integer().notNull(),
  /** The snapshot that it is loaded from; 0 for a delta and at rest. */
  base: integer().notNull(),
  blob: integer().notNull(),
  row: integer().notNull(),
  /** When `version` became visible, machine time in milliseconds. */
  visibleAtMs: integer('visible_at_ms').notNull(),
});

/** Products that are there whole while the first load of their stream is still under way. */
export const lookedUp = sqliteTable('looked_up', {
  sku: text().primaryKey(),
  stream: text().notNull(),
});

/** The device's activation: exactly one row. */
export const device = sqliteTable('device', {
  id: integer().primaryKey(),
  store: text().notNull(),
  terminal: text().notNull(),
  installId: text('install_id').notNull(),
  /** Keys that stream heads and manifests may be signed with, pinned at activation: key id to public key. */
  trustedKeys: text('trusted_keys', { mode: 'json' }).$type<Record<string, string>>().notNull(),
  activatedAt: text('activated_at').notNull(),
});

/** Where the journal stands: exactly one row, moved by the trigger on `journal`. */
export const journalHead = sqliteTable('journal_head', {
  id: integer().primaryKey(),
  epoch: integer().notNull(),
  seq: integer().notNull(),
  hash: text().notNull(),
  nextReceiptNumber: integer('next_receipt_number').notNull(),
  perpetualMinor: integer('perpetual_minor').notNull(),
});

export const journal = sqliteTable(
  'journal',
  {
    epoch: integer().notNull(),
    seq: integer().notNull(),
    kind: text().notNull(),
    header: text().notNull(),
    body: text().notNull(),
    prev: text().notNull(),
    hash: text().notNull(),
    nextReceiptNumber: integer('next_receipt_number').notNull(),
    perpetualMinor: integer('perpetual_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.epoch, t.seq] })],
);

/** What the gateway and headquarters hold of each epoch: records above `hq` are never pruned. */
export const watermark = sqliteTable('watermark', {
  epoch: integer().primaryKey(),
  gatewaySeq: integer('gateway_seq').notNull(),
  gatewayHash: text('gateway_hash').notNull(),
  hqSeq: integer('hq_seq').notNull(),
  hqHash: text('hq_hash').notNull(),
});

export const retailTransaction = sqliteTable(
  'retail_transaction',
  {
    receiptId: text('receipt_id').primaryKey(),
    epoch: integer().notNull(),
    seq: integer().notNull(),
    type: text({ enum: ['sale', 'return', 'stockAdjustment', 'void'] }).notNull(),
    concludedAt: text('concluded_at').notNull(),
    employee: text().notNull(),
    grossMinor: integer('gross_minor').notNull(),
    externalRef: text('external_ref'),
  },
  (t) => [index('retail_transaction_record').on(t.epoch, t.seq)],
);

/** How much of a concluded line has come back, by a return that this register booked. */
export const returnedLine = sqliteTable(
  'returned_line',
  {
    receiptId: text('receipt_id').notNull(),
    line: integer().notNull(),
    quantityThousandths: integer('quantity_thousandths').notNull(),
  },
  (t) => [primaryKey({ columns: [t.receiptId, t.line] })],
);

export const shift = sqliteTable('shift', {
  shift: integer().primaryKey(),
  state: text().$type<ShiftState>().notNull(),
  detail: json<Shift>('detail').notNull(),
});

/** The open transaction: its snapshot (step 0) and its steps, one row each. */
export const cartStep = sqliteTable('cart_step', {
  position: integer().primaryKey(),
  detail: text({ mode: 'json' }).$type<unknown>().notNull(),
});

export const suspendedTransaction = sqliteTable('suspended_transaction', {
  id: text().primaryKey(),
  detail: json<SuspendedTransaction>('detail').notNull(),
});

export const session = sqliteTable('session', {
  id: integer().primaryKey(),
  detail: text({ mode: 'json' }).$type<import('../../commerce/runtime/channel-port.ts').Session>().notNull(),
});

/** Small things that belong to the device and not to the trade: verifiers, attempts, sync results. */
export const note = sqliteTable('note', {
  name: text().primaryKey(),
  detail: text({ mode: 'json' }).$type<unknown>().notNull(),
});
