import { cors } from 'hono/cors';

/**
 * Lets pages of other origins ask for prices: a key is sent by the page's own code, never by the browser on its
 * own, so no page can ask in somebody else's name.
 */
export const crossOrigin = cors({
  origin: '*',
  allowMethods: ['POST'],
  allowHeaders: ['authorization', 'content-type', 'if-none-match'],
  exposeHeaders: ['etag', 'retry-after', 'ratelimit', 'ratelimit-policy', 'x-request-id'],
  maxAge: 86_400,
});
