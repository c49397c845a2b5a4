import { Hono } from 'hono';
import { changeRequestStore } from '../../../../db/hq/change-request-store.ts';
import type { ApiContext } from '../authorise.ts';
import { impactOf } from '../governance/change-impact.ts';
import { instantOf, knownRequest } from '../governance/take-step.ts';
import type { PricingPorts } from '../pricing/read-pricing.ts';

/** What a change request would do, for whoever is to approve it. */
export function changeImpactRoute({ solve }: Pick<PricingPorts, 'solve'>) {
  return new Hono<ApiContext>().get('/change-requests/:id/impact', async (c) => {
    const request = await knownRequest(c);
    const items = await changeRequestStore(c.env.MASTERS).itemsToPublish(request.id);
    c.header('cache-control', 'no-store');
    return c.json(await impactOf(c.env, request, items, instantOf(c).slice(0, 10), solve));
  });
}
