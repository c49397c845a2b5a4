import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
const people = [...testAdmins, ['eve', 'Eve Moss', 'editor', 'eve-token'] as const];
const heart = { ...smallRetailer.find(({ noun }) => noun === 'prices')?.items[0] };
const lamp = { ...smallRetailer.find(({ noun }) => noun === 'prices')?.items[1] };
let edits = 1000;

const all = async (sql: string, ...params: unknown[]) =>
  (
    await env.MASTERS.prepare(sql)
      .bind(...params)
      .all<Record<string, unknown>>()
  ).results;
const amountOf = async (id: unknown) =>
  (await all('SELECT amount_minor FROM price WHERE id = ?', id))[0]?.amount_minor;
const priceItem = (row: object, key: unknown = heart.id) => ({ noun: 'prices', key, row });

const call = async (method: string, path: string, body?: unknown, token = 'ada-token', status = 200) => {
  const answer = await hq.send(method, `/v1/change-requests${path}`, body, bearer(token));
  expect([path, answer.status, answer.status === status ? null : answer.body]).toEqual([path, status, null]);
  return answer.body as ChangeRequest & {
    detail: string;
    type: string;
    errors: { pointer: string; detail: string }[];
  };
};
const draft = (items: readonly object[], more: object = {}, token = 'ada-token') =>
  call('POST', '', { title: 'Reprice', items, ...more }, token, 201);
const step = (
  { id, version }: { id: string; version: number },
  name: string,
  {
    token = 'ada-token',
    status = 200,
    ...body
  }: { token?: string; status?: number; [field: string]: unknown } = {},
) => call('POST', `/${id}/${name}`, { version, ...body }, token, status);
const waiting = async (items: readonly object[], more: object = {}) =>
  step(await draft(items, more), 'submit');
const published = async (items: readonly object[]) =>
  step(await waiting(items), 'approve', { token: 'ben-token' });

beforeAll(async () => {
  for (const [id, name, role, token] of people)
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
  for (const [admin, token] of [
    ['ada', 'ada-phone'],
    ['ben', 'ben-phone'],
  ])
    await env.MASTERS.prepare('INSERT INTO admin_token VALUES (?, ?, ?)')
      .bind(await sha256Hex(token ?? ''), admin, 'phone')
      .run();
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
});
beforeEach(async () => {
  await env.MASTERS.exec('DELETE FROM approval_policy');
  edits++;
});

