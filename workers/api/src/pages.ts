import type { Context } from 'hono';
import type { ApiContext } from './authorise.ts';

const shared =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; manifest-src 'self'; connect-src 'self'";

/** Each page has its own policy: only the register compiles WebAssembly, starts workers and opens sockets. */
const policies = {
  hq: `${shared}; script-src 'self'`,
  pos: `${shared} ws: wss:; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'`,
  docs: `${shared}; script-src 'self'`,
};

/** A built page or one of its files. A file that is missing is 404, never the page. */
export async function pageAsset(c: Context<ApiContext>, page: keyof typeof policies): Promise<Response> {
  const url = new URL(c.req.url);
  const isFile = /\.[a-z0-9]+$/i.test(url.pathname);
  if (!isFile) url.pathname = `/${page}/`;
  const asset = await c.env.ASSETS.fetch(
    new Request(url, { method: 'GET', headers: conditional(c.req.raw.headers) }),
  );
  if (asset.status >= 400) return c.text('not found', 404);
  const response = new Response(asset.body, asset);
  const { headers } = response;
  headers.set('content-security-policy', policies[page]);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-embedder-policy', 'require-corp');
  headers.set('cross-origin-resource-policy', 'same-origin');
  const immutable = url.pathname.includes('/assets/');
  headers.set('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  return response;
}

function conditional(headers: Headers): Headers {
  const kept = new Headers();
  const etag = headers.get('if-none-match');
  if (etag) kept.set('if-none-match', etag);
  return kept;
}
