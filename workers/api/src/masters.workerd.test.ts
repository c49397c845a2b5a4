import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { getTableName } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { keyField, type MasterTable, masterTables } from '../../../db/hq/master-tables.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import { bearer, product, smallRetailer, TestHq, testAdmins } from '../../../testing/contract/hq-fixture.ts';
import type { Env } from './env.ts';
import worker from './index.ts';

const env = bindings as unknown as Env;
const hq = new TestHq((request) => worker.fetch(request, env, createExecutionContext()));

const all = async (sql: string, ...params: unknown[]) =>
  (
    await env.MASTERS.prepare(sql)
      .bind(...params)
      .all<Record<string, unknown>>()
  ).results;
const newest = async () => Number((await all('SELECT max(version) AS version FROM change_log'))[0]?.version);
const logSince = (version: number) =>
  all(
    'SELECT table_name, row_key, operation, admin FROM change_log WHERE version > ? ORDER BY version',
    version,
  );

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins) {
    const row = [id, name, role, await sha256Hex(token)];
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(...row)
      .run();
  }
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
});

describe('every write has its version in the change log, under the name of the admin', () => {
  /** How the log names a master's table where it is not by its own name. */
  const logged: Record<string, { table: string; key?: (row: Record<string, unknown>) => string }> = {
    prices: { table: 'base_price' },
    registers: { table: 'register', key: (row) => String(row.terminal) },
    'tax-rates': { table: 'tax_rate', key: (row) => JSON.stringify([row.taxCode, row.validFrom]) },
  };
  /** What is kept by triggers beside a master, with entries of its own. */
  const derived = ['offer_line', 'offer_price_group'];
  const distinct: Record<string, object> = {
    registers: { terminal: '9' },
    'tax-rates': { validFrom: '2030-01-01' },
    products: { barcodes: [], assortments: [] },
  };
  const renamed = (master: MasterTable, row: Record<string, unknown>) => {
    if ('name' in row) return { ...row, name: 'Another name' };
    if ('text' in row) return { ...row, text: 'Another text' };
    return { ...row, ...changed[master.noun] };
  };
  const changed: Record<string, object> = {
    prices: { amountMinor: 1 },
    'tax-rates': { ratePpm: 1 },
    coupons: { usesMax: 1 },
    'loyalty-cards': { customer: null },
  };

  test.each(masterTables.map((master) => ({ noun: master.noun, master })))(
    '$noun',
    async ({ noun, master }) => {
      const sample = smallRetailer.find((write) => write.noun === noun)?.items[0];
      const row = { ...sample, ...distinct[noun], [keyField(master)]: 'NEW1' };
      const path = `/v1/${noun}/NEW1`;
      const table = logged[noun]?.table ?? getTableName(master.table);
      const key = logged[noun]?.key?.(row) ?? 'NEW1';
      const start = await newest();
      const put = async (value: object, token: string) =>
        (await hq.send('PUT', path, value, bearer(token))).status;

      const entries = async () =>
        (await logSince(start)).filter((entry) => !derived.includes(String(entry.table_name)));
      const written = { table_name: table, row_key: key, operation: 'put', admin: 'ada' };

      expect(await put(row, 'ada-token')).toBe(200);
      expect(await entries()).toEqual([written]);
      const version = await newest();
      expect(await put(row, 'ben-token')).toBe(200);
      expect(await newest()).toBe(version);
      expect(await put(renamed(master, row), 'ben-token')).toBe(200);
      expect(await newest()).toBe(version + 1);
      expect((await hq.send('DELETE', path, undefined, bearer('ada-token'))).status).toBe(204);
      expect(await entries()).toEqual([
        written,
        { ...written, admin: 'ben' },
        { ...written, operation: 'remove' },
      ]);
      expect((await hq.send('DELETE', path)).status).toBe(404);
    },
  );

  test('a list of a product: only the values that came and went', async () => {
    await hq.put('products', [product('CUP', 'Cup', ['1', '2'], ['gifts'])]);
    const start = await newest();
    await hq.put('products', [product('CUP', 'Cup', ['2', '3'], ['toys'])]);
    expect(await logSince(start)).toEqual([
      { table_name: 'barcode', row_key: '1', operation: 'remove', admin: 'ada' },
      { table_name: 'barcode', row_key: '3', operation: 'put', admin: 'ada' },
      { table_name: 'assortment_product', row_key: 'CUP', operation: 'remove', admin: 'ada' },
      { table_name: 'assortment_product', row_key: 'CUP', operation: 'put', admin: 'ada' },
    ]);
  });

  test('a removed product takes its barcodes, prices and places in assortments with it', async () => {
    await hq.put('products', [product('VASE', 'Vase', ['77'], ['gifts'])]);
    const heart = smallRetailer.find(({ noun }) => noun === 'prices')?.items[0];
    await hq.put('prices', [{ ...heart, id: 'VASE@1', sku: 'VASE' }]);
    const start = await newest();
    expect((await hq.send('DELETE', '/v1/products/VASE', undefined, bearer('ben-token'))).status).toBe(204);
    const removed = await logSince(start);
    expect(
      new Set(removed.map((entry) => `${entry.table_name} ${entry.row_key} ${entry.operation}`)),
    ).toEqual(
      new Set([
        'product VASE remove',
        'barcode 77 remove',
        'base_price VASE@1 remove',
        'assortment_product VASE remove',
      ]),
    );
    expect(removed.every(({ admin }) => admin === 'ben')).toBe(true);
  });

  test('a PIN and an activation code, without what is secret about them', async () => {
    const start = await newest();
    expect(
      (await hq.send('PUT', '/v1/employees/1001/pin', { pin: '482915' }, bearer('ben-token'))).status,
    ).toBe(204);
    expect((await hq.send('POST', '/v1/registers/S1-1/activation-codes', {})).status).toBe(201);
    expect(await logSince(start)).toEqual([
      { table_name: 'employee_pin', row_key: '1001', operation: 'put', admin: 'ben' },
      { table_name: 'activation_code', row_key: 'S1-1', operation: 'put', admin: 'ada' },
    ]);
  });
});

