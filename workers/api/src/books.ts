import { type BooksStore, booksStore } from '../../../db/hq/books-store.ts';
import type { Env } from './env.ts';

/**
 * The books that hold a store's day: the only way to reach any. One database today; a chain that outgrows it
 * spreads its books here, and nothing else changes.
 */
export function booksOf(env: Pick<Env, 'BOOKS'>, _store?: string, _businessDate?: string): BooksStore {
  return booksStore(env.BOOKS);
}
