import type { Client } from '@libsql/core/api';
import { desc, eq, gt, relations } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { drizzleOver } from '../../pos-client/replica/drizzle-over.ts';
import { type ClientCase, query } from './client-case.ts';
import { expectEqual, expectRejects } from './expect.ts';

const sales = sqliteTable('sales', {
  id: text('id').primaryKey(),
  totalMinor: integer('total_minor').notNull(),
  isOffline: integer('is_offline', { mode: 'boolean' }).notNull().default(false),
  soldAt: integer('sold_at', { mode: 'timestamp_ms' }),
  note: text('note', { mode: 'json' }).$type<{ to: string }>(),
});
const lines = sqliteTable('lines', {
  id: integer('id').primaryKey(),
  saleId: text('sale_id')
    .notNull()
    .references(() => sales.id),
  name: text('name').notNull(),
});
const salesRelations = relations(sales, ({ many }) => ({ lines: many(lines) }));
const linesRelations = relations(lines, ({ one }) => ({
  sale: one(sales, { fields: [lines.saleId], references: [sales.id] }),
}));
const schema = { sales, lines, salesRelations, linesRelations };

async function start(client: Client) {
  await client.batch(
    [
      `CREATE TABLE sales(id TEXT PRIMARY KEY, total_minor INTEGER NOT NULL, is_offline INTEGER NOT NULL DEFAULT 0,
        sold_at INTEGER, note TEXT)`,
      'CREATE TABLE lines(id INTEGER PRIMARY KEY, sale_id TEXT NOT NULL REFERENCES sales(id), name TEXT NOT NULL)',
    ],
    'write',
  );
  const database = drizzleOver(client, schema);
  await database.insert(sales).values([
    { id: 's1', totalMinor: 250 },
    { id: 's2', totalMinor: 900, isOffline: true, soldAt: new Date(1_700_000_000_123), note: { to: 'Zoë' } },
  ]);
  await database.insert(lines).values([
    { saleId: 's2', name: 'tea' },
    { saleId: 's2', name: 'cup' },
  ]);
  return database;
}

export const drizzleCases: readonly ClientCase[] = [
  {
    name: 'Drizzle: select',
    async run(open) {
      const client = await open();
      const database = await start(client);
      const ids = await database.select({ id: sales.id }).from(sales).orderBy(desc(sales.totalMinor));
      expectEqual(ids, [{ id: 's2' }, { id: 's1' }]);
      const [sale] = await database.select().from(sales).where(gt(sales.totalMinor, 500));
      expectEqual(
        [sale?.isOffline, sale?.soldAt?.getTime(), sale?.note],
        [true, 1_700_000_000_123, { to: 'Zoë' }],
      );
      expectEqual(await database.$count(lines, eq(lines.saleId, 's2')), 2);
      await client.close();
    },
  },
  {
    name: 'Drizzle: relational query',
    async run(open) {
      const client = await open();
      const database = await start(client);
      const found = await database.query.sales.findMany({
        columns: { id: true },
        orderBy: sales.id,
        with: { lines: { columns: { name: true }, orderBy: lines.id } },
      });
      expectEqual(found, [
        { id: 's1', lines: [] },
        { id: 's2', lines: [{ name: 'tea' }, { name: 'cup' }] },
      ]);
      await client.close();
    },
  },
  {
    name: 'Drizzle: returning and upsert',
    async run(open) {
      const client = await open();
      const database = await start(client);
      const inserted = await database.insert(lines).values({ saleId: 's1', name: 'pot' }).returning();
      expectEqual(inserted, [{ id: 3, saleId: 's1', name: 'pot' }]);
      const upserted = await database
        .insert(sales)
        .values({ id: 's1', totalMinor: 1 })
        .onConflictDoUpdate({ target: sales.id, set: { totalMinor: 300 } })
        .returning({ totalMinor: sales.totalMinor });
      expectEqual(upserted, [{ totalMinor: 300 }]);
      await client.close();
    },
  },
  {
    name: 'Drizzle: transaction commits, rolls back, and nests',
    async run(open) {
      const client = await open();
      const database = await start(client);
      await database.transaction(async (transaction) => {
        await transaction.insert(sales).values({ id: 's3', totalMinor: 1 });
        const nested = transaction.transaction(async (inner) => {
          await inner.insert(sales).values({ id: 's4', totalMinor: 1 });
          inner.rollback();
        });
        await expectRejects(nested, { message: 'Rollback' });
      });
      const failing = database.transaction(async (transaction) => {
        await transaction.insert(sales).values({ id: 's5', totalMinor: 1 });
        await transaction.insert(sales).values({ id: 's1', totalMinor: 1 });
      });
      const error: unknown = await failing.catch((reason: unknown) => reason);
      expectEqual(error instanceof Error && Reflect.get(Object(error.cause), 'code'), 'SQLITE_CONSTRAINT');
      expectEqual((await query(client, 'SELECT id FROM sales ORDER BY id')).flat(), ['s1', 's2', 's3']);
      await client.close();
    },
  },
  {
    name: 'Drizzle: what the database rolled back is reported, not hidden by the rollback that follows',
    async run(open) {
      const client = await open();
      const database = await start(client);
      await client.execute(
        "CREATE TRIGGER veto BEFORE DELETE ON lines BEGIN SELECT RAISE(ROLLBACK, 'no deletes'); END",
      );
      const error: unknown = await database
        .transaction((transaction) => transaction.delete(lines))
        .catch((reason: unknown) => reason);
      expectEqual(error instanceof Error && String(error.cause).includes('no deletes'), true);
      expectEqual(await query(client, 'SELECT count(*) FROM lines'), [[2]]);
      await client.close();
    },
  },
  {
    name: 'Drizzle: batch',
    async run(open) {
      const client = await open();
      const database = await start(client);
      const [, returned, all] = await database.batch([
        database.insert(sales).values({ id: 's3', totalMinor: 5 }),
        database.update(sales).set({ totalMinor: 6 }).where(eq(sales.id, 's3')).returning(),
        database.select({ id: sales.id }).from(sales).orderBy(sales.id),
      ]);
      expectEqual(returned[0]?.totalMinor, 6);
      expectEqual(all, [{ id: 's1' }, { id: 's2' }, { id: 's3' }]);
      const failing = database.batch([
        database.insert(sales).values({ id: 's4', totalMinor: 5 }),
        database.insert(sales).values({ id: 's1', totalMinor: 5 }),
      ]);
      await expectRejects(failing, { code: 'SQLITE_CONSTRAINT', statementIndex: 1 });
      expectEqual(await query(client, 'SELECT count(*) FROM sales'), [[3]]);
      await client.close();
    },
  },
];
