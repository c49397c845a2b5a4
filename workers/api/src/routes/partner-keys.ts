import { Hono } from 'hono';
import * as z from 'zod';
import { partnerKeys as keysOf } from '../../../../db/hq/partner-keys.ts';
import { partnerKeyRequest } from '../../../../protocol/partner-keys.ts';
import type { ApiContext } from '../authorise.ts';
import { notFound } from '../problem.ts';
import { jsonBody, page, pageOf, position } from '../request.ts';

/** Partners' keys: made, listed and revoked by admins. A key itself is answered once, when it is made. */
export const partnerKeys = new Hono<ApiContext>()
  .post('/partner-keys', async (c) => {
    const request = await jsonBody(c, partnerKeyRequest);
    const now = new Date(c.get('nowMs')).toISOString();
    const made = await keysOf(c.env.MASTERS).create(request, c.get('admin').id, now);
    c.header('cache-control', 'no-store');
    return c.json(made, 201);
  })
  .get('/partner-keys', async (c) => {
    const { limit, after } = page(c);
    const from = position(after, z.object({ createdAt: z.string(), id: z.string() }));
    const keys = await keysOf(c.env.MASTERS).list(limit + 1, from);
    return c.json(pageOf(keys, limit, ({ createdAt, id }) => ({ createdAt, id })));
  })
  .get('/partner-keys/:id', async (c) => {
    const key = await keysOf(c.env.MASTERS).get(c.req.param('id'));
    if (!key) throw notFound(`partner key ${c.req.param('id')}`);
    return c.json(key);
  })
  .delete('/partner-keys/:id', async (c) => {
    const keys = keysOf(c.env.MASTERS);
    if (!(await keys.get(c.req.param('id')))) throw notFound(`partner key ${c.req.param('id')}`);
    await keys.revoke(c.req.param('id'), c.get('admin').id, new Date(c.get('nowMs')).toISOString());
    return c.body(null, 204);
  });
