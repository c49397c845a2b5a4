import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { PricingProduct, PricingSettings } from '../../commerce/basket/pricing-data.ts';
import type { StreamKind } from '../../commerce/distribution/stream-kinds.ts';
import { roles } from '../../commerce/governance/rights.ts';
import type { UnitPrice } from '../../commerce/money/unit-price.ts';
import type { PriceAgreement } from '../../commerce/pricing/price-agreement.ts';
import type { TaxCode } from '../../commerce/tax/tax-code.ts';
import type { TaxRounding } from '../../commerce/tax/tax-setup.ts';
import { reasonUsages } from '../../commerce/transaction/reason-usage.ts';

/** Headquarters' masters: what is sold, where, by whom, at what price. Triggers log every change of them. */
const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull();
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();

export const assortment = sqliteTable('assortment', { id: text().primaryKey(), name: text().notNull() });
/** The highest priority that has a price, or that an offer takes, goes first. */
export const priceGroup = sqliteTable('price_group', {
  id: text().primaryKey(),
  name: text().notNull(),
  priority: integer().notNull(),
});
export const taxRegion = sqliteTable('tax_region', { id: text().primaryKey(), name: text().notNull() });
export const taxCode = sqliteTable('tax_code', {
  id: text().primaryKey(),
  name: text().notNull(),
  parts: json<readonly string[]>('parts').notNull(),
  base: text().$type<NonNullable<TaxCode['base']>>().notNull(),
  taxOf: text('tax_of'),
  joinsNextBase: flag('joins_next_base'),
  includedInPrice: text('included_in_price').$type<NonNullable<TaxCode['includedInPrice']>>().notNull(),
  rounding: json<Pick<TaxRounding, 'mode' | 'stepMinor'>>('rounding'),
  minimumMinor: integer('minimum_minor'),
  maximumMinor: integer('maximum_minor'),
  intervals: text().$type<NonNullable<TaxCode['intervals']>>().notNull(),
  marginalBase: text('marginal_base').$type<NonNullable<TaxCode['marginalBase']>>().notNull(),
});
export const employeeGroup = sqliteTable('employee_group', {
  id: text().primaryKey(),
  name: text().notNull(),
});
export const customerGroup = sqliteTable('customer_group', {
  id: text().primaryKey(),
  name: text().notNull(),
});

export const offlineProfile = sqliteTable('offline_profile', {
  id: text().primaryKey(),
  name: text().notNull(),
  supportOffline: flag('support_offline'),
  requestTimeoutMs: integer('request_timeout_ms').notNull(),
  reconnectIntervalMs: integer('reconnect_interval_ms').notNull(),
  healthCheckIntervalMs: integer('health_check_interval_ms').notNull(),
  manualSwitch: flag('manual_switch'),
  offlineHoursMax: integer('offline_hours_max').notNull(),
  persistentStorage: text('persistent_storage', { enum: ['warn', 'require'] }).notNull(),
  pauseSync: flag('pause_sync'),
});

export const store = sqliteTable('store', {
  store: text().primaryKey(),
  name: text().notNull(),
  receiptLines: text('receipt_lines', { mode: 'json' }).$type<string[]>().notNull(),
  currency: text().notNull(),
  timeZone: text('time_zone').notNull(),
  country: text().notNull(),
  pricesIncludeTax: flag('prices_include_tax'),
  taxRegion: text('tax_region')
    .notNull()
    .references(() => taxRegion.id),
  assortment: text()
    .notNull()
    .references(() => assortment.id),
  priceGroups: text('price_groups', { mode: 'json' }).$type<string[]>().notNull(),
  /** Groups that its customers may bring: their packages are followed too. */
  memberPriceGroups: text('member_price_groups', { mode: 'json' }).$type<string[]>().notNull(),
  pricing: json<PricingSettings>('pricing').notNull(),
  employeeGroup: text('employee_group')
    .notNull()
    .references(() => employeeGroup.id),
  customerGroup: text('customer_group')
    .notNull()
    .references(() => customerGroup.id),
});

export const register = sqliteTable(
  'register',
  {
    id: text().primaryKey(),
    store: text()
      .notNull()
      .references(() => store.store),
    terminal: text().notNull(),
    name: text().notNull(),
    offlineProfile: text('offline_profile')
      .notNull()
      .references(() => offlineProfile.id),
    /** Whether it may sell while it has no line; its offline profile has to allow it too. */
    supportOffline: flag('support_offline'),
  },
  (t) => [
    uniqueIndex('register_terminal').on(t.store, t.terminal),
    index('register_profile').on(t.offlineProfile),
  ],
);

