import { Hono } from 'hono';
import { except } from 'hono/combine';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { type ApiContext, authorise } from './authorise.ts';
import { crossOrigin } from './cross-origin.ts';
import { openApi } from './openapi.ts';
import { pageAsset } from './pages.ts';
import type { PricingPorts } from './pricing/read-pricing.ts';
import { notFound, Problem, problemResponse } from './problem.ts';
import { approvalPolicies } from './routes/approval-policies.ts';
import { audit } from './routes/audit.ts';
import { books } from './routes/books.ts';
import { changeImpactRoute } from './routes/change-impact.ts';
import { changeRequests } from './routes/change-requests.ts';
import { distribution } from './routes/distribution.ts';
import { exchange } from './routes/exchange.ts';
import { journalRecords } from './routes/journal-records.ts';
import { masters } from './routes/masters.ts';
import { offerCoverageRoute } from './routes/offer-coverage.ts';
import { packageOrders } from './routes/package-orders.ts';
import { partnerKeys } from './routes/partner-keys.ts';
import { pricing } from './routes/pricing.ts';
import { pricingData } from './routes/pricing-data.ts';
import { registers } from './routes/registers.ts';

/** What the API takes from outside: its clock, and what pricing works with. */
export interface ApiPorts extends PricingPorts {
  now(): number;
}

/** Headquarters' API and the pages that are served beside it. */
export function createApi(ports: ApiPorts): Hono<ApiContext> {
  const v1 = new Hono<ApiContext>()
    .use(secureHeaders())
    // A digest needs the whole answer; an export never is in memory as a whole.
    .use(except('/v1/exports/*', etag()))
    .use('/prices', crossOrigin)
    .use('/quotes/*', crossOrigin)
    .use(authorise)
    .get('/me', (c) => c.json(c.get('admin')))
    .route('/', pricing(ports))
    .route('/', partnerKeys)
    .route('/', registers)
    .route('/', changeRequests)
    .route('/', changeImpactRoute(ports))
    .route('/', approvalPolicies)
    .route('/', offerCoverageRoute)
    .route('/', pricingData(ports))
    .route('/', audit)
    .route('/', distribution)
    .route('/', exchange)
    .route('/', packageOrders)
    .route('/', books)
    .route('/', journalRecords)
    .route('/', masters)
    .all('*', () => {
      throw notFound('such path');
    });

  const app = new Hono<ApiContext>()
    .use(async (c, next) => {
      c.set('nowMs', ports.now());
      c.set('requestId', c.req.header('cf-ray') ?? crypto.randomUUID());
      c.header('x-request-id', c.get('requestId'));
      await next();
    })
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      await c.env.MASTERS.prepare('SELECT 1 FROM publisher').first();
      await c.env.BOOKS.prepare('SELECT 1 FROM posting').first();
      if (!c.env.QUOTE_SECRET) throw new Problem(503, 'not-ready', 'A secret is not set.');
      return c.json({ ok: true });
    })
    .get('/openapi.json', (c) => c.json(openApi()))
    .route('/v1', v1)
    // Registers talk to their store's gateway through the same address; sockets too.
    .all('/store/*', (c) => c.env.GATEWAY.fetch(c.req.raw))
    .get('/', (c) => c.redirect('/hq/'))
    // Before the pages: their patterns match these too, and a page's files are found from its folder.
    .get('/hq', (c) => c.redirect('/hq/'))
    .get('/pos', (c) => c.redirect('/pos/'))
    .get('/docs', (c) => c.redirect('/docs/'))
    .get('/hq/*', (c) => pageAsset(c, 'hq'))
    .get('/pos/*', (c) => pageAsset(c, 'pos'))
    .get('/docs/*', (c) => pageAsset(c, 'docs'))
    .all('*', (c) => c.text('not found', 404));

  app.onError((error, c) => {
    const requestId = c.get('requestId') ?? '';
    if (error instanceof Problem) return problemResponse(c, error, requestId);
    // The cause goes to the log under the request's id; the caller learns nothing of the inside.
    console.error('request failed', requestId, c.req.method, new URL(c.req.url).pathname, error);
    return problemResponse(
      c,
      new Problem(500, 'internal', 'Something went wrong here. Try again, and quote the request id.'),
      requestId,
    );
  });
  return app;
}