describe('from a draft to registers', () => {
  test('proposed by one, approved by another, published in one transaction under both names', async () => {
    const made = await draft([priceItem({ ...heart, amountMinor: edits })], { note: 'For Christmas' });
    expect(made).toMatchObject({ state: 'draft', version: 1, note: 'For Christmas', own: true });
    expect(made.may).toEqual(['edit', 'resolve', 'submit', 'withdraw']);
    expect(await amountOf(heart.id)).not.toBe(edits);
    const sent = await step(made, 'submit');
    expect(sent).toMatchObject({ state: 'waiting', version: 2 });
    const approved = await step(sent, 'approve', { token: 'ben-token', note: 'Fine' });
    expect(approved).toMatchObject({
      ...{ state: 'published', version: 4, decisionNote: 'Fine', failure: null },
      proposedBy: { id: 'ada', name: 'Ada Fenn' },
      decidedBy: { id: 'ben', name: 'Ben Okafor' },
      distribution: { state: 'done', run: 'none', error: null },
    });
    expect(approved.history.map(({ event, by }) => [event, by.name])).toEqual([
      ['created', 'Ada Fenn'],
      ['submitted', 'Ada Fenn'],
      ['approved', 'Ben Okafor'],
      ['published', 'evertill'],
    ]);
    expect(await amountOf(heart.id)).toBe(edits);
    expect(
      await all(`SELECT table_name, row_key, admin, request, approved_by FROM change_log
        ORDER BY version DESC LIMIT 1`),
    ).toEqual([
      { table_name: 'base_price', row_key: heart.id, admin: 'ada', request: made.id, approved_by: 'ben' },
    ]);
  });

  test('what is written directly afterwards is nobody else’s', async () => {
    await published([priceItem({ ...heart, amountMinor: edits })]);
    await hq.put('prices', [{ ...lamp, amountMinor: edits }]);
    expect(
      await all('SELECT admin, request, approved_by FROM change_log ORDER BY version DESC LIMIT 1'),
    ).toEqual([{ admin: 'ada', request: null, approved_by: null }]);
  });

  test('rows of several nouns that need each other, whatever order they are named in', async () => {
    const sku = `NEW-${edits}`;
    const request = await published([
      priceItem({ ...heart, id: `${sku}@1`, sku, priceGroup: `G${edits}` }, `${sku}@1`),
      { noun: 'products', key: sku, row: product(sku, 'New thing', [`B${edits}`], ['gifts']) },
      { noun: 'price-groups', key: `G${edits}`, row: { id: `G${edits}`, name: 'New group' } },
    ]);
    expect(request.state).toBe('published');
    expect(await all('SELECT sku FROM barcode WHERE barcode = ?', `B${edits}`)).toEqual([{ sku }]);
    expect(await amountOf(`${sku}@1`)).toBe(heart.amountMinor);
  });

  test('at its time, not before; then by whoever looks first', async () => {
    const publishAt = '2999-01-01T00:00:00Z';
    const sent = await waiting([priceItem({ ...heart, amountMinor: edits })], { publishAt });
    const approved = await step(sent, 'approve', { token: 'ben-token' });
    expect(approved).toMatchObject({ state: 'approved', publishAt: '2999-01-01T00:00:00.000Z' });
    expect(await amountOf(heart.id)).not.toBe(edits);
  });

  test('approved to be published now, whatever time was proposed', async () => {
    const sent = await waiting([priceItem({ ...heart, amountMinor: edits })], {
      publishAt: '2999-01-01T00:00:00Z',
    });
    expect(await step(sent, 'approve', { token: 'ben-token', publish: 'now' })).toMatchObject({
      state: 'published',
    });
    expect(await amountOf(heart.id)).toBe(edits);
  });

  test('the approver takes a row out', async () => {
    const before = await amountOf(lamp.id);
    const sent = await waiting([
      priceItem({ ...heart, amountMinor: edits }),
      priceItem({ ...lamp, amountMinor: edits }, lamp.id),
    ]);
    const without = [{ noun: 'prices', key: lamp.id }];
    const done = await step(sent, 'approve', { token: 'ben-token', without });
    expect(done.rows).toEqual([{ noun: 'prices', title: 'Price', put: 1, remove: 0, leftOut: 1 }]);
    expect([await amountOf(heart.id), await amountOf(lamp.id)]).toEqual([edits, before]);
  });
});

describe('nobody decides about what they have a hand in', () => {
  const refused = async (sent: ChangeRequest, token: string, type = 'own-request') => {
    const before = await amountOf(heart.id);
    for (const name of ['approve', 'send-back']) {
      const problem = await step(sent, name, { token, status: 403, note: 'x' });
      expect(problem.type).toBe(`urn:evertill:problem:${type}`);
    }
    expect(await amountOf(heart.id)).toBe(before);
    expect(await all('SELECT state, decided_by FROM change_request WHERE id = ?', sent.id)).toEqual([
      { state: 'waiting', decided_by: null },
    ]);
  };

  test('the proposer, with whatever token', async () => {
    const sent = await waiting([priceItem({ ...heart, amountMinor: edits })]);
    await refused(sent, 'ada-token');
    await refused(sent, 'ada-phone');
  });

  test('an approver who has edited it, or taken a row out of it, also with another token', async () => {
    const made = await draft([
      priceItem({ ...heart, amountMinor: edits }),
      priceItem({ ...lamp, amountMinor: edits }, lamp.id),
    ]);
    const path = `/${made.id}/items/prices/${lamp.id}?version=${made.version}`;
    const edited = await call('DELETE', path, undefined, 'ben-phone');
    const sent = await step(edited, 'submit');
    await refused(sent, 'ben-token');
    await refused(sent, 'ben-phone');
  });

  test('one who only changed its note, or only sent it for approval', async () => {
    const made = await draft([priceItem({ ...heart, amountMinor: edits })]);
    const noted = await call('PATCH', `/${made.id}`, { version: 1, note: 'See me' }, 'ben-token');
    await refused(await step(noted, 'submit'), 'ben-token');
    const other = await draft([priceItem({ ...heart, amountMinor: edits })]);
    await refused(await step(other, 'submit', { token: 'ben-token' }), 'ben-token');
  });

  test('an editor proposes and decides nothing; a viewer does neither', async () => {
    const byEve = await step(
      await draft([priceItem({ ...heart, amountMinor: edits })], {}, 'eve-token'),
      'submit',
      { token: 'eve-token' },
    );
    await refused(byEve, 'vic-token', 'not-permitted');
    const byAda = await waiting([priceItem({ ...heart, amountMinor: edits })]);
    await refused(byAda, 'eve-token', 'not-permitted');
    expect(await step(byEve, 'approve', { token: 'ben-token' })).toMatchObject({ state: 'published' });
    await call('POST', '', { title: 'x' }, 'vic-token', 403);
    expect(await call('GET', `/${byAda.id}`, undefined, 'vic-token')).toMatchObject({ may: [] });
  });
});

