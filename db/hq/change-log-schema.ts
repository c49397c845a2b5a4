import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Every change of a master, with one increasing version. `scope` tells which streams may care. */
export const changeLog = sqliteTable(
  'change_log',
  {
    version: integer().primaryKey({ autoIncrement: true }),
    tableName: text('table_name').notNull(),
    rowKey: text('row_key').notNull(),
    scope: text().notNull(),
    operation: text({ enum: ['put', 'remove'] }).notNull(),
    admin: text().notNull(),
    at: text().notNull(),
    /** What the row was looked up by before the change, and the row; null for one that was not there. */
    lookup: text(),
    before: text(),
    /** The change request that brought it, and who approved that. */
    request: text(),
    approvedBy: text('approved_by'),
  },
  (t) => [
    index('change_log_scope').on(t.tableName, t.scope, t.version),
    index('change_log_row').on(t.tableName, t.rowKey, t.version),
    index('change_log_lookup').on(t.tableName, t.lookup, t.version).where(sql`lookup IS NOT NULL`),
  ],
);
