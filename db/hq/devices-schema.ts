import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Incident } from '../../commerce/journal/gateway-shapes.ts';

/** Who was given which epoch of a terminal. `ask` is an activation code's hash, or what a register made up. */
export const terminalEpoch = sqliteTable(
  'terminal_epoch',
  {
    store: text().notNull(),
    terminal: text().notNull(),
    epoch: integer().notNull(),
    ask: text().notNull(),
    installId: text('install_id').notNull(),
    publicKey: text('public_key').notNull(),
    grantedAt: text('granted_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.store, t.terminal, t.epoch] }),
    uniqueIndex('terminal_epoch_ask').on(t.store, t.terminal, t.ask),
  ],
);

/** Whose token is whose, and whether it was revoked. */
export const terminalDevice = sqliteTable(
  'terminal_device',
  {
    tokenHash: text('token_hash').primaryKey(),
    store: text().notNull(),
    terminal: text().notNull(),
    installId: text('install_id').notNull(),
    publicKey: text('public_key').notNull(),
    registeredAt: text('registered_at').notNull(),
    revokedAt: text('revoked_at'),
  },
  (t) => [index('terminal_device_terminal').on(t.store, t.terminal)],
);

/** What gateways tell: a device copied, wiped, set back or replaced, or a gateway or the books set back. */
export const incident = sqliteTable(
  'incident',
  {
    store: text().notNull(),
    /** Of the store's gateway: with the time it tells a report that comes twice. */
    id: integer().notNull(),
    terminal: text().notNull(),
    type: text().notNull(),
    epoch: integer().notNull(),
    at: text().notNull(),
    detail: text({ mode: 'json' }).$type<Incident>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.store, t.at, t.id] })],
);
