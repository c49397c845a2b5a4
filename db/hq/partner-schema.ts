import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PartnerScope } from '../../protocol/partner-keys.ts';

/** A partner's key to the pricing API. Of the key itself only its SHA-256 is kept. */
export const partnerKey = sqliteTable('partner_key', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** How the key begins, to tell it from others. */
  prefix: text().notNull(),
  keyHash: text('key_hash').notNull().unique(),
  scopes: text({ mode: 'json' }).$type<PartnerScope[]>().notNull(),
  /** The stores that it may ask about; null for all. */
  channels: text({ mode: 'json' }).$type<string[]>(),
  requestsPerMinute: integer('requests_per_minute').notNull(),
  createdAt: text('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  /** To the minute. */
  lastUsedAt: text('last_used_at'),
  revokedAt: text('revoked_at'),
});

/** The stream versions behind a snapshot id that was told to somebody, so that it can be asked for again. */
export const pricingSnapshot = sqliteTable('pricing_snapshot', {
  id: text().primaryKey(),
  store: text().notNull(),
  streams: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
  firstToldAt: text('first_told_at').notNull(),
});
