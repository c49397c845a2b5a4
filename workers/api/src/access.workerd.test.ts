import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../protocol/bytes.ts';
import { bearer, smallRetailer, TestHq, testAdmins } from '../../../testing/contract/hq-fixture.ts';
import { hashPin } from '../../shared/hash-pin.ts';
import type { Env } from './env.ts';
import { HqCalls } from './hq-calls.ts';
import worker from './index.ts';
import { openApi } from './openapi.ts';

const env = bindings as unknown as Env;
const over = (replaced: Partial<Env>) =>
  new TestHq((request) => worker.fetch(request, { ...env, ...replaced }, createExecutionContext()));
const hq = over({});

const all = async (sql: string) => (await env.MASTERS.prepare(sql).all<Record<string, unknown>>()).results;
const versions = () => all('SELECT count(*) AS versions FROM change_log');

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins) {
    const row = [id, name, role, await sha256Hex(token)];
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(...row)
      .run();
  }
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
  const store = smallRetailer.find(({ noun }) => noun === 'stores')?.items[0];
  await hq.put('employee-groups', [{ id: 'others', name: 'Others' }]);
  await hq.put('stores', [{ ...store, store: 'S2', employeeGroup: 'others' }]);
});

describe('who may what', () => {
  const { paths } = openApi() as { paths: Record<string, Record<string, unknown>> };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, 'x'),
    })),
  );
  /** They compute what something costs and change nothing. */
  const asks = new Set(['POST /v1/prices', 'POST /v1/quotes', 'POST /v1/quotes/redeem']);
  const body = (method: string) => (method === 'GET' || method === 'DELETE' ? undefined : {});

  test('every route of the description, without a token that is known: 401, and how to sign in', async () => {
    expect(routes.length).toBeGreaterThan(80);
    const before = await versions();
    for (const { method, path } of routes) {
      for (const headers of [{}, bearer('wrong'), bearer(''), { authorization: 'Basic ada-token' }]) {
        const answer = await hq.send(method, path, body(method), headers as Record<string, string>);
        expect([method, path, answer.status, answer.headers.get('www-authenticate')]).toEqual([
          method,
          path,
          401,
          'Bearer',
        ]);
      }
    }
    expect(await versions()).toEqual(before);
  });

  test('a viewer reads every list and changes nothing: 403, by name', async () => {
    const before = await versions();
    for (const { method, path } of routes) {
      const answer = await hq.send(method, path, body(method), bearer('vic-token'));
      if (method === 'GET' || asks.has(`${method} ${path}`))
        expect([path, answer.status]).not.toEqual([path, 403]);
      else expect([method, path, answer.status]).toEqual([method, path, 403]);
      if (answer.status === 403) {
        expect(answer.body).toMatchObject({ detail: 'Vic Lund may read, but not change.' });
      }
    }
    expect(await versions()).toEqual(before);
    expect((await hq.send('GET', '/v1/me', undefined, bearer('vic-token'))).body).toEqual({
      id: 'vic',
      name: 'Vic Lund',
      role: 'viewer',
    });
  });

  test('every route of the description is there: none answers as an unknown path', async () => {
    for (const { method, path } of routes) {
      const { body } = await hq.send(method, path, method === 'GET' ? undefined : '', bearer('ada-token'));
      expect([method, path, (body as { detail?: string }).detail]).not.toEqual([
        method,
        path,
        'There is no such path.',
      ]);
    }
  });
});

describe('paths that are not there', () => {
  test.each([
    ['GET', '/v1'],
    ['GET', '/v1/nothing'],
    ['GET', '/v1/products/HEART/more'],
    ['POST', '/v1/products'],
    ['PATCH', '/v1/products/HEART'],
    ['DELETE', '/v1/products'],
  ])('%s %s: 404 as problem+json, never a page', async (method, path) => {
    const answer = await hq.send(method, path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      type: 'urn:evertill:problem:not-found',
      detail: 'There is no such path.',
    });
  });

  test.each(['/nothing', '/hqx/', '/index.html', '/v2/products'])('%s: 404', async (path) => {
    expect(await hq.send('GET', path)).toMatchObject({ status: 404, body: 'not found' });
  });
});

test('a fault inside is told by its request id only', async () => {
  const MASTERS = {
    prepare: () => {
      throw new Error('D1_ERROR: secret table');
    },
  } as unknown as D1Database;
  const answer = await over({ MASTERS }).send('GET', '/v1/products');
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ requestId: answer.headers.get('x-request-id') });
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});

