import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BlobReference, StreamHead } from '../../protocol/package-documents.ts';

/** A snapshot that is being cut: how far, and the blobs that it has so far. */
export const snapshotWork = sqliteTable('snapshot_work', {
  stream: text().primaryKey(),
  version: integer().notNull(),
  /** How far the change log was when it was begun: what changed since then is in the deltas that follow it. */
  changeVersion: integer('change_version').notNull(),
  source: integer().notNull(),
  afterKey: text('after_key').notNull(),
  blobs: text({ mode: 'json' }).$type<readonly BlobReference[]>().notNull(),
});

/** Blobs that no head names any more. */
export const retiredBlob = sqliteTable('retired_blob', {
  sha256: text().primaryKey(),
  retiredAt: text('retired_at').notNull(),
});

/** A stream in which something has changed and that is not published yet. */
export const dueStream = sqliteTable('due_stream', {
  stream: text().primaryKey(),
  /** The newest change; 0 where the stream only has to be signed anew. */
  changeVersion: integer('change_version').notNull(),
  dueSince: text('due_since').notNull(),
  /** Why publishing it failed the last time. */
  error: text(),
});

/** A row that could not be packed: it is left out, and the others travel. */
export const refusedRow = sqliteTable(
  'refused_row',
  {
    stream: text().notNull(),
    tableName: text('table_name').notNull(),
    rowKey: text('row_key').notNull(),
    reason: text().notNull(),
    refusedAt: text('refused_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.stream, t.tableName, t.rowKey] })],
);

export const packageDeeds = ['pause', 'resume', 'resend'] as const;

/** What an admin told a store (no terminal) or a register to do with its packages. */
export const packageOrder = sqliteTable(
  'package_order',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    store: text().notNull(),
    terminal: text(),
    deed: text({ enum: packageDeeds }).notNull(),
    streams: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    reason: text().notNull(),
    admin: text().notNull(),
    orderedAt: text('ordered_at').notNull(),
  },
  (t) => [index('package_order_of').on(t.store, t.id)],
);

/** The entry of a register that may sell offline, in its data group: the assortment that it carries. */
export const channelDatabase = sqliteTable('channel_database', {
  register: text().primaryKey(),
  store: text().notNull(),
  terminal: text().notNull(),
  dataGroup: text('data_group').notNull(),
  createdAt: text('created_at').notNull(),
  retiredAt: text('retired_at'),
});

export const distributionRun = sqliteTable(
  'distribution_run',
  {
    id: text().primaryKey(),
    job: text().notNull(),
    trigger: text({ enum: ['cron', 'demand'] }).notNull(),
    startedAt: text('started_at').notNull(),
    finishedAt: text('finished_at'),
    state: text({ enum: ['running', 'done', 'failed', 'stopped'] }).notNull(),
    streams: integer().notNull(),
    rows: integer().notNull(),
    bytes: integer().notNull(),
    error: text(),
    stopAskedBy: text('stop_asked_by'),
  },
  (t) => [index('distribution_run_started').on(t.startedAt)],
);

export const stream = sqliteTable('stream', {
  stream: text().primaryKey(),
  version: integer().notNull(),
  /** How far the change log is in this stream's head. */
  changeVersion: integer('change_version').notNull(),
  /** The signed head as it lies in R2: what a new delta is added to. */
  head: text({ mode: 'json' }).$type<StreamHead>().notNull(),
});

/** How far the change log is in each version that a stream ever had. */
export const streamVersion = sqliteTable(
  'stream_version',
  {
    stream: text().notNull(),
    version: integer().notNull(),
    changeVersion: integer('change_version').notNull(),
    publishedAt: text('published_at'),
  },
  (t) => [primaryKey({ columns: [t.stream, t.version] })],
);

export const manifest = sqliteTable('manifest', {
  store: text().primaryKey(),
  version: integer().notNull(),
  streams: text({ mode: 'json' }).$type<string[]>().notNull(),
});

/** How far the change log is published, and who is publishing: exactly one row. */
export const publisher = sqliteTable('publisher', {
  id: integer().primaryKey(),
  changeVersion: integer('change_version').notNull(),
  leaseUntilMs: integer('lease_until_ms').notNull(),
  leaseHolder: text('lease_holder').notNull(),
  housekeptOn: text('housekept_on').notNull(),
  /** Of the signed list of keys that registers may trust. */
  keyRingVersion: integer('key_ring_version').notNull(),
  /** The key that everything in R2 is signed with, or is being signed with anew. */
  signingKeyId: text('signing_key_id').notNull(),
});

export const signingKey = sqliteTable('signing_key', {
  keyId: text('key_id').primaryKey(),
  publicKey: text('public_key').notNull(),
  firstUsedAt: text('first_used_at').notNull(),
  /** From then on registers are told to forget it. */
  retiredAt: text('retired_at'),
});
