import { WorkerEntrypoint } from 'cloudflare:workers';
import { type Context, Hono } from 'hono';
import type { Place } from '../../../commerce/journal/watermarks.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import { activationRequest } from '../../../protocol/journal-messages.ts';
import type { GatewayRpc, PackagePause, RegisterSyncState } from '../../../protocol/worker-calls.ts';
import { isOfStore } from './device-token.ts';
import type { Env } from './env.ts';
import { serveBlob } from './serve-blob.ts';

export { StoreObject } from './store-object.ts';

type App = { Bindings: Env };

/** A batch of records, or a single large one, as JSON text within JSON text. */
const BODY_MAX_BYTES = 4 * 1024 * 1024;

const problem = (
  c: Context<App>,
  status: 400 | 401 | 404 | 409 | 410 | 413 | 422 | 426,
  code: string,
  detail: string,
) =>
  c.body(
    JSON.stringify({
      type: `urn:evertill:problem:${code}`,
      title: code.replaceAll('-', ' '),
      status,
      detail,
    }),
    status,
    {
      'content-type': 'application/problem+json',
    },
  );

const objectOf = (c: Context<App>) => c.env.STORE.getByName(c.req.param('store') ?? '');

function bearer(c: Context<App>): string {
  const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
  return scheme === 'Bearer' && token ? token : '';
}

/** Turns away who was never activated in the store, without touching the store's object. */
const isKnown = (c: Context<App>, token: string) =>
  isOfStore(token, c.req.param('store') ?? '', c.env.PIN_PEPPER);

/** One of the calls that a device may make over HTTP while it has no socket. */
async function call(c: Context<App>, name: string): Promise<Response> {
  if (Number(c.req.header('content-length') ?? 0) > BODY_MAX_BYTES) {
    return problem(c, 413, 'body-too-large', `A body holds ${BODY_MAX_BYTES} bytes at most.`);
  }
  const body = c.req.method === 'GET' ? '' : await c.req.text();
  if (body.length > BODY_MAX_BYTES)
    return problem(c, 413, 'body-too-large', `A body holds ${BODY_MAX_BYTES} bytes at most.`);
  const signature = c.req.header('evertill-signature');
  const answer =
    (await isKnown(c, bearer(c))) && (await objectOf(c).call(bearer(c), { call: name, body, signature }));
  if (!answer)
    return problem(c, 401, 'unknown-device', 'The device is not known in this store. Activate it.');
  return new Response(answer.body, {
    status: answer.status,
    headers: { 'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json' },
  });
}

const codeUsed = (c: Context<App>) =>
  problem(c, 409, 'code-used', 'The activation code was used before. Ask headquarters for a new one.');

const app = new Hono<App>()
  .post('/store/activations', async (c) => {
    const parsed = activationRequest.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success)
      return problem(c, 422, 'invalid-field', 'An activation has a code, an install id and a public key.');
    const { installId, publicKey } = parsed.data;
    const code = parsed.data.code.trim().toUpperCase();
    const redeemed = await c.env.HQ.redeemActivationCode(await sha256Hex(code), { installId, publicKey });
    switch (redeemed.type) {
      case 'unknownCode':
        return problem(
          c,
          404,
          'unknown-code',
          'The activation code is not known. Check it letter by letter.',
        );
      case 'codeExpired':
        return problem(
          c,
          410,
          'code-expired',
          'The activation code has expired. Ask headquarters for a new one.',
        );
      case 'codeUsed':
        return codeUsed(c);
    }
    const { store, terminal } = redeemed.identity;
    const object = c.env.STORE.getByName(store);
    const device = { installId, publicKey };
    const activated = await object.activate(terminal, device, redeemed.allocated, redeemed.trustedKeys);
    return activated ? c.json(activated, 201) : codeUsed(c);
  })
  .get('/store/:store/socket', async (c) => {
    if (c.req.header('upgrade') !== 'websocket')
      return problem(c, 426, 'not-a-socket', 'This address speaks WebSocket only.');
    const token = c.req.header('sec-websocket-protocol')?.split(',')[1]?.trim() ?? '';
    if (!(await isKnown(c, token)))
      return problem(c, 401, 'unknown-device', 'The device is not known in this store. Activate it.');
    return objectOf(c).fetch(c.req.raw);
  })
  .post('/store/:store/hello', (c) => call(c, 'hello'))
  .post('/store/:store/journal', (c) => call(c, 'journal'))
  .post('/store/:store/epochs', (c) => call(c, 'newEpoch'))
  .post('/store/:store/sign-ons', (c) => call(c, 'signOn'))
  .post('/store/:store/look-ups', (c) => call(c, 'lookUp'))
  .get('/store/:store/packages', (c) => call(c, 'packages'))
  .get('/store/:store/suspended', (c) => call(c, 'suspended'))
  .post('/store/:store/claims', (c) => call(c, 'claim'))
  .get('/store/:store/blobs/:sha256', async (c) => {
    if (!(await isKnown(c, bearer(c))) || !(await objectOf(c).authorised(bearer(c))))
      return problem(c, 401, 'unknown-device', 'The device is not known in this store.');
    const blob = await serveBlob(c.env.PACKAGES, c.req.param('sha256'), (work) =>
      c.executionCtx.waitUntil(work),
    );
    return blob ?? problem(c, 404, 'not-found', 'There is no such blob.');
  })
  .all('*', (c) => problem(c, 404, 'not-found', 'There is no such path.'));

app.onError((error, c) => {
  console.error('request failed', c.req.method, new URL(c.req.url).pathname, error);
  return c.body(
    JSON.stringify({ type: 'urn:evertill:problem:internal', title: 'internal', status: 500 }),
    500,
    {
      'content-type': 'application/problem+json',
    },
  );
});

const OBJECTS_AT_ONCE = 50;

/** What headquarters and the scheduler may ask of a store's gateway. */
export class GatewayCalls extends WorkerEntrypoint<Env> implements GatewayRpc {
  async packagesChanged(stores: readonly string[]): Promise<void> {
    for (let from = 0; from < stores.length; from += OBJECTS_AT_ONCE) {
      const some = stores.slice(from, from + OBJECTS_AT_ONCE);
      const told = await Promise.allSettled(
        some.map((store) => this.env.STORE.getByName(store).packagesChanged()),
      );
      for (const [index, { status }] of told.entries())
        if (status === 'rejected') console.error('packages changed', some[index], 'could not be told');
    }
  }
  async posted(store: string, terminal: string, epoch: number, place: Place): Promise<void> {
    await this.env.STORE.getByName(store).posted(terminal, epoch, place);
  }
  async revoke(store: string, terminal: string): Promise<void> {
    await this.env.STORE.getByName(store).revoke(terminal);
  }
  async syncState(store: string): Promise<readonly RegisterSyncState[]> {
    return this.env.STORE.getByName(store).syncState();
  }
  async pausePackages(store: string, terminal: string | null, pause: PackagePause | null): Promise<void> {
    await this.env.STORE.getByName(store).pausePackages(terminal, pause);
  }
  async resendPackages(
    store: string,
    terminal: string,
    streams: readonly string[],
    order: number,
  ): Promise<void> {
    await this.env.STORE.getByName(store).resendPackages(terminal, streams, order);
  }
}

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