describe('two at once', () => {
  test('an edit of a version that is gone is refused with what changed, and leaves no row', async () => {
    const made = await draft([priceItem({ ...heart, amountMinor: edits })]);
    await call('PATCH', `/${made.id}`, { version: 1, title: 'Reprice of hearts' }, 'ben-token');
    const items = [priceItem({ ...lamp, amountMinor: edits }, lamp.id)];
    const problem = await call('PUT', `/${made.id}/items`, { version: 1, items }, 'ada-token', 409);
    expect(problem).toMatchObject({
      type: 'urn:evertill:problem:changed-meanwhile',
      errors: [{ pointer: '/version', detail: 'version 2: edited by Ben Okafor' }],
    });
    expect(await all('SELECT key FROM change_item WHERE request = ?', made.id)).toEqual([{ key: heart.id }]);
  });

  test('of two edits at the same moment one is written', async () => {
    const made = await draft([priceItem({ ...heart, amountMinor: edits })]);
    const answers = await Promise.all(
      ['ada-token', 'ben-token'].map((token) =>
        hq.send('PATCH', `/v1/change-requests/${made.id}`, { version: 1, title: token }, bearer(token)),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await all('SELECT version FROM change_history WHERE request = ?', made.id)).toHaveLength(2);
  });

  test('the version may come as the ETag; without one nothing is changed', async () => {
    const made = await draft([priceItem({ ...heart, amountMinor: edits })]);
    const path = `/v1/change-requests/${made.id}`;
    const read = await hq.send('GET', path);
    expect(read.headers.get('etag')).toBe('"1"');
    expect((await hq.send('PATCH', path, { title: 'x' })).status).toBe(428);
    const headers = { ...bearer('ada-token'), 'if-match': '"1"' };
    const changed = await hq.send('PATCH', path, { title: 'x' }, headers);
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await hq.send('PATCH', path, { title: 'y' }, headers)).status).toBe(409);
  });

  test('approved twice at the same moment it is published once', async () => {
    const sent = await waiting([priceItem({ ...heart, amountMinor: edits })]);
    const path = `/v1/change-requests/${sent.id}/approve`;
    const answers = await Promise.all(
      ['ben-token', 'ben-phone'].map((token) =>
        hq.send('POST', path, { version: sent.version }, bearer(token)),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await all('SELECT version FROM change_log WHERE request = ?', sent.id)).toHaveLength(1);
  });
});