describe('refused by name, with nothing written', () => {
  const price = { id: 'P1', sku: 'HEART', currency: 'GBP', amountMinor: 100, validFrom: '2011-01-01' };
  const { currency: _, ...withoutCurrency } = price;
  const many = { items: Array.from({ length: 501 }, (_, index) => ({ id: `M${index}`, name: 'x' })) };

  test.each<{
    name: string;
    method?: string;
    path: string;
    body?: unknown;
    status: number;
    pointers?: string[];
  }>([
    {
      name: 'a price without a currency',
      path: '/prices/P1',
      body: withoutCurrency,
      status: 422,
      pointers: ['/currency'],
    },
    {
      name: 'a price without a currency among three',
      path: '/prices',
      body: { items: [{ ...price, id: 'P2' }, withoutCurrency, { ...price, id: 'P3' }] },
      status: 422,
      pointers: ['/items/1/currency'],
    },
    {
      name: 'a reference that leads nowhere',
      path: '/prices/P1',
      body: { ...price, sku: 'HARE', priceGroup: 'nobody' },
      status: 422,
      pointers: ['/sku', '/priceGroup'],
    },
    {
      name: 'a reference that leads nowhere among three',
      path: '/products',
      body: {
        items: [product('A', 'A', [], ['gifts']), product('B', 'B', [], ['gone']), product('C', 'C', [], [])],
      },
      status: 422,
      pointers: ['/items/1/assortments'],
    },
    {
      name: 'a field that is not known',
      path: '/prices/P1',
      body: { ...price, colour: 'red' },
      status: 422,
      pointers: ['/colour'],
    },
    {
      name: 'a wrong type',
      path: '/prices/P1',
      body: { ...price, amountMinor: '1.00' },
      status: 422,
      pointers: ['/amountMinor'],
    },
    {
      name: 'a fraction of a penny',
      path: '/prices/P1',
      body: { ...price, amountMinor: 1.5 },
      status: 422,
      pointers: ['/amountMinor'],
    },
    {
      name: 'two faults at once',
      path: '/prices/P1',
      body: { ...price, currency: 'gbp', validFrom: '2011-02-30' },
      status: 422,
      pointers: ['/currency', '/validFrom'],
    },
    {
      name: 'an end before the beginning',
      path: '/prices/P1',
      body: { ...price, validTo: '2010-01-01' },
      status: 422,
      pointers: ['/validTo'],
    },
    {
      name: 'another key than the one in the path',
      path: '/prices/P1',
      body: { ...price, id: 'P2' },
      status: 422,
      pointers: ['/id'],
    },
    { name: 'JSON that is none', path: '/prices/P1', body: '{"id":', status: 400 },
    { name: 'nothing at all', path: '/prices/P1', body: '', status: 400 },
    { name: 'JSON that is no object', path: '/prices/P1', body: '7', status: 422, pointers: [''] },
    { name: 'no items', path: '/prices', body: { items: [] }, status: 422, pointers: ['/items'] },
    {
      name: 'more items than a write takes',
      path: '/assortments',
      body: many,
      status: 422,
      pointers: ['/items'],
    },
    {
      name: 'the terminal of another register',
      path: '/registers/other',
      body: { id: 'other', store: 'S1', terminal: '1', name: 'Twin', offlineProfile: 'standard' },
      status: 409,
    },
    { name: 'removing what is in use', method: 'DELETE', path: '/price-groups/members', status: 409 },
    { name: 'removing what is not there', method: 'DELETE', path: '/prices/none', status: 404 },
    {
      name: 'a PIN of one digit repeated',
      path: '/employees/1001/pin',
      body: { pin: '111111' },
      status: 422,
      pointers: ['/pin'],
    },
    { name: 'a PIN for nobody', path: '/employees/9999/pin', body: { pin: '482915' }, status: 404 },
    {
      name: 'a code for no register',
      method: 'POST',
      path: '/registers/none/activation-codes',
      body: {},
      status: 404,
    },
    {
      name: 'a code that lives for ever',
      method: 'POST',
      path: '/registers/S1-1/activation-codes',
      body: { expiresInMinutes: 99_999 },
      status: 422,
      pointers: ['/expiresInMinutes'],
    },
    { name: 'a run of no job', method: 'POST', path: '/distribution-jobs/none/runs', body: {}, status: 404 },
    {
      name: 'a run of a stream that is none',
      method: 'POST',
      path: '/distribution-jobs/all/runs',
      body: { streams: ['global:x'] },
      status: 422,
      pointers: ['/streams/0'],
    },
    {
      name: 'hours of a job without an end',
      path: '/distribution-jobs/nights',
      body: { id: 'nights', name: 'Nights', everyMinutes: 5, runFrom: '22:00' },
      status: 422,
      pointers: ['/runUntil'],
    },
    {
      name: 'an order to no store',
      method: 'POST',
      path: '/stores/none/package-orders',
      body: { deed: 'pause' },
      status: 404,
    },
    {
      name: 'an order that nobody knows',
      method: 'POST',
      path: '/registers/S1-1/package-orders',
      body: { deed: 'burn' },
      status: 422,
      pointers: ['/deed'],
    },
  ])('$name: $status', async ({ method = 'PUT', path, body, status, pointers }) => {
    const before = [await newest(), await all('SELECT * FROM price')];
    const answer = await hq.send(method, `/v1${path}`, body);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:evertill:problem:/),
      detail: expect.stringMatching(/./),
      requestId: answer.headers.get('x-request-id'),
    });
    const { errors = [] } = answer.body as { errors?: { pointer: string; detail: string }[] };
    if (pointers) expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
    expect([await newest(), await all('SELECT * FROM price')]).toEqual(before);
  });

  test('a reference is refused with the value that leads nowhere', async () => {
    const { body } = await hq.send('PUT', '/v1/prices/P1', { ...price, sku: 'HARE' });
    expect(body).toMatchObject({
      errors: [{ pointer: '/sku', detail: 'there is no HARE; create it first' }],
    });
  });

  test('more than 1 MB is refused by the length it says, and without one by what arrives', async () => {
    const before = await newest();
    const refused = async (body: BodyInit, headers: Record<string, string>) => {
      const init = { method: 'PUT', headers: { ...bearer('ada-token'), ...headers }, body };
      const answer = await worker.fetch(
        new Request('http://hq/v1/prices', init),
        env,
        createExecutionContext(),
      );
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ type: 'urn:evertill:problem:body-too-large' });
    };
    await refused('{}', { 'content-length': String(1024 * 1024 + 1) });
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    const streamed = refused(readable, {});
    await Promise.allSettled([
      writer.write(new TextEncoder().encode(`{"items":["${'x'.repeat(1024 * 1024)}"]}`)),
    ]);
    await streamed;
    expect(await newest()).toBe(before);
  });

  test.each([
    ['/products?cursor=*', 'cursor'],
    ['/products?cursor=bm90IEpTT04', 'cursor'],
    [`/products?cursor=${btoa('7')}`, 'cursor'],
    [`/sales?cursor=${btoa('"a"')}`, 'cursor'],
    ['/products?limit=0', '/limit'],
    ['/products?limit=501', '/limit'],
    ['/products?limit=many', '/limit'],
    ['/sales?businessDate=yesterday', '/businessDate'],
    ['/watermarks', '/store'],
  ])('%s: 422', async (path, pointer) => {
    const answer = await hq.send('GET', `/v1${path}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  test('a cursor that a list gave out leads through all of it', async () => {
    const seen: unknown[] = [];
    let at = '';
    for (let page = 0; page < 10; page++) {
      const { body } = await hq.send('GET', `/v1/prices?limit=2${at}`);
      const { items, next } = body as { items: { id: string }[]; next: string | null };
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      at = `&cursor=${next}`;
    }
    expect(seen).toEqual((await all('SELECT id FROM price ORDER BY id')).map(({ id }) => id));
  });
});
