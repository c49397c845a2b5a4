import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Offer, Reward } from '../../commerce/promotions/offer.ts';
import type { TaxCode } from '../../commerce/tax/tax-code.ts';
import type { TaxRounding } from '../../commerce/tax/tax-setup.ts';
import { versioned } from './schema.ts';

/** The channel database, continued: what is taken off prices, for whom, and how taxes are made up. */
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();
const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull();

export const category = sqliteTable(
  'category',
  { ...versioned, id: text().notNull(), name: text().notNull(), parent: text() },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const priceGroup = sqliteTable(
  'price_group',
  { ...versioned, id: text().notNull(), name: text().notNull(), priority: integer().notNull() },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

/** An offer of several price groups is here once for each of their streams. */
export const offer = sqliteTable(
  'offer',
  {
    ...versioned,
    id: text().notNull(),
    name: text().notNull(),
    currency: text().notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    periods: json<Offer['periods']>('periods').notNull(),
    priceGroups: json<string[]>('price_groups').notNull(),
    allPriceGroups: flag('all_price_groups'),
    couponNeeded: flag('coupon_needed'),
    priority: integer(),
    concurrency: text().$type<Offer['concurrency']>().notNull(),
    limits: json<Offer['limits']>('limits').notNull(),
    rule: json<Offer['rule']>('rule').notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const offerLine = sqliteTable(
  'offer_line',
  {
    ...versioned,
    offer: text().notNull(),
    line: integer().notNull(),
    target: text().notNull(),
    dimensions: json<Record<string, string>>('dimensions').notNull(),
    unitOfMeasure: text('unit_of_measure'),
    exclude: flag('exclude'),
    group: integer().notNull(),
    reward: json<Reward>('reward'),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] }), index('offer_line_target').on(t.target)],
);

export const coupon = sqliteTable(
  'coupon',
  {
    ...versioned,
    code: text().notNull(),
    offer: text().notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    customer: text(),
    usesMax: integer('uses_max'),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

/** Coupons that receipts of this host used. */
export const couponUse = sqliteTable(
  'coupon_use',
  { code: text().notNull(), receiptId: text('receipt_id').notNull() },
  (t) => [primaryKey({ columns: [t.code, t.receiptId] })],
);

export const taxCode = sqliteTable(
  'tax_code',
  {
    ...versioned,
    id: text().notNull(),
    name: text().notNull(),
    parts: json<string[]>('parts').notNull(),
    base: text().$type<NonNullable<TaxCode['base']>>().notNull(),
    taxOf: text('tax_of'),
    joinsNextBase: flag('joins_next_base'),
    includedInPrice: text('included_in_price').$type<NonNullable<TaxCode['includedInPrice']>>().notNull(),
    rounding: json<Pick<TaxRounding, 'mode' | 'stepMinor'>>('rounding'),
    minimumMinor: integer('minimum_minor'),
    maximumMinor: integer('maximum_minor'),
    intervals: text().$type<NonNullable<TaxCode['intervals']>>().notNull(),
    marginalBase: text('marginal_base').$type<NonNullable<TaxCode['marginalBase']>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const affiliation = sqliteTable(
  'affiliation',
  {
    ...versioned,
    id: text().notNull(),
    name: text().notNull(),
    priceGroups: json<string[]>('price_groups').notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const loyaltyTier = sqliteTable(
  'loyalty_tier',
  {
    ...versioned,
    id: text().notNull(),
    name: text().notNull(),
    priceGroups: json<string[]>('price_groups').notNull(),
  },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);

export const loyaltyCard = sqliteTable(
  'loyalty_card',
  { ...versioned, card: text().notNull(), tier: text().notNull(), customer: text() },
  (t) => [primaryKey({ columns: [t.rowKey, t.stream, t.since] })],
);
