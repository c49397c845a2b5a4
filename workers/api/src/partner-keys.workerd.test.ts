import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { solvePacking } from '../../../commerce/promotions/best-price/solve-packing.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import type { NewPartnerKey, PartnerKey } from '../../../protocol/partner-keys.ts';
import { bearer, TestHq, testAdmins } from '../../../testing/contract/hq-fixture.ts';
import { readSmallShop } from '../../../testing/contract/pricing-fixture.ts';
import { createApi } from './app.ts';
import type { Env } from './env.ts';
import { openApi } from './openapi.ts';

const env = bindings as unknown as Env;
const minute = Date.parse('2026-06-15T10:00:00Z');
let now = minute;
const app = createApi({
  now: () => now,
  readPricing: readSmallShop,
  solve: (instance) => solvePacking(instance, { nodesMax: 1000 }),
});
const hq = new TestHq((request) => app.fetch(request, env, createExecutionContext()));
const all = async (sql: string) => (await env.MASTERS.prepare(sql).all<Record<string, unknown>>()).results;

const quote = {
  channel: 'S1',
  currency: 'GBP',
  lines: [{ id: '1', sku: 'LAMP', quantityThousandths: 1000 }],
};
const prices = { channel: 'S1', currency: 'GBP', skus: ['LAMP'] };

async function make(request: object): Promise<NewPartnerKey> {
  const { status, body } = await hq.send('POST', '/v1/partner-keys', request);
  expect(status).toBe(201);
  return body as NewPartnerKey;
}

const everything = { name: 'Web shop', scopes: ['prices:read', 'quotes:write'] };
const listed = async () =>
  ((await hq.send('GET', '/v1/partner-keys?limit=500')).body as { items: PartnerKey[] }).items;

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins) {
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
  }
});

