import { and, asc, desc, eq, gt, gte, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { genesisHash, type TerminalIdentity } from '../../commerce/journal/journal-record.ts';
import * as b from './books-schema.ts';
import { bulkInsert, insertEach } from './bulk-insert.ts';
import type { Projection } from './project-records.ts';
import { recentBaskets, recentlySold, stockOf } from './recent-sales.ts';

export interface Cursor {
  readonly seq: number;
  readonly hash: string;
}

export interface SaleFilter {
  readonly externalRef?: string | undefined;
  readonly receiptId?: string | undefined;
  readonly store?: string | undefined;
  readonly businessDate?: string | undefined;
}

/** One books database: where records are booked and read back. */
export function booksStore(database: D1Database) {
  const db = drizzle(database);
  return {
    /** How far an epoch is booked, or null where nothing of it is. */
    async cursor(terminal: TerminalIdentity, epoch: number): Promise<Cursor | null> {
      const c = b.journalCursor;
      const [found] = await db
        .select({ seq: c.seq, hash: c.hash })
        .from(c)
        .where(and(eq(c.store, terminal.store), eq(c.terminal, terminal.terminal), eq(c.epoch, epoch)));
      return found ?? null;
    },
    cursors: (store: string) => db.select().from(b.journalCursor).where(eq(b.journalCursor.store, store)),
    /**
     * Books a run of records, all or none. Fails where the run does not continue the cursor, so that a
     * repeated or concurrent posting changes nothing.
     */
    async post(posting: typeof b.posting.$inferInsert, rows: Projection): Promise<void> {
      await database.batch([
        ...bulkInsert(database, b.posting, [posting]),
        ...bulkInsert(database, b.sale, rows.sales),
        ...bulkInsert(database, b.saleLine, rows.lines),
        ...bulkInsert(database, b.saleDiscount, rows.discounts),
        ...bulkInsert(database, b.saleTender, rows.tenders),
        ...bulkInsert(database, b.stockMovement, rows.movements),
        ...bulkInsert(database, b.stock, rows.movements, addUp('store, sku', ['quantity_thousandths'])),
        ...bulkInsert(database, b.ledgerEntry, rows.entries),
        ...bulkInsert(
          database,
          b.ledgerDay,
          rows.days,
          addUp('store, business_date, currency, account', ['debit_minor', 'credit_minor']),
        ),
        ...bulkInsert(database, b.shiftReport, rows.shifts),
        ...insertEach(database, b.suspense, rows.suspense),
      ]);
    },
    /** Newest first. `after` is the last one of the previous page. */
    async sales(filter: SaleFilter, limit: number, after?: { concludedAt: string; id: string }) {
      const s = b.sale;
      const conditions: (SQL | undefined)[] = [
        filter.externalRef === undefined ? undefined : eq(s.externalRef, filter.externalRef),
        filter.receiptId === undefined ? undefined : eq(s.receiptId, filter.receiptId),
        filter.store === undefined ? undefined : eq(s.store, filter.store),
        filter.businessDate === undefined ? undefined : eq(s.businessDate, filter.businessDate),
        after &&
          or(
            lt(s.concludedAt, after.concludedAt),
            and(eq(s.concludedAt, after.concludedAt), lt(s.id, after.id)),
          ),
      ];
      return db
        .select()
        .from(s)
        .where(and(...conditions))
        .orderBy(desc(s.concludedAt), desc(s.id))
        .limit(limit);
    },
    async sale(id: string) {
      const [sale] = await db.select().from(b.sale).where(eq(b.sale.id, id));
      if (!sale) return null;
      const lines = await db
        .select()
        .from(b.saleLine)
        .where(eq(b.saleLine.saleId, id))
        .orderBy(asc(b.saleLine.line));
      const discounts = await db
        .select()
        .from(b.saleDiscount)
        .where(eq(b.saleDiscount.saleId, id))
        .orderBy(asc(b.saleDiscount.line), asc(b.saleDiscount.position));
      const tenders = await db.select().from(b.saleTender).where(eq(b.saleTender.saleId, id));
      const ledger = await db.select().from(b.ledgerEntry).where(eq(b.ledgerEntry.saleId, id));
      return { ...sale, lines, discounts, tenders, ledger };
    },
    async stock(
      filter: { store?: string | undefined; sku?: string | undefined },
      limit: number,
      after?: { store: string; sku: string },
    ) {
      const s = b.stock;
      return db
        .select()
        .from(s)
        .where(
          and(
            filter.store === undefined ? undefined : eq(s.store, filter.store),
            filter.sku === undefined ? undefined : eq(s.sku, filter.sku),
            after && or(gt(s.store, after.store), and(eq(s.store, after.store), gt(s.sku, after.sku))),
          ),
        )
        .orderBy(asc(s.store), asc(s.sku))
        .limit(limit);
    },
    /** Debits and credits by account, over a store and a span of business dates or all of them. */
    async balances(filter: {
      store?: string | undefined;
      from?: string | undefined;
      to?: string | undefined;
    }) {
      const d = b.ledgerDay;
      return db
        .select({
          currency: d.currency,
          account: d.account,
          debitMinor: sql<number>`sum(${d.debitMinor})`,
          creditMinor: sql<number>`sum(${d.creditMinor})`,
        })
        .from(d)
        .where(
          and(
            filter.store === undefined ? undefined : eq(d.store, filter.store),
            filter.from === undefined ? undefined : gte(d.businessDate, filter.from),
            filter.to === undefined ? undefined : lte(d.businessDate, filter.to),
          ),
        )
        .groupBy(d.currency, d.account)
        .orderBy(asc(d.currency), asc(d.account));
    },
    /** What was booked, by store: counts and sums over all transactions but voids. */
    async summary() {
      const s = b.sale;
      return db
        .select({
          store: s.store,
          type: s.type,
          transactions: sql<number>`count(*)`,
          offlineTransactions: sql<number>`sum(${s.connection} <> 'online')`,
          lines: sql<number>`sum(${s.lineCount})`,
          grossMinor: sql<number>`sum(${s.grossMinor})`,
          taxMinor: sql<number>`sum(${s.taxMinor})`,
          quantityThousandths: sql<number>`sum(${s.quantityThousandths})`,
        })
        .from(s)
        .groupBy(s.store, s.type)
        .orderBy(asc(s.store), asc(s.type));
    },
    recentBaskets: (limit: number, linesMax: number) => recentBaskets(database, limit, linesMax),
    recentlySold: (skus: readonly string[], receipts: number) => recentlySold(database, skus, receipts),
    stockOf: (skus: readonly string[]) => stockOf(database, skus),
    async suspended(limit: number, after = '') {
      const s = b.suspense;
      return db.select().from(s).where(gt(s.id, after)).orderBy(asc(s.id)).limit(limit);
    },
    async shifts(filter: { store?: string | undefined }, limit: number, after = '') {
      const s = b.shiftReport;
      return db
        .select()
        .from(s)
        .where(and(gt(s.id, after), filter.store === undefined ? undefined : eq(s.store, filter.store)))
        .orderBy(asc(s.id))
        .limit(limit);
    },
  };
}

export type BooksStore = ReturnType<typeof booksStore>;

/** Where the very first posting of an epoch starts when its predecessor is not known to these books. */
export const unbooked: Cursor = { seq: 0, hash: genesisHash };

function addUp(key: string, columns: readonly string[]): string {
  return `ON CONFLICT (${key}) DO UPDATE SET ${columns.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`;
}
