import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { type ApiContext, authorise } from './authorise.ts';
import type { Env } from './env.ts';
import { openApi } from './openapi.ts';
import { pageAsset } from './pages.ts';
import { consumeNotices } from './posting/consume-notices.ts';
import { notFound, Problem, problemResponse } from './problem.ts';
import { books } from './routes/books.ts';
import { distribution } from './routes/distribution.ts';
import { masters } from './routes/masters.ts';
import { registers } from './routes/registers.ts';

export { HqCalls } from './hq-calls.ts';

const v1 = new Hono<ApiContext>()
  .use(secureHeaders())
  .use(authorise)
  .get('/me', (c) => c.json(c.get('admin')))
  .route('/', registers)
  .route('/', distribution)
  .route('/', books)
  .route('/', masters)
  .all('*', () => {
    throw notFound('such path');
  });

const app = new Hono<ApiContext>()
  .use(async (c, next) => {
    c.set('requestId', c.req.header('cf-ray') ?? crypto.randomUUID());
    c.header('x-request-id', c.get('requestId'));
    await next();
  })
  .get('/healthz', (c) => c.json({ ok: true }))
  .get('/readyz', async (c) => {
    await c.env.MASTERS.prepare('SELECT 1 FROM publisher').first();
    await c.env.BOOKS.prepare('SELECT 1 FROM posting').first();
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
  .get('/hq/*', (c) => pageAsset(c, 'hq'))
  .get('/pos/*', (c) => pageAsset(c, 'pos'))
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

export default {
  fetch: app.fetch,
  queue: consumeNotices,
} satisfies ExportedHandler<Env>;
