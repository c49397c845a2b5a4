import { eq, inArray, or } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { type Role, rightsOf } from '../../../commerce/governance/rights.ts';
import * as g from '../../../db/hq/governance-schema.ts';
import * as m from '../../../db/hq/masters-schema.ts';
import { KEY_START, partnerKeys } from '../../../db/hq/partner-keys.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import type { PartnerKey, PartnerScope } from '../../../protocol/partner-keys.ts';
import type { Env } from './env.ts';
import { limitRate } from './limit-rate.ts';
import { Problem } from './problem.ts';

export interface Admin {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

export interface ApiContext {
  Bindings: Env;
  Variables: {
    /** Who asks, on every route but those that partners reach: there it may be a partner. */
    admin: Admin;
    partnerKey: PartnerKey | undefined;
    requestId: string;
    /** The one instant of this request. */
    nowMs: number;
  };
}

const READING = new Set(['GET', 'HEAD']);

/** All that a partner's key reaches, and the scope it needs. These compute and change nothing, so viewers may too. */
const partnerRoutes: ReadonlyMap<string, PartnerScope> = new Map([
  ['POST /v1/prices', 'prices:read'],
  ['POST /v1/quotes', 'quotes:write'],
  ['POST /v1/quotes/redeem', 'quotes:write'],
]);

/** Questions of the back office whose body is too large for an address: they change nothing either. */
const questions = new Set(['POST /v1/pricing-data', 'POST /v1/offer-coverage']);

/**
 * The one place that lets a request of headquarters' API in: a bearer token names an admin, whose role says
 * whether they may write, or a partner's key, whose scopes say what it reaches. Everything below `/v1` passes here.
 */
export const authorise = createMiddleware<ApiContext>(async (c, next) => {
  const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
  if (scheme !== 'Bearer' || !token)
    throw unauthorised('Send an admin token or a partner key as "Authorization: Bearer TOKEN".');
  const route = `${c.req.method} ${c.req.path}`;
  const scope = partnerRoutes.get(route);
  if (token.startsWith(KEY_START)) await letPartnerIn(c, token, scope);
  else await letAdminIn(c, token, scope !== undefined || READING.has(c.req.method) || questions.has(route));
  await next();
});

/** A key that is restricted to channels asks about no other. */
export function requireChannel(c: Context<ApiContext>, channel: string): void {
  const key = c.get('partnerKey');
  if (!key?.channels || key.channels.includes(channel)) return;
  throw new Problem(403, 'not-permitted', `The key ${key.prefix}… is not for channel ${channel}.`);
}

async function letAdminIn(c: Context<ApiContext>, token: string, isReading: boolean): Promise<void> {
  // The database compares hashes: how long that takes tells nothing about the token.
  const tokenHash = await sha256Hex(token);
  const db = drizzle(c.env.MASTERS);
  const { adminToken } = g;
  const more = db
    .select({ id: adminToken.admin })
    .from(adminToken)
    .where(eq(adminToken.tokenHash, tokenHash));
  const [admin] = await db
    .select()
    .from(m.admin)
    .where(or(eq(m.admin.tokenHash, tokenHash), inArray(m.admin.id, more)));
  if (!admin) throw unauthorised('The admin token is not known.');
  if (!rightsOf[admin.role].change && !isReading)
    throw new Problem(403, 'not-permitted', `${admin.name} may read, but not change.`);
  c.set('admin', { id: admin.id, name: admin.name, role: admin.role });
}

async function letPartnerIn(
  c: Context<ApiContext>,
  secret: string,
  scope: PartnerScope | undefined,
): Promise<void> {
  const key = await partnerKeys(c.env.MASTERS).withSecret(secret);
  if (!key) throw unauthorised('The partner key is not known.');
  if (key.revokedAt !== null) throw unauthorised(`The partner key ${key.prefix}… was revoked.`);
  if (scope === undefined) throw new Problem(403, 'not-permitted', 'A partner key does not reach this.');
  if (!key.scopes.includes(scope))
    throw new Problem(403, 'not-permitted', `The key ${key.prefix}… has no scope ${scope}.`);
  c.set('partnerKey', key);
  await limitRate(c, key);
}

function unauthorised(detail: string): Problem {
  return new Problem(401, 'not-signed-in', detail, { headers: { 'www-authenticate': 'Bearer' } });
}
