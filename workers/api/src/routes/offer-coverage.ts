import { Hono } from 'hono';
import { offerCoverage } from '../../../../db/hq/offer-coverage.ts';
import { offerCoverageRequest } from '../../../../protocol/offer-coverage.ts';
import type { ApiContext } from '../authorise.ts';
import { jsonBody } from '../request.ts';

/** Which products an offer would be about, while it is being typed. */
export const offerCoverageRoute = new Hono<ApiContext>().post('/offer-coverage', async (c) => {
  const { lines, currency, date } = await jsonBody(c, offerCoverageRequest);
  return c.json(await offerCoverage(c.env.MASTERS, lines, currency, date));
});