export const category = sqliteTable(
  'category',
  { id: text().primaryKey(), name: text().notNull(), parent: text() },
  (t) => [index('category_parent').on(t.parent)],
);

export const product = sqliteTable('product', {
  sku: text().primaryKey(),
  name: text().notNull(),
  taxCode: text('tax_code')
    .notNull()
    .references(() => taxCode.id),
  stocked: flag('stocked'),
  variantOf: text('variant_of'),
  variant: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
  categories: json<readonly string[]>('categories').notNull(),
  labels: json<readonly string[]>('labels').notNull(),
  attributes: json<Readonly<Record<string, string>>>('attributes').notNull(),
  unitOfMeasure: text('unit_of_measure').notNull(),
  unitConversions: json<PricingProduct['unitConversions']>('unit_conversions').notNull(),
  isWeighed: flag('is_weighed'),
  blocks: json<PricingProduct['blocks']>('blocks').notNull(),
  kit: json<PricingProduct['kit']>('kit').notNull(),
  /** Stays at headquarters: no package holds it. */
  costMinor: integer('cost_minor'),
});

/** Products by category, kept by triggers from what products say. */
export const productCategory = sqliteTable(
  'product_category',
  {
    category: text()
      .notNull()
      .references(() => category.id),
    sku: text()
      .notNull()
      .references(() => product.sku, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.category, t.sku] }), index('product_category_sku').on(t.sku)],
);

/** Kits and what they are made of, kept by triggers from what products say. */
export const kitComponent = sqliteTable(
  'kit_component',
  {
    kit: text()
      .notNull()
      .references(() => product.sku, { onDelete: 'cascade' }),
    component: text()
      .notNull()
      .references(() => product.sku),
  },
  (t) => [primaryKey({ columns: [t.kit, t.component] }), index('kit_component_component').on(t.component)],
);

export const barcode = sqliteTable(
  'barcode',
  {
    barcode: text().primaryKey(),
    sku: text()
      .notNull()
      .references(() => product.sku, { onDelete: 'cascade' }),
  },
  (t) => [index('barcode_sku').on(t.sku)],
);

export const assortmentProduct = sqliteTable(
  'assortment_product',
  {
    assortment: text()
      .notNull()
      .references(() => assortment.id),
    sku: text()
      .notNull()
      .references(() => product.sku, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.assortment, t.sku] }), index('assortment_product_sku').on(t.sku)],
);

export const price = sqliteTable(
  'price',
  {
    id: text().primaryKey(),
    sku: text()
      .notNull()
      .references(() => product.sku, { onDelete: 'cascade' }),
    priceGroup: text('price_group').references(() => priceGroup.id),
    customer: text().references(() => customer.number),
    currency: text().notNull(),
    dimensions: json<Readonly<Record<string, string>>>('dimensions').notNull(),
    unitOfMeasure: text('unit_of_measure'),
    minQuantityThousandths: integer('min_quantity_thousandths').notNull(),
    attributes: json<NonNullable<PriceAgreement['attributes']>>('attributes').notNull(),
    headerRank: integer('header_rank').notNull(),
    lineRank: integer('line_rank').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    priceUnitThousandths: integer('price_unit_thousandths').notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
  },
  (t) => [
    index('price_sku').on(t.sku),
    index('price_price_group').on(t.priceGroup),
    index('price_customer').on(t.customer),
  ],
);

export const taxRate = sqliteTable(
  'tax_rate',
  {
    id: text().primaryKey(),
    region: text()
      .notNull()
      .references(() => taxRegion.id),
    taxCode: text('tax_code')
      .notNull()
      .references(() => taxCode.id),
    validFrom: text('valid_from').notNull(),
    ratePpm: integer('rate_ppm').notNull(),
    amountPerUnit: json<UnitPrice>('amount_per_unit'),
    fromMinor: integer('from_minor'),
    upToMinor: integer('up_to_minor'),
  },
  (t) => [
    uniqueIndex('tax_rate_bracket').on(t.region, t.taxCode, t.validFrom, sql`coalesce(${t.fromMinor}, 0)`),
  ],
);

