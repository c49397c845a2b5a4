import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { createMiddleware } from 'hono/factory';
import * as m from '../../../db/hq/masters-schema.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import type { Env } from './env.ts';
import { Problem } from './problem.ts';

export interface Admin {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'viewer';
}

export interface ApiContext {
  Bindings: Env;
  Variables: { admin: Admin; requestId: string };
}

const READING = new Set(['GET', 'HEAD']);

/**
 * The one place that lets a request of headquarters' API in: a bearer token names the admin, and the role says
 * whether it may write. Everything below `/v1` passes here.
 */
export const authorise = createMiddleware<ApiContext>(async (c, next) => {
  const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
  const unauthorised = (detail: string) =>
    new Problem(401, 'not-signed-in', detail, { headers: { 'www-authenticate': 'Bearer' } });
  if (scheme !== 'Bearer' || !token)
    throw unauthorised('Send an admin token as "Authorization: Bearer TOKEN".');
  // The database compares hashes: how long that takes tells nothing about the token.
  const tokenHash = await sha256Hex(token);
  const db = drizzle(c.env.MASTERS);
  const [admin] = await db.select().from(m.admin).where(eq(m.admin.tokenHash, tokenHash));
  if (!admin) throw unauthorised('The admin token is not known.');
  if (admin.role !== 'admin' && !READING.has(c.req.method)) {
    throw new Problem(403, 'not-permitted', `${admin.name} may read, but not change.`);
  }
  c.set('admin', { id: admin.id, name: admin.name, role: admin.role });
  await next();
});