describe('pages', () => {
  const files: Record<string, string> = {
    '/hq/': '<!doctype html>hq',
    '/pos/': '<!doctype html>pos',
    '/docs/': '<!doctype html>docs',
    '/hq/assets/app-1a2b.js': 'script',
  };
  const fetchFile = async (input: Request) => {
    const file = files[new URL(input.url).pathname];
    if (input.headers.get('if-none-match') === '"1"') return new Response(null, { status: 304 });
    return file === undefined ? new Response('none', { status: 404 }) : new Response(file);
  };
  const pages = over({ ASSETS: { fetch: fetchFile } as unknown as Fetcher });
  const policyOf = (headers: Headers) =>
    new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive): [string, string] => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
    );

  test.each(['/hq/', '/hq/products', '/pos/', '/pos/shift', '/docs/'])(
    '%s: the page, with its policy',
    async (path) => {
      const page = path.split('/')[1] ?? '';
      const answer = await pages.send('GET', path);
      expect(answer).toMatchObject({ status: 200, body: `<!doctype html>${page}` });
      const policy = policyOf(answer.headers);
      expect(policy.get('default-src')).toBe("'none'");
      expect(policy.get('frame-ancestors')).toBe("'none'");
      expect(policy.get('script-src')).toBe(page === 'pos' ? "'self' 'wasm-unsafe-eval'" : "'self'");
      expect(policy.get('connect-src')).toBe(page === 'pos' ? "'self' ws: wss:" : "'self'");
      expect([...policy.values()].join(' ')).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cache-control': 'no-cache',
      });
    },
  );

  test('a file named by its content is kept for ever; one that has not changed still has the policy', async () => {
    const asset = await pages.send('GET', '/hq/assets/app-1a2b.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    const same = await pages.send('GET', '/pos/', undefined, { 'if-none-match': '"1"' });
    expect(same.status).toBe(304);
    expect(policyOf(same.headers).get('default-src')).toBe("'none'");
  });

  test.each(['/hq/assets/gone.js', '/pos/gone.wasm', '/hq/favicon.ico', '/docs/gone.js'])(
    '%s is missing: 404, never the page',
    async (path) => {
      expect(await pages.send('GET', path)).toMatchObject({ status: 404, body: 'not found' });
    },
  );

  test.each([
    ['/', '/hq/'],
    ['/hq', '/hq/'],
    ['/pos', '/pos/'],
    ['/docs', '/docs/'],
  ])('%s leads to %s', async (path, page) => {
    const answer = await pages.send('GET', path);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, page]);
  });
});