describe('checked as direct writes are, when it is sent and when it is approved', () => {
  test.each<{ name: string; items: object[]; pointer: string; detail?: string }>([
    {
      name: 'a shape',
      items: [priceItem({ ...heart, amountMinor: '1' })],
      pointer: '/prices/HEART@1/amountMinor',
    },
    {
      name: 'a field that is not known',
      items: [priceItem({ ...heart, colour: 'red' })],
      pointer: '/prices/HEART@1/colour',
      detail: 'is not a field here',
    },
    {
      name: 'a reference that leads nowhere',
      items: [priceItem({ ...heart, sku: 'HARE' })],
      pointer: '/prices/HEART@1/sku',
    },
    {
      name: 'a reference to what the same request removes',
      items: [
        { noun: 'price-groups', key: 'trade', row: null },
        priceItem({ ...heart, id: 'T1', priceGroup: 'trade' }, 'T1'),
      ],
      pointer: '/prices/T1/priceGroup',
    },
    {
      name: 'a removal of what others need',
      items: [{ noun: 'products', key: 'BEAR', row: null }],
      pointer: '/products/BEAR',
      detail: 'is still used by price BEAR@1; change or remove that in the same request',
    },
    {
      name: 'a removal of what is not there',
      items: [{ noun: 'prices', key: 'NONE', row: null }],
      pointer: '/prices/NONE',
      detail: 'is not there to be removed',
    },
    {
      name: 'a barcode of another product',
      items: [{ noun: 'products', key: 'BEAR', row: product('BEAR', 'Bear', ['2000000000015'], ['toys']) }],
      pointer: '/products/BEAR/barcodes',
      detail: '2000000000015 belongs to HEART',
    },
    {
      name: 'the place of another register',
      items: [
        {
          noun: 'registers',
          key: 'twin',
          row: { id: 'twin', store: 'S1', terminal: '1', name: 'Twin', offlineProfile: 'standard' },
        },
      ],
      pointer: '/registers/',
    },
    { name: 'nothing at all', items: [], pointer: '//' },
  ])('$name', async ({ items, pointer, detail }) => {
    const before = await all('SELECT max(version) AS version FROM change_log');
    const problem = await step(await draft(items), 'submit', { status: 422 });
    expect(problem.errors[0]).toMatchObject({ pointer, ...(detail ? { detail } : {}) });
    expect(await all('SELECT max(version) AS version FROM change_log')).toEqual(before);
  });

  test('a product goes together with its prices', async () => {
    const sku = `GONE-${edits}`;
    await hq.put('products', [product(sku, 'Short-lived', [], ['gifts'])]);
    await hq.put('prices', [{ ...heart, id: `${sku}@1`, sku }]);
    const request = await published([
      { noun: 'products', key: sku, row: null },
      { noun: 'prices', key: `${sku}@1`, row: null },
    ]);
    expect(request.state).toBe('published');
    const back = await step(request, 'roll-back', { token: 'ben-token', status: 201 });
    expect(back.state).toBe('published');
    expect(await amountOf(`${sku}@1`)).toBe(heart.amountMinor);
    expect(await all('SELECT assortment FROM assortment_product WHERE sku = ?', sku)).toEqual([
      { assortment: 'gifts' },
    ]);
  });

  test('items with faults of their own are refused when they are put', async () => {
    const bad = [
      { noun: 'wishes', key: 'x', row: {} },
      priceItem({ ...heart, id: 'other' }),
      priceItem(heart, 'twice'),
    ];
    const problem = await call('POST', '', { title: 'x', items: bad }, 'ada-token', 422);
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual([
      '/items/0/noun',
      '/items/1/row/id',
      '/items/2/row/id',
    ]);
  });
});

describe('a row that changed since the draft was made', () => {
  const conflicting = async () => {
    const made = await draft([priceItem({ ...heart, amountMinor: edits })]);
    await hq.put('prices', [{ ...heart, amountMinor: 7, validFrom: '2010-11-01' }]);
    return made;
  };

  test('blocks, by name, until it is accepted: then it stands over what changed', async () => {
    const made = await conflicting();
    const problem = await step(made, 'submit', { status: 409 });
    expect(problem.errors).toEqual([
      {
        pointer: '/prices/HEART@1',
        detail: 'has changed since the draft was made (amountMinor, validFrom): accept or refresh it',
      },
    ]);
    const checks = (await call('GET', `/${made.id}/checks`)) as unknown;
    expect(checks).toMatchObject({
      ok: false,
      conflicts: [{ noun: 'prices', key: 'HEART@1', label: 'White heart holder' }],
    });
    const resolved = await step(made, 'resolve', { how: 'accept' });
    const sent = await step(resolved, 'submit');
    expect(await step(sent, 'approve', { token: 'ben-token' })).toMatchObject({ state: 'published' });
    expect(await all('SELECT amount_minor, valid_from FROM price WHERE id = ?', heart.id)).toEqual([
      { amount_minor: edits, valid_from: '2010-12-01' },
    ]);
  });

  test('refreshed it keeps what the draft changed, and takes the rest as it is now', async () => {
    await hq.put('prices', [heart]);
    const resolved = await step(await conflicting(), 'resolve', { how: 'refresh' });
    await published([priceItem(lamp, lamp.id)]);
    const sent = await step(resolved, 'submit');
    await step(sent, 'approve', { token: 'ben-token' });
    expect(await all('SELECT amount_minor, valid_from FROM price WHERE id = ?', heart.id)).toEqual([
      { amount_minor: edits, valid_from: '2010-11-01' },
    ]);
    await hq.put('prices', [heart]);
  });

  test('who resolves has a hand in it, and what waited is a draft again', async () => {
    const made = await draft([priceItem({ ...heart, amountMinor: edits })]);
    const sent = await step(made, 'submit');
    await hq.put('prices', [{ ...heart, amountMinor: 7 }]);
    await step(sent, 'approve', { token: 'ben-token', status: 409 });
    const resolved = await step(sent, 'resolve', { token: 'ben-token', how: 'accept' });
    expect(resolved.state).toBe('draft');
    const again = await step(resolved, 'submit');
    await step(again, 'approve', { token: 'ben-token', status: 403 });
  });
});
