import type { Migration } from '../migration.ts';

/** Baskets that wait. One that was taken up again is gone from here; the journal tells its story. */
export const suspended: Migration = {
  id: '0013-suspended',
  statements: [`CREATE TABLE suspended_transaction (id TEXT PRIMARY KEY, detail TEXT NOT NULL) STRICT`],
};
