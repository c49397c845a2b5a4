import { Hono } from 'hono';
import { changeRequestStore } from '../../../../db/hq/change-request-store.ts';
import {
  type PricingDataAnswer,
  pricingDataRequest,
  writePricingData,
} from '../../../../protocol/pricing-data-messages.ts';
import type { ApiContext } from '../authorise.ts';
import { parsed } from '../governance/view-change-requests.ts';
import { pricingDays, pricingInstant } from '../pricing/pricing-instant.ts';
import type { LaidRow, PricingPorts } from '../pricing/read-pricing.ts';
import { buyerFaults } from '../pricing/request-faults.ts';
import { snapshotIdOf } from '../pricing/snapshot.ts';
import { refusedFields } from '../problem.ts';
import { jsonBody } from '../request.ts';

/** What the engine prices with, so that a page of the back office runs it itself, also with drafts laid over it. */
export function pricingData({ readPricing }: Pick<PricingPorts, 'readPricing'>) {
  return new Hono<ApiContext>().post('/pricing-data', async (c) => {
    const request = await jsonBody(c, pricingDataRequest);
    const { channel: store, customer = null, loyaltyCard = null, coupons, drafts } = request;
    const overlay = await rowsOfDrafts(c.env.MASTERS, drafts);
    const skus = [...new Set(request.skus)];
    const wanted = { skus, coupons: [...new Set(coupons)], customer, loyaltyCard };
    const read = await readPricing(c.env.MASTERS, { store, overlay }, wanted);
    if (!read) {
      const detail = `there is no channel ${store}`;
      throw refusedFields([{ pointer: '/channel', code: 'unknownChannel', detail }]);
    }
    const instant = pricingInstant(request.asOf, c.get('nowMs'), read.timeZone);
    if (!instant) {
      const detail = `is not a day that has prices: ${pricingDays}`;
      throw refusedFields([{ pointer: '/asOf', code: 'outsidePricingDays', detail }]);
    }
    const faults = buyerFaults(wanted, read);
    if (faults.length > 0) throw refusedFields(faults);
    const answer: PricingDataAnswer = {
      channel: read.channel,
      data: writePricingData(read.data),
      customer: read.customer,
      timeZone: read.timeZone,
      ...instant,
      snapshotId: await snapshotIdOf(store, read.data.snapshot),
    };
    c.header('cache-control', 'no-store');
    return c.json(answer);
  });
}

/** What change requests would write, the later ones over the earlier ones. */
async function rowsOfDrafts(database: D1Database, drafts: readonly string[]): Promise<LaidRow[]> {
  const store = changeRequestStore(database);
  const items = await Promise.all(
    drafts.map(async (draft, index) => {
      if (!(await store.get(draft))) {
        const detail = `there is no change request ${draft}`;
        throw refusedFields([{ pointer: `/drafts/${index}`, code: 'unknownDraft', detail }]);
      }
      return store.itemsToPublish(draft);
    }),
  );
  const laid = new Map<string, LaidRow>();
  for (const { noun, key, row } of items.flat()) laid.set(`${noun}/${key}`, { noun, key, row: parsed(row) });
  return [...laid.values()];
}
