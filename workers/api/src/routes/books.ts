import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiContext } from '../authorise.ts';
import { booksOf } from '../books.ts';
import { notFound } from '../problem.ts';
import { page, pageOf, position, query } from '../request.ts';

const text = z.string().min(1).max(200).optional();
const day = z.iso.date().optional();

/** What the registers booked: sales, stock, ledger, shifts, suspense, and how far each journal is booked. */
export const books = new Hono<ApiContext>()
  .get('/sales', async (c) => {
    const filter = query(c, z.object({ externalRef: text, receiptId: text, store: text, businessDate: day }));
    const { limit, after } = page(c);
    const from = position(after, z.object({ concludedAt: z.string(), id: z.string() }));
    const sales = await booksOf(c.env, filter.store, filter.businessDate).sales(filter, limit + 1, from);
    return c.json(pageOf(sales, limit, ({ concludedAt, id }) => ({ concludedAt, id })));
  })
  .get('/sales/:id', async (c) => {
    const sale = await booksOf(c.env).sale(c.req.param('id'));
    if (!sale) throw notFound(`sale ${c.req.param('id')}`);
    return c.json(sale);
  })
  .get('/sales-summary', async (c) => c.json({ items: await booksOf(c.env).summary(), next: null }))
  .get('/stock', async (c) => {
    const filter = query(c, z.object({ store: text, sku: text }));
    const { limit, after } = page(c);
    const from = position(after, z.object({ store: z.string(), sku: z.string() }));
    const rows = await booksOf(c.env, filter.store).stock(filter, limit + 1, from);
    return c.json(pageOf(rows, limit, ({ store, sku }) => ({ store, sku })));
  })
  .get('/ledger/balances', async (c) => {
    const filter = query(c, z.object({ store: text, from: day, to: day }));
    const accounts = await booksOf(c.env, filter.store).balances(filter);
    const sum = (of: (account: (typeof accounts)[number]) => number) =>
      accounts.reduce((total, account) => total + of(account), 0);
    return c.json({
      debitMinor: sum((account) => account.debitMinor),
      creditMinor: sum((account) => account.creditMinor),
      accounts,
    });
  })
  .get('/shifts', async (c) => {
    const filter = query(c, z.object({ store: text }));
    const { limit, after } = page(c);
    const rows = await booksOf(c.env, filter.store).shifts(filter, limit + 1, position(after, z.string()));
    return c.json(pageOf(rows, limit, ({ id }) => id));
  })
  .get('/drawer-operations', async (c) => {
    const filter = query(c, z.object({ store: text, businessDate: day }));
    const { limit, after } = page(c);
    const found = await booksOf(c.env, filter.store, filter.businessDate).drawerOperations(
      filter,
      limit + 1,
      position(after, z.string()),
    );
    return c.json(pageOf(found, limit, ({ id }) => id));
  })
  .get('/approvals', async (c) => {
    const filter = query(c, z.object({ store: text, businessDate: day }));
    const { limit, after } = page(c);
    const found = await booksOf(c.env, filter.store, filter.businessDate).approvals(
      filter,
      limit + 1,
      position(after, z.string()),
    );
    return c.json(pageOf(found, limit, ({ id }) => id));
  })
  .get('/suspense', async (c) => {
    const { limit, after } = page(c);
    const rows = await booksOf(c.env).suspended(limit + 1, position(after, z.string()));
    return c.json(pageOf(rows, limit, ({ id }) => id));
  })
  .get('/watermarks', async (c) => {
    const { store } = query(c, z.object({ store: z.string().min(1) }));
    return c.json({ items: await booksOf(c.env, store).journals(store), next: null });
  });
