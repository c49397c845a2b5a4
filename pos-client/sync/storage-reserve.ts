import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { isStorageFull } from './storage-full.ts';

/**
 * Room on the device that packages never get: given up when the device is full, so that a version that does not fit can
 * be taken back and sales have somewhere to go.
 */
export interface StorageReserve {
  /** Whether it is there, or could be taken again: only then is there room for packages. */
  restore(): Promise<boolean>;
  release(): Promise<void>;
}

/** Enough for a write-ahead log of a thousand pages, and for months of sales. */
export const RESERVE_BYTES = 8 * 1024 * 1024;

/** The database as sales use it: what finds no room gets the reserve's, and is tried once more. */
export function withReserve(database: SqlDatabase, reserve: StorageReserve): SqlDatabase {
  return {
    query: (statement) => database.query(statement),
    async commit(statements, durable) {
      try {
        await database.commit(statements, durable);
      } catch (problem) {
        if (!isStorageFull(problem)) throw problem;
        await reserve.release();
        await database.commit(statements, durable);
      }
    },
  };
}
