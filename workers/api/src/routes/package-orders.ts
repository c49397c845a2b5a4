import { and, desc, eq, lt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import * as m from '../../../../db/hq/masters-schema.ts';
import * as p from '../../../../db/hq/publishing-schema.ts';
import type { ApiContext } from '../authorise.ts';
import { notFound, Problem } from '../problem.ts';
import { jsonBody, page, pageOf, position, query } from '../request.ts';

const reason = z.string().trim().max(500).default('');
const pauseOrder = z.object({ deed: z.enum(['pause', 'resume']), reason });
const registerOrder = z.discriminatedUnion('deed', [
  pauseOrder,
  z.object({ deed: z.literal('resend'), streams: z.array(z.string().min(1).max(120)).max(100), reason }),
]);

interface Order {
  readonly store: string;
  readonly terminal: string | null;
  readonly deed: (typeof p.packageDeeds)[number];
  readonly streams: readonly string[];
  readonly reason: string;
}

/** What single stores and registers are told to do with their packages: hold, go on, take them whole once more. */
export const packageOrders = new Hono<ApiContext>()
  .post('/stores/:store/package-orders', async (c) => {
    const order = await jsonBody(c, pauseOrder);
    const store = c.req.param('store');
    const [found] = await drizzle(c.env.MASTERS).select().from(m.store).where(eq(m.store.store, store));
    if (!found) throw notFound(`store ${store}`);
    return c.json(await give(c, { ...order, store, terminal: null, streams: [] }), 201);
  })
  .post('/registers/:id/package-orders', async (c) => {
    const order = await jsonBody(c, registerOrder);
    const id = c.req.param('id');
    const db = drizzle(c.env.MASTERS);
    const [register] = await db.select().from(m.register).where(eq(m.register.id, id));
    if (!register) throw notFound(`register ${id}`);
    const { store, terminal } = register;
    if (order.deed !== 'resend')
      return c.json(await give(c, { ...order, store, terminal, streams: [] }), 201);
    const [manifest] = await db.select().from(p.manifest).where(eq(p.manifest.store, store));
    const followed = manifest?.streams ?? [];
    const foreign = order.streams.findIndex((stream) => !followed.includes(stream));
    if (foreign >= 0) {
      const detail = `store ${store} does not follow ${order.streams[foreign]}; it follows ${followed.join(', ') || 'nothing yet'}`;
      const pointer = `/streams/${foreign}`;
      throw new Problem(422, 'invalid-field', `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
    }
    // All of them where none is named.
    const streams = order.streams.length > 0 ? order.streams : followed;
    return c.json(await give(c, { ...order, store, terminal, streams }), 201);
  })
  .get('/package-orders', async (c) => {
    const { limit, after } = page(c);
    const { store } = query(c, z.object({ store: z.string().min(1) }));
    const from = position(after, z.int());
    const orders = await drizzle(c.env.MASTERS)
      .select()
      .from(p.packageOrder)
      .where(
        and(eq(p.packageOrder.store, store), from === undefined ? undefined : lt(p.packageOrder.id, from)),
      )
      .orderBy(desc(p.packageOrder.id))
      .limit(limit + 1);
    return c.json(pageOf(orders, limit, ({ id }) => id));
  })
  .get('/channel-databases', async (c) => {
    const { store } = query(c, z.object({ store: z.string().min(1) }));
    const items = await drizzle(c.env.MASTERS)
      .select()
      .from(p.channelDatabase)
      .where(eq(p.channelDatabase.store, store))
      .orderBy(p.channelDatabase.terminal);
    return c.json({ items, next: null });
  });

/** On record first, then told to the gateway, which acts on it. One that cannot be told is no order. */
async function give(c: Context<ApiContext>, order: Order) {
  const db = drizzle(c.env.MASTERS);
  const { store, terminal, deed, streams } = order;
  const by = c.get('admin');
  const orderedAt = new Date(c.get('nowMs')).toISOString();
  const [given] = await db
    .insert(p.packageOrder)
    .values({ ...order, admin: by.id, orderedAt })
    .returning();
  if (!given) throw new Error('an order that was inserted is returned');
  const gateway = c.env.GATEWAY_CALLS;
  try {
    if (deed === 'resend') await gateway.resendPackages(store, terminal ?? '', streams, given.id);
    else {
      const pause = { since: orderedAt, by: by.name, reason: order.reason };
      await gateway.pausePackages(store, terminal, deed === 'pause' ? pause : null);
    }
  } catch (problem) {
    await db.delete(p.packageOrder).where(eq(p.packageOrder.id, given.id));
    console.error('package order', store, deed, String(problem));
    throw new Problem(
      503,
      'gateway-unreachable',
      `The gateway of store ${store} could not be told. Try again.`,
      {
        headers: { 'retry-after': '5' },
      },
    );
  }
  return given;
}
