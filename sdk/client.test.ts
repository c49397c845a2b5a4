import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient, EvertillProblem, EvertillUnreachable } from './client.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}
type Answer = (response: ServerResponse) => void;

let server: Server;
let url = '';
let seen: Seen[] = [];
let answers: Answer[] = [];

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => {
  return (response) => response.writeHead(status, headers).end(JSON.stringify(body));
};
const problem = (status: number, code: string, more: object = {}) => ({
  type: `urn:evertill:problem:${code}`,
  title: code.replaceAll('-', ' '),
  status,
  detail: `It is ${code}.`,
  requestId: 'r-1',
  ...more,
});
const totals = { netMinor: 492, taxMinor: 98, grossMinor: 590, discountMinor: 0 };
const request = {
  channel: 'S1',
  currency: 'GBP',
  lines: [{ id: '1', sku: '85123A', quantityThousandths: 2000 }],
};
const client = (more: object = {}) => createClient({ url: `${url}/`, key: 'evk_live_abc', ...more });
const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer(async (incoming: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = incoming;
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    seen.push({ method, path, authorization: headers.authorization ?? '', body });
    const next = answers.shift();
    if (next) next(response);
    else response.writeHead(200).end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

describe('calls', () => {
  test('each goes to its route with the key and answers what came', async () => {
    answers = [json(200, { items: [] }), json(200, { totals }), json(200, { totals })];
    const evertill = client();
    const prices = { channel: 'S1', currency: 'GBP', skus: ['85123A'] };
    expect(await evertill.prices(prices)).toEqual({ items: [] });
    expect((await evertill.quote(request)).totals).toEqual(totals);
    expect((await evertill.redeem('evq1.a.b')).totals).toEqual(totals);
    const sent = { method: 'POST', authorization: 'Bearer evk_live_abc' };
    expect(seen).toEqual([
      { ...sent, path: '/v1/prices', body: prices },
      { ...sent, path: '/v1/quotes', body: request },
      { ...sent, path: '/v1/quotes/redeem', body: { token: 'evq1.a.b' } },
    ]);
  });

  test('a refusal is a problem with every fault by its field, and is not tried again', async () => {
    const errors = [{ pointer: '/lines/0/sku', code: 'unknownProduct', detail: 'is not there' }];
    answers = [json(422, problem(422, 'invalid-field', { errors }))];
    const error = await rejection(client().quote(request));
    expect(error).toBeInstanceOf(EvertillProblem);
    expect(error).toMatchObject({
      message: 'It is invalid-field.',
      code: 'invalid-field',
      type: 'urn:evertill:problem:invalid-field',
      status: 422,
      errors,
      requestId: 'r-1',
    });
    expect(seen).toHaveLength(1);
  });

  test('an answer from something in between is told by its status', async () => {
    answers = [(response) => response.writeHead(403, { 'x-request-id': 'ray' }).end('<h1>Blocked</h1>')];
    expect(await rejection(client().quote(request))).toMatchObject({
      status: 403,
      type: 'about:blank',
      detail: 'The answer has status 403.',
      requestId: 'ray',
    });
  });
});

describe('tries', () => {
  test('too fast, a fault and a cut line: tried again until it is answered', async () => {
    answers = [
      json(429, problem(429, 'too-many-requests'), { 'retry-after': '0' }),
      json(503, problem(503, 'busy'), { 'retry-after': '0' }),
      (response) => response.destroy(),
      json(200, { totals }),
    ];
    expect((await client().quote(request)).totals).toEqual(totals);
    expect(seen).toHaveLength(4);
    expect(new Set(seen.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test('as often as it is told, then the last refusal', async () => {
    answers = Array.from({ length: 9 }, () => json(503, problem(503, 'busy'), { 'retry-after': '0' }));
    expect(await rejection(client({ retriesMax: 2 }).quote(request))).toMatchObject({ code: 'busy' });
    expect(seen).toHaveLength(3);
  });

  test('whoever wants to be left alone for long is', async () => {
    answers = [json(429, problem(429, 'too-many-requests'), { 'retry-after': '3600' })];
    expect(await rejection(client().quote(request))).toMatchObject({ code: 'too-many-requests' });
    expect(seen).toHaveLength(1);
  });

  test('an answer that does not come in time', async () => {
    answers = [() => undefined, json(200, { totals })];
    expect((await client({ timeoutMs: 100 }).quote(request)).totals).toEqual(totals);
    answers = [() => undefined];
    const error = await rejection(client({ timeoutMs: 100, retriesMax: 0 }).quote(request));
    expect(error).toBeInstanceOf(EvertillUnreachable);
    expect((error as Error).message).toBe(`${url} gave no answer within 100 ms.`);
  });

  test('nobody is there', async () => {
    const gone = url.replace(/\d+$/, '1');
    const error = await rejection(createClient({ url: gone, key: 'k', retriesMax: 0 }).quote(request));
    expect(error).toMatchObject({ name: 'EvertillUnreachable', message: `${gone} could not be reached.` });
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  test('a signal ends the call while it is asked, and while it waits', async () => {
    const reason = new Error('enough');
    answers = [() => undefined];
    expect(await rejection(client().quote(request, { signal: abortedOnceAsked(reason) }))).toBe(reason);
    answers = [json(503, problem(503, 'busy'), { 'retry-after': '30' })];
    expect(await rejection(client().quote(request, { signal: abortedOnceAsked(reason) }))).toBe(reason);
    expect(await rejection(client().quote(request, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(seen).toHaveLength(2);
  });

  /** A signal that is aborted as soon as the server has seen another request. */
  function abortedOnceAsked(reason: Error): AbortSignal {
    const controller = new AbortController();
    const before = seen.length;
    const look = setInterval(() => {
      if (seen.length === before) return;
      clearInterval(look);
      controller.abort(reason);
    }, 5);
    return controller.signal;
  }
});