describe('what a gateway asks of headquarters', () => {
  const calls = new HqCalls(createExecutionContext(), env);
  const issue = async (register = 'S1-1') => {
    const { body } = await hq.send('POST', `/v1/registers/${register}/activation-codes`, {
      expiresInMinutes: 5,
    });
    return (body as { code: string }).code;
  };
  const redeem = async (code: string, install: string) =>
    calls.redeemActivationCode(await sha256Hex(code), { installId: install, publicKey: `key of ${install}` });
  const used = async (code: string) =>
    (await all(`SELECT used_by FROM activation_code WHERE code_hash = '${await sha256Hex(code)}'`))[0]
      ?.used_by;

  test('a code makes one device a terminal; the same device may ask again, another one may not', async () => {
    const code = await issue();
    const identity = { store: 'S1', terminal: '1' };
    const first = await redeem(code, 'till');
    expect(first).toMatchObject({ type: 'redeemed', identity, allocated: { receiptSeen: 0 } });
    expect(await redeem(code, 'till')).toEqual(first);
    expect(await redeem(code, 'thief')).toEqual({ type: 'codeUsed' });
    expect(await used(code)).toBe('till');
  });

  test('of two devices with one code at once, one has it', async () => {
    const code = await issue();
    const answers = await Promise.all([redeem(code, 'one'), redeem(code, 'two')]);
    expect(answers.map(({ type }) => type).sort()).toEqual(['codeUsed', 'redeemed']);
  });

  test('a code that has expired, and one that nobody issued', async () => {
    const code = await issue();
    await env.MASTERS.prepare(`UPDATE activation_code SET expires_at = '2020-01-01T00:00:00.000Z'`).run();
    expect(await redeem(code, 'till')).toEqual({ type: 'codeExpired' });
    expect(await used(code)).toBeNull();
    expect(await redeem('AAAA-BBBB-CCCC-DDDD', 'till')).toEqual({ type: 'unknownCode' });
  });

  test('a code is kept as a hash only, and goes with its register', async () => {
    const register = { id: 'S2-9', store: 'S2', terminal: '9', name: 'Till 9', offlineProfile: 'standard' };
    await hq.put('registers', [register]);
    const code = await issue('S2-9');
    expect(JSON.stringify(await all('SELECT * FROM activation_code'))).not.toContain(code);
    expect((await hq.send('DELETE', '/v1/registers/S2-9')).status).toBe(204);
    expect(await redeem(code, 'till')).toEqual({ type: 'unknownCode' });
  });

  test('numbers of epochs: never one twice, to the same ask the same, beyond what is booked', async () => {
    const terminal = { store: 'S9', terminal: '1' };
    const device = (name: string) => ({ installId: name, publicKey: `key of ${name}` });
    const ask = async (of: string, from: string) =>
      (await calls.allocateEpoch(terminal, device(from), of)).epoch;
    expect(await Promise.all(['a', 'b', 'a', 'c'].map((of) => ask(of, 'till')))).toHaveLength(4);
    const [a, b, again, c] = await Promise.all(['a', 'b', 'a', 'c'].map((of) => ask(of, 'till')));
    expect(again).toBe(a);
    expect([a, b, c].sort()).toEqual([1, 2, 3]);
    // Who asks second for what another one asked first is not made its owner.
    await ask('a', 'thief');
    expect(await calls.registeredEpoch(terminal, a ?? 0)).toEqual(device('till'));
    expect(await calls.registeredEpoch(terminal, 9)).toBeNull();
    await env.BOOKS.prepare(`INSERT INTO journal_branch VALUES ('S9', '1', 7, 0, 0, 0, 4, 'h', 1203)`).run();
    expect(await calls.allocateEpoch(terminal, device('till'), 'd')).toEqual({ epoch: 8, receiptSeen: 1203 });
  });

  test('a device is known by its token, until its register is revoked; what happened to it is listed', async () => {
    const told: string[] = [];
    const GATEWAY_CALLS = {
      ...env.GATEWAY_CALLS,
      revoke: async (...of: string[]) => void told.push(of.join('.')),
    };
    const device = { installId: 'till', publicKey: 'key' };
    await calls.registerDevice({ store: 'S1', terminal: '1' }, device, 'token-hash');
    expect(await calls.registeredDevice('S1', 'token-hash')).toEqual({
      ...device,
      terminal: '1',
      revoked: false,
    });
    expect(await calls.registeredDevice('S2', 'token-hash')).toBeNull();
    const { status, body } = await over({ GATEWAY_CALLS }).send('POST', '/v1/registers/S1-1/revocations', {});
    expect([status, body, told]).toEqual([
      201,
      expect.objectContaining({ store: 'S1', devices: 1 }),
      ['S1.1'],
    ]);
    expect(await calls.registeredDevice('S1', 'token-hash')).toMatchObject({ revoked: true });
    const incident = { type: 'fork', epoch: 1, seq: 4, branch: 1 } as const;
    const report = { terminal: '1', id: 3, atMs: Date.parse('2026-01-02T03:04:05Z'), incident };
    for (let time = 0; time < 2; time++) await calls.reportIncidents('S1', [report]);
    const listed = await hq.send('GET', '/v1/incidents?store=S1');
    expect(listed.body).toMatchObject({
      items: [{ store: 'S1', terminal: '1', type: 'fork', at: '2026-01-02T03:04:05.000Z', detail: incident }],
      next: null,
    });
  });

  test("a PIN's verifier: for the stores of the employee's group, never the PIN", async () => {
    expect(await calls.employeeVerifier('S1', '1001')).toBeNull();
    await hq.send('PUT', '/v1/employees/1001/pin', { pin: '482915' });
    const found = await calls.employeeVerifier('S1', '1001');
    expect(found?.verifier).toBe(await hashPin('482915', found?.salt ?? '', env.PIN_PEPPER));
    expect(JSON.stringify(await all('SELECT * FROM employee_pin'))).not.toContain('482915');
    expect(await calls.employeeVerifier('S2', '1001')).toBeNull();
    expect(await calls.employeeVerifier('S1', '9999')).toBeNull();
    await hq.send('PUT', '/v1/employees/1001', {
      number: '1001',
      name: 'Maya Osei',
      permissionGroup: 'cashier',
      employeeGroup: 'others',
    });
    expect(await calls.employeeVerifier('S1', '1001')).toBeNull();
    expect(await calls.employeeVerifier('S2', '1001')).toEqual(found);
  });
});
