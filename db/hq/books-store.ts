import { and, asc, desc, eq, gt, gte, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Branch, HeldHash } from '../../commerce/journal/branches.ts';
import type { TerminalIdentity } from '../../commerce/journal/journal-record.ts';
import * as b from './books-schema.ts';
import { bulkInsert, insertEach } from './bulk-insert.ts';
import type { Projection } from './project-records.ts';
import { recentBaskets, recentlySold, stockOf } from './recent-sales.ts';

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
    /** The branches of an epoch that are booked, none where nothing of it is. */
    async branches(terminal: TerminalIdentity, epoch: number): Promise<readonly Branch[]> {
      const at = b.journalBranch;
      const of = and(eq(at.store, terminal.store), eq(at.terminal, terminal.terminal), eq(at.epoch, epoch));
      return db.select().from(at).where(of).orderBy(asc(at.branch));
    },
    /** The hashes that an epoch's branches hold between two places, both included. */
    async hashes(terminal: TerminalIdentity, epoch: number, from: number, to: number): Promise<HeldHash> {
      const r = b.journalRecord;
      const of = and(eq(r.store, terminal.store), eq(r.terminal, terminal.terminal), eq(r.epoch, epoch));
      const rows = await db
        .select({ branch: r.branch, seq: r.seq, hash: r.hash })
        .from(r)
        .where(and(of, gte(r.seq, from), lte(r.seq, to)));
      const held = new Map(rows.map(({ branch, seq, hash }) => [`${branch}.${seq}`, hash]));
      return (branch, seq) => held.get(`${branch}.${seq}`);
    },
    /** A terminal's newest epoch and highest receipt number in these books, 0 and 0 where there is none. */
    async newest(terminal: TerminalIdentity): Promise<{ epoch: number; receiptMax: number }> {
      const at = b.journalBranch;
      const [found] = await db
        .select({
          epoch: sql<number>`coalesce(max(${at.epoch}), 0)`,
          receiptMax: sql<number>`coalesce(max(${at.receiptMax}), 0)`,
        })
        .from(at)
        .where(and(eq(at.store, terminal.store), eq(at.terminal, terminal.terminal)));
      return found ?? { epoch: 0, receiptMax: 0 };
    },
    /** The runs of a store's records, each branch's in order. `after` is the last one of the previous page. */
    async postings(
      filter: { store: string; terminal?: string | undefined },
      limit: number,
      after?: { terminal: string; epoch: number; branch: number; fromSeq: number },
    ) {
      const p = b.posting;
      const beyond =
        after &&
        sql`(${p.terminal}, ${p.epoch}, ${p.branch}, ${p.fromSeq}) > (${after.terminal}, ${after.epoch}, ${after.branch}, ${after.fromSeq})`;
      return db
        .select()
        .from(p)
        .where(
          and(
            eq(p.store, filter.store),
            filter.terminal === undefined ? undefined : eq(p.terminal, filter.terminal),
            beyond,
          ),
        )
        .orderBy(asc(p.terminal), asc(p.epoch), asc(p.branch), asc(p.fromSeq))
        .limit(limit);
    },
    /** Those of these segments that something was booked from. */
    async postedSegments(segments: readonly string[]): Promise<ReadonlySet<string>> {
      const { results } = await database
        .prepare('SELECT DISTINCT segment FROM posting WHERE segment IN (SELECT value FROM json_each(?))')
        .bind(JSON.stringify(segments))
        .all<{ segment: string }>();
      return new Set(results.map(({ segment }) => segment));
    },
    /** How far the journals of a store are booked. */
    journals: (store: string) => db.select().from(b.journalBranch).where(eq(b.journalBranch.store, store)),
    /**
     * Books a run of records, all or none. Fails where the run does not continue its branch, so that a
     * repeated or concurrent posting changes nothing.
     */
    async post(
      posting: typeof b.posting.$inferInsert,
      hashes: readonly string[],
      rows: Projection,
    ): Promise<void> {
      await database.batch([
        ...bulkInsert(database, b.posting, [posting]),
        ...bulkInsert(database, b.journalRecord, recordRows(posting, hashes)),
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
        ...bulkInsert(database, b.drawerOperation, rows.drawer),
        ...bulkInsert(database, b.approval, rows.approvals),
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
    /** In the order of their ids; `after` is the last one of the page before. */
    async ofDay<T extends typeof b.drawerOperation | typeof b.approval>(
      table: T,
      filter: DayFilter,
      limit: number,
      after = '',
    ) {
      const conditions = [
        filter.store === undefined ? undefined : eq(table.store, filter.store),
        filter.businessDate === undefined ? undefined : eq(table.businessDate, filter.businessDate),
        gt(table.id, after),
      ];
      return db
        .select()
        .from(table as typeof b.drawerOperation)
        .where(and(...conditions))
        .orderBy(asc(table.id))
        .limit(limit);
    },
    drawerOperations(filter: DayFilter, limit: number, after?: string) {
      return this.ofDay(b.drawerOperation, filter, limit, after);
    },
    approvals(filter: DayFilter, limit: number, after?: string) {
      return this.ofDay(b.approval, filter, limit, after);
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

interface DayFilter {
  readonly store?: string | undefined;
  readonly businessDate?: string | undefined;
}

export type BooksStore = ReturnType<typeof booksStore>;

function recordRows(posting: typeof b.posting.$inferInsert, hashes: readonly string[]) {
  const { store, terminal, epoch, branch, fromSeq, prev } = posting;
  const of = { store, terminal, epoch, branch };
  const begins = branch === 0 && fromSeq === 1 ? [{ ...of, seq: 0, hash: prev }] : [];
  return [...begins, ...hashes.map((hash, index) => ({ ...of, seq: fromSeq + index, hash }))];
}

function addUp(key: string, columns: readonly string[]): string {
  return `ON CONFLICT (${key}) DO UPDATE SET ${columns.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`;
}
