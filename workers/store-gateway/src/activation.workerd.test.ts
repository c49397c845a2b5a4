import { runInDurableObject } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { genesisHash } from '../../../commerce/journal/journal-record.ts';
import type { RedeemAnswer } from '../../../protocol/worker-calls.ts';
import { activated, TestSocket } from '../../../testing/contract/gateway-fixture.ts';
import { testDevice } from '../../../testing/contract/journal-fixture.ts';
import type { Env } from './env.ts';
import worker from './index.ts';

const env = bindings as unknown as Env;
const RESERVE = 1000;
let stores = 0;
const newStore = () => env.STORE.getByName(`A${++stores}`);
type Store = ReturnType<typeof newStore>;

const rows = (store: Store, sql: string) =>
  runInDurableObject(store, (_, { storage }) => storage.sql.exec(sql).toArray());
const devices = (store: Store) =>
  rows(store, 'SELECT terminal, epoch, first_receipt_number FROM terminal_epoch ORDER BY epoch');

async function socketOf(store: Store, token: string): Promise<TestSocket> {
  const headers = { upgrade: 'websocket', 'sec-websocket-protocol': `evertill, ${token}` };
  const { webSocket, status } = await store.fetch('http://gateway/', { headers });
  expect(status).toBe(101);
  return new TestSocket(webSocket);
}

describe('POST /store/activations', () => {
  const post = (body: unknown, redeemed: RedeemAnswer) => {
    const HQ = { ...env.HQ, redeemActivationCode: async () => redeemed };
    const request = new Request('http://gateway/store/activations', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return worker.fetch(request, { ...env, HQ });
  };

  test.each([
    { type: 'unknownCode' as const, status: 404, code: 'unknown-code', detail: 'not known' },
    { type: 'codeExpired' as const, status: 410, code: 'code-expired', detail: 'has expired' },
    { type: 'codeUsed' as const, status: 409, code: 'code-used', detail: 'was used before' },
  ])('$type is refused in words', async ({ type, status, code, detail }) => {
    const answer = await post((await testDevice()).request(), { type });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      type: `urn:evertill:problem:${code}`,
      detail: expect.stringContaining(detail),
    });
  });

  test('a body that is not an activation never asks headquarters', async () => {
    const answer = await post({ code: 'ABCD' }, { type: 'unknownCode' });
    expect(answer.status).toBe(422);
  });

  test('a code of headquarters makes the device a terminal of its store', async () => {
    const store = newStore();
    const identity = { store: `A${stores}`, terminal: '7' };
    const trustedKeys = { key: 'public' };
    const answer = await post((await testDevice()).request(), {
      ...{ type: 'redeemed', identity, trustedKeys },
      allocated: { epoch: 1, receiptSeen: 0 },
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      ...identity,
      trustedKeys,
      epoch: 1,
      predecessor: { epoch: 0, seq: 0, hash: genesisHash },
      nextReceiptNumber: 1,
    });
    expect(await devices(store)).toEqual([{ terminal: '7', epoch: 1, first_receipt_number: 1 }]);
  });
});

describe('a terminal activated again', () => {
  test('by the same device, because the answer got lost: the same epoch, and the lost token is dead', async () => {
    const store = newStore();
    const device = await testDevice();
    const lost = await activated(store, '1', { device });
    const again = await activated(store, '1', { device });
    expect({ ...again.answer, deviceToken: '' }).toEqual({ ...lost.answer, deviceToken: '' });
    expect(await store.call(lost.answer.deviceToken, { call: 'packages', body: '' })).toBeNull();
    expect(await again.pushed()).toMatchObject({ result: 'stored', watermarks: { gatewaySeq: 1 } });
    expect(await devices(store)).toHaveLength(1);
  });

  test.each([
    { name: 'has sent records', speak: async (first: Active) => void (await first.pushed()) },
    { name: 'has said hello', speak: async (first: Active) => void (await first.hello()) },
  ])(
    'by a device that $name and lost its database: its code is used up, another one begins a new epoch',
    async ({ speak }) => {
      const store = newStore();
      const device = await testDevice();
      const first = await activated(store, '1', { device });
      await first.journal.sale();
      await speak(first);
      await expect(activated(store, '1', { device })).rejects.toThrow('the code was used');
      const { answer } = await activated(store, '1', { device, epoch: 2 });
      expect(answer.reason).toBe('wiped');
      expect(answer.epoch).toBe(2);
      expect(answer.nextReceiptNumber).toBeGreaterThan(RESERVE);
      expect(await devices(store)).toHaveLength(2);
    },
  );

  test('on another device: the next epoch continues the chain and the totals, receipts begin beyond a reserve', async () => {
    const store = newStore();
    const first = await activated(store);
    for (let sale = 0; sale < 3; sale++) await first.journal.sale();
    await first.pushed();
    const second = await activated(store, '1', { epoch: 2 });
    expect(second.answer).toMatchObject({
      epoch: 2,
      predecessor: { epoch: 1, seq: 4, hash: first.journal.head.hash },
      nextReceiptNumber: 3 + RESERVE + 1,
      perpetualMinor: 3 * 295,
    });
    const third = await activated(store, '1', { epoch: 3 });
    expect(third.answer).toMatchObject({ epoch: 3, nextReceiptNumber: 3 + 2 * RESERVE + 1 });
    expect(await devices(store)).toEqual([
      { terminal: '1', epoch: 1, first_receipt_number: 1 },
      { terminal: '1', epoch: 2, first_receipt_number: 1004 },
      { terminal: '1', epoch: 3, first_receipt_number: 2004 },
    ]);
  });

  test('the first device is told that it is revoked, and what it sold before still drains', async () => {
    const store = newStore();
    const first = await activated(store);
    const socket = await socketOf(store, first.answer.deviceToken);
    const bystander = await socketOf(store, (await activated(store, '2')).answer.deviceToken);
    await first.journal.sale();
    const second = await activated(store, '1', { epoch: 2 });
    await socket.heard('revoked');
    expect(await socket.heard('closed')).toMatchObject({ code: 4003 });
    bystander.send('ping');
    await bystander.heard('pong');
    expect(await first.hello()).toMatchObject({ verdict: 'fenced' });
    expect(await second.hello()).toMatchObject({ verdict: 'ok' });
    await second.journal.sale();
    expect(await second.pushed()).toMatchObject({ result: 'stored' });
    expect(await first.pushed()).toMatchObject({
      result: 'stored',
      watermarks: { epoch: 1, gatewaySeq: 2 },
    });
    expect(await rows(store, 'SELECT epoch, count(*) AS records FROM journal_record GROUP BY epoch')).toEqual(
      [
        { epoch: 1, records: 2 },
        { epoch: 2, records: 2 },
      ],
    );
  });
});

type Active = Awaited<ReturnType<typeof activated>>;
