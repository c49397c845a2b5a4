import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Offer, OfferLine, Reward } from '../../commerce/promotions/offer.ts';
import { customer, customerGroup, priceGroup } from './masters-schema.ts';

/** Headquarters' masters, continued: what is taken off prices, and for whom. */
const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull();
const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();

/** An offer with all its lines. Price adjustments are offers too. */
export const offer = sqliteTable('offer', {
  id: text().primaryKey(),
  name: text().notNull(),
  currency: text().notNull(),
  validFrom: text('valid_from').notNull(),
  validTo: text('valid_to'),
  periods: json<Offer['periods']>('periods').notNull(),
  priceGroups: json<readonly string[]>('price_groups').notNull(),
  allPriceGroups: flag('all_price_groups'),
  couponNeeded: flag('coupon_needed'),
  priority: integer(),
  concurrency: text().$type<Offer['concurrency']>().notNull(),
  limits: json<Offer['limits']>('limits').notNull(),
  rule: json<Offer['rule']>('rule').notNull(),
  lines: json<readonly Omit<OfferLine, 'offer' | 'line'>[]>('lines').notNull(),
});

/** Lines of offers by what they name, kept by triggers from what offers say; `line` is the place, from 1. */
export const offerLine = sqliteTable(
  'offer_line',
  {
    offer: text()
      .notNull()
      .references(() => offer.id, { onDelete: 'cascade' }),
    line: integer().notNull(),
    target: text().notNull(),
    dimensions: json<Readonly<Record<string, string>>>('dimensions').notNull(),
    unitOfMeasure: text('unit_of_measure'),
    exclude: flag('exclude'),
    group: integer().notNull(),
    reward: json<Reward>('reward'),
  },
  (t) => [primaryKey({ columns: [t.offer, t.line] }), index('offer_line_target').on(t.target)],
);

/** Offers by price group, kept by triggers from what offers say. */
export const offerPriceGroup = sqliteTable(
  'offer_price_group',
  {
    priceGroup: text('price_group')
      .notNull()
      .references(() => priceGroup.id),
    offer: text()
      .notNull()
      .references(() => offer.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.priceGroup, t.offer] }), index('offer_price_group_offer').on(t.offer)],
);

export const coupon = sqliteTable(
  'coupon',
  {
    code: text().primaryKey(),
    offer: text()
      .notNull()
      .references(() => offer.id),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    customer: text().references(() => customer.number),
    usesMax: integer('uses_max'),
  },
  (t) => [index('coupon_offer').on(t.offer), index('coupon_customer').on(t.customer)],
);

/** A coupon that a booked receipt used. */
export const couponUse = sqliteTable(
  'coupon_use',
  { code: text().notNull(), receiptId: text('receipt_id').notNull() },
  (t) => [primaryKey({ columns: [t.code, t.receiptId] })],
);

export const affiliation = sqliteTable('affiliation', {
  id: text().primaryKey(),
  name: text().notNull(),
  priceGroups: json<readonly string[]>('price_groups').notNull(),
});

export const loyaltyTier = sqliteTable('loyalty_tier', {
  id: text().primaryKey(),
  name: text().notNull(),
  priceGroups: json<readonly string[]>('price_groups').notNull(),
});

export const loyaltyCard = sqliteTable(
  'loyalty_card',
  {
    card: text().primaryKey(),
    tier: text()
      .notNull()
      .references(() => loyaltyTier.id),
    customer: text().references(() => customer.number),
    customerGroup: text('customer_group')
      .notNull()
      .references(() => customerGroup.id),
  },
  (t) => [
    index('loyalty_card_group').on(t.customerGroup),
    index('loyalty_card_customer').on(t.customer),
    index('loyalty_card_tier').on(t.tier),
  ],
);
