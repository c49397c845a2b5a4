import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../../protocol/audit.ts';
import { sha256Hex } from '../../../../protocol/bytes.ts';
import type { ChangeRequest } from '../../../../protocol/change-requests.ts';
import {
  bearer,
  product,
  smallRetailer,
  TestHq,
  testAdmins,
} from '../../../../testing/contract/hq-fixture.ts';
import type { Env } from '../env.ts';
import worker from '../index.ts';

const env = bindings as unknown as Env;
const hq = new TestHq((request) => worker.fetch(request, env, createExecutionContext()));
const heart = { ...smallRetailer.find(({ noun }) => noun === 'prices')?.items[0] };

const list = async (search: string): Promise<AuditEntry[]> => {
  const found: AuditEntry[] = [];
  let cursor = '';
  do {
    const { status, body } = await hq.send('GET', `/v1/audit?${search}${cursor && `&cursor=${cursor}`}`);
    expect([search, status]).toEqual([search, 200]);
    const { items, next } = body as { items: AuditEntry[]; next: string | null };
    found.push(...items);
    cursor = next ?? '';
  } while (cursor !== '');
  return found;
};
const said = (entries: readonly AuditEntry[]) => entries.map(({ by, event }) => `${by.name} ${event}`);
const request = async (path: string, body: object, token: string) => {
  const answer = await hq.send('POST', `/v1/change-requests${path}`, body, bearer(token));
  return answer.body as ChangeRequest;
};

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins)
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
  await hq.put('prices', [{ ...heart, amountMinor: 301 }]);
  await hq.send('PUT', '/v1/prices/HEART@1', { ...heart, amountMinor: 302 }, bearer('ben-token'));
  const items = [{ noun: 'prices', key: 'HEART@1', row: { ...heart, amountMinor: 303 } }];
  const made = await request('', { title: 'Hearts', items }, 'ada-token');
  const sent = await request(`/${made.id}/submit`, { version: 1 }, 'ada-token');
  await request(`/${made.id}/approve`, { version: sent.version, note: 'Fine' }, 'ben-token');
});

describe('who changed what', () => {
  test('a price: every change with old and new value, and the request with its steps', async () => {
    const entries = await list('noun=prices&key=HEART@1');
    expect(said(entries)).toEqual([
      'Ada Fenn put',
      'evertill published',
      'Ben Okafor approved',
      'Ada Fenn submitted',
      'Ada Fenn created',
      'Ben Okafor put',
      'Ada Fenn put',
      'Ada Fenn put',
    ]);
    const rows = entries.filter(({ noun }) => noun === 'prices');
    expect(rows.map(({ before, after }) => [before?.amountMinor ?? null, after?.amountMinor])).toEqual([
      [302, 303],
      [301, 302],
      [295, 301],
      [null, 295],
    ]);
    expect(rows[0]).toMatchObject({
      ...{ fields: ['amountMinor'], request: 'CH-0001', approvedBy: { id: 'ben', name: 'Ben Okafor' } },
    });
    expect(entries.find(({ event }) => event === 'approved')).toMatchObject({
      ...{ noun: 'change-requests', key: 'CH-0001', title: 'Hearts', note: 'Fine' },
    });
  });

  test('values that are lists and flags are told as the API tells them', async () => {
    await hq.put('products', [product('CUP', 'Cup', ['1'], ['gifts'])]);
    await hq.put('products', [{ ...product('CUP', 'Blue cup', ['2'], ['gifts']), stocked: false }]);
    const entries = await list('noun=products&key=CUP');
    expect(entries.map(({ part, before, after }) => [part, before, after]).slice(0, 2)).toEqual([
      ['barcodes', null, { barcodes: '2' }],
      ['barcodes', { barcodes: '1' }, null],
    ]);
    expect(entries[2]).toMatchObject({
      ...{ part: null, fields: ['name', 'stocked'], before: { stocked: true, variant: {} } },
      after: { stocked: false, name: 'Blue cup' },
    });
    expect((await hq.send('DELETE', '/v1/products/CUP')).status).toBe(204);
    const [removed] = (await list('noun=products&key=CUP')).filter(({ part }) => part === null);
    expect(removed).toMatchObject({ event: 'remove', before: { name: 'Blue cup' }, after: null });
  });

  test('a register and a tax rate are found by their own keys', async () => {
    expect(said(await list('noun=registers&key=S1-1'))).toEqual(['Ada Fenn put']);
    expect((await list('noun=tax-rates&key=UK-2010')).map(({ key }) => key)).toEqual(['UK-2010']);
  });

  test('by admin, by request, by day', async () => {
    expect((await list('admin=ben')).map(({ event }) => event).sort()).toEqual(['approved', 'put', 'put']);
    expect((await list('request=CH-0001')).map(({ event }) => event)).toEqual([
      'put',
      'published',
      'approved',
      'submitted',
      'created',
    ]);
    const today = new Date().toISOString().slice(0, 10);
    const all = await list('limit=500');
    expect(await list(`limit=500&from=${today}&to=${today}`)).toEqual(all);
    expect(await list('to=2020-01-01')).toEqual([]);
    expect(await list('from=2999-01-01T00:00:00Z')).toEqual([]);
  });

  test('pages of any size give every entry once, in the same order', async () => {
    const all = (await list('limit=500')).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect((await list('limit=7')).map(({ id }) => id)).toEqual(all);
  });

  test.each([
    ['key=HEART@1', '/key'],
    ['from=yesterday', '/from'],
    [`cursor=${btoa('7')}`, 'cursor'],
  ])('%s: 422', async (search, pointer) => {
    expect(await hq.send('GET', `/v1/audit?${search}`)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer }] },
    });
  });
});