export const tenderType = sqliteTable('tender_type', {
  id: text().primaryKey(),
  name: text().notNull(),
  kind: text({ enum: ['cash', 'card', 'voucher', 'giftCard', 'onAccount'] }).notNull(),
  givesChange: flag('gives_change'),
  opensDrawer: flag('opens_drawer'),
  minimumMinor: integer('minimum_minor'),
  maximumMinor: integer('maximum_minor'),
  changeMaxMinor: integer('change_max_minor'),
  roundingStepMinor: integer('rounding_step_minor'),
  paysPart: flag('pays_part'),
  connector: text({ enum: ['none', 'terminalSimulator'] }).notNull(),
});

export const reasonCode = sqliteTable('reason_code', {
  id: text().primaryKey(),
  text: text().notNull(),
  usage: text({ enum: reasonUsages }).notNull(),
});

export const permissionGroup = sqliteTable('permission_group', {
  id: text().primaryKey(),
  name: text().notNull(),
  overridePrice: flag('override_price'),
  negativePrice: flag('negative_price'),
  returnGoods: flag('return_goods'),
  voidTransaction: flag('void_transaction'),
  exemptTax: flag('exempt_tax'),
  adjustStock: flag('adjust_stock'),
  closeShift: flag('close_shift'),
  openDrawer: flag('open_drawer'),
  manageCash: flag('manage_cash'),
  viewReports: flag('view_reports'),
  lineDiscountMaxBasisPoints: integer('line_discount_max_basis_points').notNull(),
  saleDiscountMaxBasisPoints: integer('sale_discount_max_basis_points').notNull(),
  priceOverrideMaxBasisPoints: integer('price_override_max_basis_points').notNull(),
  returnMaxMinor: integer('return_max_minor'),
});

export const employee = sqliteTable(
  'employee',
  {
    number: text().primaryKey(),
    name: text().notNull(),
    permissionGroup: text('permission_group')
      .notNull()
      .references(() => permissionGroup.id),
    employeeGroup: text('employee_group')
      .notNull()
      .references(() => employeeGroup.id),
  },
  (t) => [index('employee_group_member').on(t.employeeGroup)],
);

/** A PIN's scrypt verifier. It travels in no package; a store's gateway asks for it at the first sign-on. */
export const employeePin = sqliteTable('employee_pin', {
  number: text()
    .primaryKey()
    .references(() => employee.number, { onDelete: 'cascade' }),
  salt: text().notNull(),
  verifier: text().notNull(),
  changedAt: text('changed_at').notNull(),
});

export const customer = sqliteTable(
  'customer',
  {
    number: text().primaryKey(),
    name: text().notNull(),
    country: text().notNull(),
    customerGroup: text('customer_group')
      .notNull()
      .references(() => customerGroup.id),
    priceGroups: json<readonly string[]>('price_groups').notNull(),
    attributes: json<Readonly<Record<string, string>>>('attributes').notNull(),
    isTaxExempt: flag('is_tax_exempt'),
  },
  (t) => [index('customer_group_member').on(t.customerGroup)],
);

/** An administrator of headquarters. Of the token only its SHA-256 is kept. */
export const admin = sqliteTable('admin', {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text({ enum: roles }).notNull(),
  tokenHash: text('token_hash').notNull().unique(),
});

export const activationCode = sqliteTable(
  'activation_code',
  {
    codeHash: text('code_hash').primaryKey(),
    registerId: text('register_id')
      .notNull()
      .references(() => register.id, { onDelete: 'cascade' }),
    issuedBy: text('issued_by').notNull(),
    issuedAt: text('issued_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    usedAt: text('used_at'),
    /** The install that used it; the same one may ask again when the answer got lost. */
    usedBy: text('used_by'),
  },
  (t) => [index('activation_code_register').on(t.registerId)],
);

/** Who writes: set by the first statement of every batch, read by the triggers of the change log. */
export const writer = sqliteTable('writer', { id: integer().primaryKey(), admin: text().notNull() });

export const distributionJob = sqliteTable('distribution_job', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Minutes between runs by the cron; 0 runs on demand only. */
  everyMinutes: integer('every_minutes').notNull(),
  /** Which kinds of streams it publishes; every kind where none is named. */
  streamKinds: json<readonly StreamKind[]>('stream_kinds').notNull(),
  /** The hours of the day, `HH:MM` in its time zone, in which the cron runs it; null for any. Over midnight too. */
  runFrom: text('run_from'),
  runUntil: text('run_until'),
  timeZone: text('time_zone').notNull(),
  paused: flag('paused'),
});
