import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BlobReference } from '../../protocol/package-documents.ts';

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