describe('keys', () => {
  test('the key is told once; its beginning is shown, its SHA-256 kept, and nothing else of it', async () => {
    const made = await make({ ...everything, channels: ['S1', 'S1'], requestsPerMinute: 120 });
    expect(made.key).toMatch(/^evk_live_[\w-]{43}$/);
    expect(made).toMatchObject({
      name: 'Web shop',
      prefix: made.key.slice(0, 13),
      scopes: ['prices:read', 'quotes:write'],
      channels: ['S1'],
      requestsPerMinute: 120,
      createdAt: '2026-06-15T10:00:00.000Z',
      createdBy: 'ada',
      lastUsedAt: null,
      revokedAt: null,
    });
    const { key, ...shown } = made;
    expect(await listed()).toContainEqual(shown);
    expect((await hq.send('GET', `/v1/partner-keys/${made.id}`)).body).toEqual(shown);
    expect(await all(`SELECT key_hash FROM partner_key WHERE id = '${made.id}'`)).toEqual([
      { key_hash: await sha256Hex(key) },
    ]);
    const kept = JSON.stringify([
      await all('SELECT * FROM partner_key'),
      await all('SELECT * FROM change_log'),
    ]);
    expect(kept).not.toContain(key.slice(14));
    expect(JSON.stringify(await all('SELECT * FROM change_log'))).not.toContain(await sha256Hex(key));
  });

  test('without a channel or a limit it is for all, 600 times a minute', async () => {
    expect(await make(everything)).toMatchObject({ channels: null, requestsPerMinute: 600 });
  });

  test('making and revoking is in the change log, using is not', async () => {
    const { id, key } = await make(everything);
    await hq.send('POST', '/v1/prices', prices, bearer(key));
    await hq.send('DELETE', `/v1/partner-keys/${id}`, undefined, bearer('ben-token'));
    expect(
      await all(
        `SELECT table_name, operation, admin FROM change_log WHERE row_key = '${id}' ORDER BY version`,
      ),
    ).toEqual([
      { table_name: 'partner_key', operation: 'put', admin: 'ada' },
      { table_name: 'partner_key', operation: 'remove', admin: 'ben' },
    ]);
  });

  test('a revoked key is refused from the next request on; revoking again changes nothing', async () => {
    const { id, key, prefix } = await make(everything);
    expect((await hq.send('POST', '/v1/prices', prices, bearer(key))).status).toBe(200);
    expect((await hq.send('DELETE', `/v1/partner-keys/${id}`)).status).toBe(204);
    const [before] = await all(`SELECT revoked_at FROM partner_key WHERE id = '${id}'`);
    now += 5000;
    expect((await hq.send('DELETE', `/v1/partner-keys/${id}`)).status).toBe(204);
    expect(await all(`SELECT revoked_at FROM partner_key WHERE id = '${id}'`)).toEqual([before]);
    const refused = await hq.send('POST', '/v1/prices', prices, bearer(key));
    expect(refused.status).toBe(401);
    expect(refused.body).toMatchObject({ detail: `The partner key ${prefix}… was revoked.` });
  });

  test('when it was last used, to the minute', async () => {
    const { id, key } = await make(everything);
    const lastUsed = async () => (await listed()).find((row) => row.id === id)?.lastUsedAt;
    now = Date.parse('2026-06-15T11:00:05Z');
    await hq.send('POST', '/v1/prices', prices, bearer(key));
    now += 30_000;
    await hq.send('POST', '/v1/prices', prices, bearer(key));
    expect(await lastUsed()).toBe('2026-06-15T11:00:05.000Z');
    now += 30_000;
    await hq.send('POST', '/v1/prices', prices, bearer(key));
    expect(await lastUsed()).toBe('2026-06-15T11:01:05.000Z');
  });

  test('the list goes page by page, the newest first', async () => {
    const keys = await listed();
    const pages: PartnerKey[] = [];
    let cursor = '';
    do {
      const { body } = await hq.send('GET', `/v1/partner-keys?limit=2${cursor}`);
      const page = body as { items: PartnerKey[]; next: string | null };
      pages.push(...page.items);
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(pages).toEqual(keys);
    expect(keys.map(({ createdAt }) => createdAt)).toEqual(
      keys
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .reverse(),
    );
  });

  test.each([
    [{}, ['/name', '/scopes']],
    [{ ...everything, scopes: [] }, ['/scopes']],
    [{ ...everything, scopes: ['sales:read'] }, ['/scopes/0']],
    [{ ...everything, requestsPerMinute: 0 }, ['/requestsPerMinute']],
    [{ ...everything, channels: [] }, ['/channels']],
    [{ ...everything, key: 'mine' }, ['/key']],
  ])('%j is refused by field', async (request, pointers) => {
    const { status, body } = await hq.send('POST', '/v1/partner-keys', request);
    expect(status).toBe(422);
    expect((body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toEqual(
      pointers,
    );
  });

  test('one that is not there', async () => {
    for (const method of ['GET', 'DELETE'])
      expect((await hq.send(method, '/v1/partner-keys/nobody')).status).toBe(404);
  });
});

describe('what a key reaches', () => {
  const status = async (key: string, method: string, path: string, body?: unknown) =>
    (await hq.send(method, path, body, bearer(key))).status;

  test('its scopes, and nothing else that the description lists', async () => {
    const { paths } = openApi() as { paths: Record<string, Record<string, unknown>> };
    const { key } = await make({ ...everything, requestsPerMinute: 1000 });
    const open = new Set(['POST /v1/prices', 'POST /v1/quotes', 'POST /v1/quotes/redeem']);
    const before = await all('SELECT count(*) AS changes FROM change_log');
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
        if (open.has(`${method} ${path}`)) continue;
        const at = path.replaceAll(/\{\w+\}/g, 'x');
        const body = method === 'GET' || method === 'DELETE' ? undefined : {};
        expect([method, path, await status(key, method, at, body)]).toEqual([method, path, 403]);
      }
    }
    expect(await status(key, 'GET', '/v1/nothing')).toBe(403);
    expect(await all('SELECT count(*) AS changes FROM change_log')).toEqual(before);
  });

  test.each([
    ['prices:read', [200, 403, 403]],
    ['quotes:write', [403, 200, 400]],
  ])('%s', async (scope, expected) => {
    const { key } = await make({ name: 'One scope', scopes: [scope] });
    expect([
      await status(key, 'POST', '/v1/prices', prices),
      await status(key, 'POST', '/v1/quotes', quote),
      await status(key, 'POST', '/v1/quotes/redeem', { token: 'none' }),
    ]).toEqual(expected);
  });

  test('only its channels: for prices, quotes and tokens of others', async () => {
    const own = await make({ ...everything, channels: ['S1'] });
    const other = await make({ ...everything, channels: ['S2'] });
    const { body } = await hq.send('POST', '/v1/quotes', quote, bearer(own.key));
    const { token } = body as { token: string };
    expect(await status(own.key, 'POST', '/v1/quotes/redeem', { token })).toBe(200);
    for (const [path, request] of [
      ['/v1/prices', prices],
      ['/v1/quotes', quote],
      ['/v1/quotes/redeem', { token }],
    ] as const) {
      const refused = await hq.send('POST', path, request, bearer(other.key));
      expect([path, refused.status]).toEqual([path, 403]);
      expect(refused.body).toMatchObject({ detail: `The key ${other.prefix}… is not for channel S1.` });
    }
  });

  test('admins and viewers ask for prices too; a viewer makes and revokes no key', async () => {
    for (const token of ['ada-token', 'vic-token']) {
      expect(await status(token, 'POST', '/v1/prices', prices)).toBe(200);
      expect(await status(token, 'POST', '/v1/quotes', quote)).toBe(200);
    }
    const { id } = await make(everything);
    expect(await status('vic-token', 'POST', '/v1/partner-keys', everything)).toBe(403);
    expect(await status('vic-token', 'DELETE', `/v1/partner-keys/${id}`)).toBe(403);
    expect(await status('vic-token', 'GET', '/v1/partner-keys')).toBe(200);
  });

  test.each(['evk_live_', `evk_live_${'x'.repeat(43)}`, 'evk_test_abc'])(
    '%s is not known: 401',
    async (key) => {
      const answer = await hq.send('POST', '/v1/prices', prices, bearer(key));
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    },
  );
});

describe('how often', () => {
  const ask = (key: string) => hq.send('POST', '/v1/prices', prices, bearer(key));
  const limits = ({ headers }: { headers: Headers }) => [
    headers.get('ratelimit'),
    headers.get('ratelimit-policy'),
    headers.get('retry-after'),
  ];

  test('up to the limit; then 429 with when to come back, and in the next minute again', async () => {
    const { key, prefix } = await make({ ...everything, requestsPerMinute: 2 });
    now = Date.parse('2026-06-15T12:00:10Z');
    expect(limits(await ask(key))).toEqual(['"minute";r=1;t=50', '"minute";q=2;w=60', null]);
    expect(limits(await ask(key))).toEqual(['"minute";r=0;t=50', '"minute";q=2;w=60', null]);
    now += 19_500;
    const refused = await ask(key);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(limits(refused)).toEqual(['"minute";r=0;t=31', '"minute";q=2;w=60', '31']);
    expect(refused.body).toMatchObject({
      type: 'urn:evertill:problem:too-many-requests',
      detail: `The key ${prefix}… may ask 2 times a minute. Try again in 31 s.`,
    });
    now += 31_000;
    expect((await ask(key)).status).toBe(200);
  });

  test('of many requests at once, as many as the limit', async () => {
    const { key } = await make({ ...everything, requestsPerMinute: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(key)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  test('each key by itself, and admins not at all', async () => {
    const one = await make({ ...everything, requestsPerMinute: 1 });
    const two = await make({ ...everything, requestsPerMinute: 1 });
    expect([(await ask(one.key)).status, (await ask(one.key)).status]).toEqual([200, 429]);
    expect((await ask(two.key)).status).toBe(200);
    const answer = await ask('ada-token');
    expect([answer.status, ...limits(answer)]).toEqual([200, null, null, null]);
  });

  test('a key that may not ask is not counted', async () => {
    const { key } = await make({ name: 'Prices', scopes: ['prices:read'], requestsPerMinute: 1 });
    expect((await hq.send('POST', '/v1/quotes', quote, bearer(key))).status).toBe(403);
    expect((await ask(key)).status).toBe(200);
  });
});
