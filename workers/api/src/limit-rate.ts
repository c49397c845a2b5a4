import type { Context } from 'hono';
import { partnerKeys } from '../../../db/hq/partner-keys.ts';
import type { PartnerKey } from '../../../protocol/partner-keys.ts';
import type { ApiContext } from './authorise.ts';
import { Problem } from './problem.ts';
import { WINDOW_MS } from './rate-window.ts';

/** Counts the request against its key's limit. Answers carry `RateLimit` headers, a refusal `Retry-After` too. */
export async function limitRate(c: Context<ApiContext>, key: PartnerKey): Promise<void> {
  const counters = c.env.REQUEST_COUNTERS;
  const limit = key.requestsPerMinute;
  const verdict = await counters.get(counters.idFromName(key.id)).take(limit, c.get('nowMs'));
  const resetSeconds = Math.ceil(verdict.resetMs / 1000);
  const headers = {
    'ratelimit-policy': `"minute";q=${limit};w=${WINDOW_MS / 1000}`,
    ratelimit: `"minute";r=${verdict.remaining};t=${resetSeconds}`,
  };
  if (!verdict.isAllowed) {
    throw new Problem(
      429,
      'too-many-requests',
      `The key ${key.prefix}… may ask ${limit} times a minute. Try again in ${resetSeconds} s.`,
      { headers: { ...headers, 'retry-after': String(resetSeconds) } },
    );
  }
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  if (verdict.isFirst) await partnerKeys(c.env.MASTERS).used(key.id, new Date(c.get('nowMs')).toISOString());
}
