import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
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

const all = async (sql: string) => (await env.MASTERS.prepare(sql).all<Record<string, unknown>>()).results;
const newest = () => all('SELECT max(version) AS version FROM change_log');
const send = async (path: string, body: object, token: string) => {
  const answer = await hq.send('POST', `/v1/change-requests${path}`, body, bearer(token));
  expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body]);
  return answer.body as ChangeRequest;
};
const approved = async (items: readonly object[]) => {
  const { id, version } = await send('', { title: 'Change', items }, 'ada-token');
  const sent = await send(`/${id}/submit`, { version }, 'ada-token');
  return send(`/${id}/approve`, { version: sent.version }, 'ben-token');
};
const policy = (noun: string, value: string) =>
  approved([{ noun: 'approval-policies', key: noun, row: { noun, policy: value } }]);

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins)
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
});

describe('who has to approve what', () => {
  test('nobody, until somebody says so; and that needs a second person itself', async () => {
    const { body } = await hq.send('GET', '/v1/approval-policies/prices');
    expect(body).toEqual({ noun: 'prices', title: 'Price', policy: 'none', changedIn: null });
    for (const method of ['PUT', 'DELETE']) {
      const refused = await hq.send(
        method,
        '/v1/approval-policies/prices',
        method === 'PUT' ? {} : undefined,
      );
      expect(refused).toMatchObject({
        status: 409,
        body: { type: 'urn:evertill:problem:approval-required' },
      });
    }
    expect(await all('SELECT * FROM approval_policy')).toEqual([]);
  });

  test('a request about it is shown beside it; published it holds', async () => {
    const row = { noun: 'prices', policy: 'required' };
    const items = [{ noun: 'approval-policies', key: 'prices', row }];
    const made = await send('', { title: 'Prices need two', items }, 'ada-token');
    const listed = async () =>
      ((await hq.send('GET', '/v1/approval-policies')).body as { items: { noun: string }[] }).items.find(
        ({ noun }) => noun === 'prices',
      );
    expect(await listed()).toMatchObject({ policy: 'none', changedIn: made.id });
    const sent = await send(`/${made.id}/submit`, { version: 1 }, 'ada-token');
    await send(`/${made.id}/approve`, { version: sent.version }, 'ben-token');
    expect(await listed()).toMatchObject({ policy: 'required', changedIn: null });
    expect(
      await all(`SELECT row_key, admin, approved_by FROM change_log WHERE table_name = 'approval_policy'`),
    ).toEqual([{ row_key: 'prices', admin: 'ada', approved_by: 'ben' }]);
  });

  test.each([
    ['PUT', '/v1/prices/HEART@1', heart],
    ['PUT', '/v1/prices', { items: [heart] }],
    ['DELETE', '/v1/prices/HEART@1', undefined],
    // Its prices would go with it.
    ['DELETE', '/v1/products/HEART', undefined],
  ])('where it is required, %s %s is refused with the way to go', async (method, path, body) => {
    const before = await newest();
    const refused = await hq.send(method, path, body);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        type: 'urn:evertill:problem:approval-required',
        detail: 'Price: another admin has to approve a change. Propose it at /v1/change-requests.',
      },
    });
    expect(refused.headers.get('link')).toBe('</v1/change-requests>; rel="create-form"');
    expect(await newest()).toEqual(before);
  });

  test('what is not governed is written as before, also a removal that takes nothing governed along', async () => {
    await hq.put('products', [product('PLAIN', 'Plain', [], [])]);
    expect((await hq.send('DELETE', '/v1/products/PLAIN')).status).toBe(204);
  });

  test('change requests go through, and lift it again', async () => {
    await approved([{ noun: 'prices', key: 'HEART@1', row: { ...heart, amountMinor: 444 } }]);
    expect(await all(`SELECT amount_minor FROM price WHERE id = 'HEART@1'`)).toEqual([{ amount_minor: 444 }]);
    await policy('prices', 'none');
    expect((await hq.send('PUT', '/v1/prices/HEART@1', heart)).status).toBe(200);
  });

  test('who has to approve is not rolled back by one person', async () => {
    const done = await policy('customers', 'required');
    const back = await send(`/${done.id}/roll-back`, { version: done.version }, 'ben-token');
    expect(back).toMatchObject({
      state: 'draft',
      note: 'Needs a second person: it changes who has to approve.',
    });
    expect(await all(`SELECT policy FROM approval_policy WHERE noun = 'customers'`)).toEqual([
      { policy: 'required' },
    ]);
  });
});

describe('rolled back in one step', () => {
  const amount = async () =>
    (await all(`SELECT amount_minor FROM price WHERE id = 'HEART@1'`))[0]?.amount_minor;
  const reprice = (amountMinor: number) =>
    approved([{ noun: 'prices', key: 'HEART@1', row: { ...heart, amountMinor } }]);

  test('by one person, also the one who proposed it, once', async () => {
    const before = await amount();
    const done = await reprice(501);
    const back = await send(`/${done.id}/roll-back`, { version: done.version, note: 'Typo' }, 'ada-token');
    expect(back).toMatchObject({
      state: 'published',
      rollbackOf: done.id,
      title: `Roll back of ${done.id}: Change`,
    });
    expect(await amount()).toBe(before);
    const again = await hq.send('POST', `/v1/change-requests/${done.id}/roll-back`, {
      version: done.version,
    });
    expect(again).toMatchObject({
      status: 409,
      body: {
        type: 'urn:evertill:problem:already-rolled-back',
        detail: `${done.id} is rolled back by ${back.id}.`,
      },
    });
    const read = await hq.send('GET', `/v1/change-requests/${done.id}`);
    expect(read.body).toMatchObject({ rolledBackBy: back.id });
    expect((read.body as ChangeRequest).may).not.toContain('rollBack');
    const undone = await send(`/${back.id}/roll-back`, { version: back.version }, 'ada-token');
    expect(undone).toMatchObject({
      state: 'draft',
      note: 'Needs a second person: it is a roll back itself.',
    });
  });

  test('of two at the same moment, one', async () => {
    const done = await reprice(502);
    const answers = await Promise.all(
      ['ada-token', 'ben-token'].map((token) =>
        hq.send('POST', `/v1/change-requests/${done.id}/roll-back`, { version: done.version }, bearer(token)),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('rows that changed since wait for a second person, and say so as conflicts', async () => {
    const done = await reprice(503);
    await hq.put('prices', [{ ...heart, amountMinor: 7 }]);
    const back = await send(`/${done.id}/roll-back`, { version: done.version }, 'ada-token');
    expect(back).toMatchObject({
      state: 'draft',
      note: 'Needs a second person: its rows have changed since.',
    });
    expect(await amount()).toBe(7);
    const checks = await hq.send('GET', `/v1/change-requests/${back.id}/checks`);
    expect(checks.body).toMatchObject({
      ok: false,
      conflictCount: 1,
      conflicts: [{ fields: ['amountMinor'] }],
    });
  });
});
