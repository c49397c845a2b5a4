import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ChangeRequestEvent, ChangeRequestState } from '../../commerce/governance/change-request.ts';

/** Change requests and the policy of who has to approve what. Times are instants in UTC. */
export const changeRequest = sqliteTable(
  'change_request',
  {
    id: text().primaryKey(),
    number: integer().notNull(),
    title: text().notNull(),
    note: text().notNull(),
    state: text().$type<ChangeRequestState>().notNull(),
    /** Raised by every step; its history has one line for each. */
    version: integer().notNull(),
    publishAt: text('publish_at'),
    proposedBy: text('proposed_by').notNull(),
    createdAt: text('created_at').notNull(),
    changedAt: text('changed_at').notNull(),
    submittedAt: text('submitted_at'),
    decidedBy: text('decided_by'),
    decidedAt: text('decided_at'),
    decisionNote: text('decision_note').notNull(),
    publishedAt: text('published_at'),
    rollbackOf: text('rollback_of'),
    failureReason: text('failure_reason'),
    failedAt: text('failed_at'),
    attempts: integer().notNull(),
    /** When the cron tries again; null where it waits for a person. */
    retryAt: text('retry_at'),
  },
  (t) => [
    uniqueIndex('change_request_number').on(t.number),
    index('change_request_state').on(t.state, t.number),
  ],
);

/** A row as it shall be, and as it was when the draft was made; null where there is none. */
export const changeItem = sqliteTable(
  'change_item',
  {
    request: text().notNull(),
    noun: text().notNull(),
    key: text().notNull(),
    /** JSON text, like `base`: compared and shown here, never queried into. */
    row: text(),
    base: text(),
    reason: text().notNull(),
    leftOut: integer('left_out', { mode: 'boolean' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.request, t.noun, t.key] }), index('change_item_row').on(t.noun, t.key)],
);

export const changeHistory = sqliteTable(
  'change_history',
  {
    request: text().notNull(),
    version: integer().notNull(),
    at: text().notNull(),
    admin: text().notNull(),
    event: text().$type<ChangeRequestEvent>().notNull(),
    note: text().notNull(),
    /** Rows that it was about, the first ones. */
    rows: text({ mode: 'json' }).$type<string[]>().notNull(),
    rowCount: integer('row_count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.request, t.version] }), index('change_history_at').on(t.at)],
);

/** What was published, which versions of the change log it made, and whether registers were told. */
export const publication = sqliteTable('publication', {
  request: text().primaryKey(),
  version: integer().notNull(),
  /** The change log's version that it was checked against. */
  checkedAt: integer('checked_at').notNull(),
  at: text().notNull(),
  logFrom: integer('log_from').notNull(),
  logTo: integer('log_to').notNull(),
  run: text(),
  distributedAt: text('distributed_at'),
  error: text(),
});

export const approvalPolicy = sqliteTable('approval_policy', {
  noun: text().primaryKey(),
  policy: text({ enum: ['required', 'none'] }).notNull(),
});

export const adminToken = sqliteTable('admin_token', {
  tokenHash: text('token_hash').primaryKey(),
  admin: text().notNull(),
  name: text().notNull(),
});
