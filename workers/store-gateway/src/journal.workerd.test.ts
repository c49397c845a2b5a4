import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECORD_MAX_BYTES, type WireRecord } from '../../../protocol/journal-messages.ts';
import { type ActiveDevice, activated, TestSocket } from '../../../testing/contract/gateway-fixture.ts';
import { batchOf, TestJournal, testDevice } from '../../../testing/contract/journal-fixture.ts';
import type { Env } from './env.ts';
import worker from './index.ts';

const env = bindings as unknown as Env;
let stores = 0;
const newStore = () => env.STORE.getByName(`J${++stores}`);
type Store = ReturnType<typeof newStore>;

const rows = (store: Store, sql: string) =>
  runInDurableObject(store, (_, { storage }) => storage.sql.exec(sql).toArray());
const held = async (store: Store) =>
  (await rows(store, 'SELECT hash FROM journal_record ORDER BY terminal, epoch, branch, seq')).map(
    ({ hash }) => hash,
  );
const hashes = (records: readonly WireRecord[]) => records.map(({ hash }) => hash);

async function socketOf(store: Store, token: string): Promise<TestSocket> {
  const headers = { upgrade: 'websocket', 'sec-websocket-protocol': `evertill, ${token}` };
  return new TestSocket((await store.fetch('http://gateway/', { headers })).webSocket);
}

/** A terminal with `sales` sales in its journal that the gateway has not seen. */
async function terminalWith(sales: number): Promise<{ store: Store; till: ActiveDevice }> {
  const store = newStore();
  const till = await activated(store);
  for (let sale = 0; sale < sales; sale++) await till.journal.sale();
  return { store, till };
}

describe('batches as they come', () => {
  test('in order: stored whole, the gateway says how far it has come', async () => {
    const { store, till } = await terminalWith(3);
    expect(await till.pushed()).toMatchObject({
      ...{ result: 'stored', duplicates: 0, fenced: false, forked: false },
      watermarks: { epoch: 1, gatewaySeq: 4, gatewayHash: till.journal.head.hash, hqSeq: 0 },
    });
    expect(await held(store)).toEqual(hashes(till.journal.records));
    expect(await rows(store, 'SELECT seq, hash, receipt_max, perpetual_minor FROM journal_branch')).toEqual([
      { seq: 4, hash: till.journal.head.hash, receipt_max: 3, perpetual_minor: 885 },
    ]);
  });

  test.each<{ name: string; batches: [number, number][]; last: object; seq: number }>([
    {
      name: 'with a gap: nothing of it is stored',
      batches: [
        [1, 2],
        [4, 5],
      ],
      last: { result: 'gap', duplicates: 0 },
      seq: 2,
    },
    {
      name: 'twice: counted, stored once',
      batches: [
        [1, 3],
        [1, 3],
      ],
      last: { result: 'stored', duplicates: 3 },
      seq: 3,
    },
    {
      name: 'overlapping: the new part is stored',
      batches: [
        [1, 3],
        [2, 5],
      ],
      last: { result: 'stored', duplicates: 2 },
      seq: 5,
    },
    {
      name: 'before the first: nothing is stored',
      batches: [[2, 3]],
      last: { result: 'gap', duplicates: 0 },
      seq: 0,
    },
  ])('$name', async ({ batches, last, seq }) => {
    const { store, till } = await terminalWith(4);
    let answer = {};
    for (const [from, to] of batches) answer = await till.pushed(till.journal.records.slice(from - 1, to));
    expect(answer).toMatchObject({ ...last, watermarks: { gatewaySeq: seq } });
    expect(await held(store)).toEqual(hashes(till.journal.records).slice(0, seq));
  });

  test('in any order, split and repeated: the same records in the end', async () => {
    const slice = fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 8 }));
    await fc.assert(
      fc.asyncProperty(fc.array(slice, { maxLength: 8 }), async (slices) => {
        const { store, till } = await terminalWith(7);
        const { records } = till.journal;
        for (const [from, length] of slices) await till.push(records.slice(from, from + length));
        await till.push();
        expect(await held(store)).toEqual(hashes(records));
      }),
      { numRuns: 12 },
    );
  });

  test('another record at a place that is held: it begins a branch, and both are kept', async () => {
    const { store, till } = await terminalWith(2);
    await till.pushed();
    const clone = new TestJournal(till.journal.identity, {});
    await clone.epochStart();
    await clone.sale(2);
    await clone.sale();
    expect(await till.pushed(clone.records.slice(1))).toMatchObject({
      ...{ result: 'stored', duplicates: 0, forked: true },
      watermarks: { gatewaySeq: 3, gatewayHash: clone.head.hash },
    });
    expect(await held(store)).toEqual(hashes([...till.journal.records, ...clone.records.slice(1)]));
    expect(
      await rows(store, 'SELECT branch, parent, shared_seq, seq FROM journal_branch ORDER BY branch'),
    ).toEqual([
      { branch: 0, parent: 0, shared_seq: 0, seq: 3 },
      { branch: 1, parent: 0, shared_seq: 1, seq: 3 },
    ]);
    // The device that wrote it is told so, and both lines go on.
    expect(await till.pushed(clone.records)).toMatchObject({ result: 'stored', duplicates: 3, forked: true });
    await till.journal.sale();
    expect(await till.pushed()).toMatchObject({ result: 'stored', forked: false, duplicates: 3 });
  });

  test('a record that follows none that is held: its sender goes further back, and what is held stays', async () => {
    const { store, till } = await terminalWith(1);
    await till.pushed();
    till.journal.head = { ...till.journal.head, hash: 'f'.repeat(64) };
    const stray = await till.journal.sale();
    expect(await till.pushed([stray])).toMatchObject({ result: 'unlinked', watermarks: { gatewaySeq: 2 } });
    expect(await held(store)).toHaveLength(2);
  });

  test('records of one batch that do not continue each other: those before are stored', async () => {
    const { store, till } = await terminalWith(1);
    till.journal.head = { ...till.journal.head, hash: 'f'.repeat(64) };
    await till.journal.sale();
    expect(await till.pushed()).toMatchObject({ result: 'damaged', watermarks: { gatewaySeq: 2 } });
    expect(await held(store)).toHaveLength(2);
  });
});

describe('batches that are not what they say', () => {
  const alter = (record: WireRecord, change: Partial<WireRecord>) => ({ ...record, ...change });
  const flip = (text: string) => text.replace('2010', '2011');

  test.each<{ name: string; change: (record: WireRecord) => WireRecord }>([
    { name: 'a byte of the body', change: (record) => alter(record, { body: flip(record.body) }) },
    { name: 'a byte of the header', change: (record) => alter(record, { header: flip(record.header) }) },
    { name: 'the hash', change: (record) => alter(record, { hash: 'a'.repeat(64) }) },
    { name: 'the place', change: (record) => alter(record, { seq: record.seq + 1 }) },
  ])('$name was altered: the whole batch is refused, the record is named', async ({ change }) => {
    const { store, till } = await terminalWith(2);
    const [first, second, third] = till.journal.records as [WireRecord, WireRecord, WireRecord];
    const answer = await till.push([first, change(second), third]);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'urn:evertill:problem:bad-record',
      detail: expect.stringMatching(/^record [23] /),
    });
    expect(await held(store)).toEqual([]);
  });

  test.each<{ name: string; header: object }>([
    { name: 'store', header: { store: 'S2' } },
    { name: 'terminal', header: { terminal: '2' } },
    { name: 'epoch', header: { epoch: 2 } },
  ])('a record of another $name, well hashed and signed: refused', async ({ header }) => {
    const { store, till } = await terminalWith(0);
    await till.journal.sale(1, undefined, { header });
    const answer = await till.push();
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('belongs elsewhere');
    expect(await held(store)).toEqual([]);
  });

  test('a batch that says another epoch than its records: refused', async () => {
    const { store, till } = await terminalWith(1);
    expect((await till.push(till.journal.records, 2)).status).toBe(422);
    expect(await held(store)).toEqual([]);
  });

  test.each<{ name: string; signature: (body: string, till: ActiveDevice) => Promise<string | undefined> }>([
    { name: 'none', signature: async () => undefined },
    { name: 'no signature at all', signature: async () => 'rubbish!' },
    { name: "another device's", signature: async (body) => (await testDevice()).sign(body) },
    { name: "another body's", signature: async (body, till) => till.device.sign(`${body} `) },
  ])('signature: $name: refused before it is read', async ({ signature }) => {
    const { store, till } = await terminalWith(1);
    const body = batchOf(1, till.journal.records);
    const signed = await signature(body, till);
    const answer = await store.call(till.answer.deviceToken, {
      call: 'journal',
      body,
      ...(signed === undefined ? {} : { signature: signed }),
    });
    expect(answer?.status).toBe(401);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ type: 'urn:evertill:problem:bad-signature' });
    expect(await held(store)).toEqual([]);
  });

  test.each(['not JSON', '{}', '{"epoch":1,"records":[]}'])('%j, though signed: refused', async (body) => {
    const { store, till } = await terminalWith(0);
    const sent = { call: 'journal', body, signature: await till.device.sign(body) };
    expect((await store.call(till.answer.deviceToken, sent))?.status).toBeOneOf([400, 422]);
  });

  test('a record larger than any may be: refused by its number', async () => {
    const { store, till } = await terminalWith(1);
    await till.journal.sale(1, undefined, { body: JSON.stringify('x'.repeat(RECORD_MAX_BYTES)) });
    const answer = await till.push();
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ detail: expect.stringContaining('record 3') });
    expect(await held(store)).toEqual([]);
  });

  test.each<{ name: string; header: object }>([
    { name: 'a kind', header: { kind: 'giftCardSold' } },
    { name: 'a schema', header: { schema: 2 } },
  ])(
    '$name that only a newer version knows: stored as it came, to be understood later',
    async ({ header }) => {
      const { store, till } = await terminalWith(1);
      await till.journal.sale(1, undefined, { header, body: '{"of":"tomorrow"}' });
      await till.journal.sale();
      expect(await till.pushed()).toMatchObject({ result: 'stored', watermarks: { gatewaySeq: 4 } });
      expect(await held(store)).toEqual(hashes(till.journal.records));
    },
  );
});

describe('over HTTP', () => {
  const send = (path: string, token: string, init: RequestInit = {}) =>
    worker.fetch(
      new Request(`http://gateway/store/${path}`, {
        ...init,
        headers: [...new Headers(init.headers), ['authorization', `Bearer ${token}`]],
      }),
      env,
    );

  test.each([
    ['POST', 'hello'],
    ['POST', 'journal'],
    ['POST', 'sign-ons'],
    ['GET', 'packages'],
    ['GET', `blobs/${'0'.repeat(64)}`],
    ['GET', 'socket'],
  ])('%s %s of a device that the store does not know: 401', async (method, path) => {
    const { till } = await terminalWith(0);
    const headers = {
      upgrade: 'websocket',
      'sec-websocket-protocol': `evertill, ${till.answer.deviceToken}`,
    };
    const init = { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) };
    const elsewhere = await send(`ELSEWHERE/${path}`, till.answer.deviceToken, init);
    expect(elsewhere.status).toBe(401);
    await elsewhere.text();
    expect((await send(`J${stores}/packages`, '')).status).toBe(401);
  });

  test.each([
    ['a blob that is not there', `blobs/${'0'.repeat(64)}`, 404],
    ['a blob by a name that is none', 'blobs/..%2fheads%2fglobal.json', 404],
    ['a path that is not there', 'nothing', 404],
    ['a socket without an upgrade', 'socket', 426],
  ])('%s: refused as problem+json', async (_, path, status) => {
    const { till } = await terminalWith(0);
    const answer = await send(`J${stores}/${path}`, till.answer.deviceToken);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('a body beyond all bounds is refused, whether or not it says its length', async () => {
    const { till } = await terminalWith(0);
    const body = 'x'.repeat(4 * 1024 * 1024 + 1);
    const { readable, writable } = new TransformStream();
    const streamed = send(`J${stores}/journal`, till.answer.deviceToken, { method: 'POST', body: readable });
    const writer = writable.getWriter();
    await Promise.allSettled([writer.write(new TextEncoder().encode(body)), writer.close()]);
    expect((await streamed).status).toBe(413);
    expect((await send(`J${stores}/journal`, till.answer.deviceToken, { method: 'POST', body })).status).toBe(
      413,
    );
  });

  test('every call has the answer that it has over the socket', async () => {
    const answers = async (
      call: (till: ActiveDevice) => (name: string, body: string, signature?: string) => Promise<unknown>,
    ) => {
      const store = env.STORE.getByName('twin');
      const till = await activated(store, `${++stores}`);
      const ask = call(till);
      for (let sale = 0; sale < 3; sale++) await till.journal.sale();
      const { records, head } = till.journal;
      const signed = async (from: number, to: number) => {
        const body = batchOf(1, records.slice(from, to));
        return [body, await till.device.sign(body)] as const;
      };
      const report = { waiting: 0, versions: {}, appVersion: '0', storagePersisted: null };
      return [
        await ask('hello', JSON.stringify({ epoch: 1, head: { seq: head.seq, hash: head.hash }, report })),
        await ask('journal', ...(await signed(0, 2))),
        await ask('journal', ...(await signed(0, 3))),
        await ask('journal', ...(await signed(3, 4))),
        await ask('journal', batchOf(1, records), 'wrong'),
        await ask('journal', 'not JSON', await till.device.sign('not JSON')),
        await ask('packages', ''),
        await ask('signOn', '{}'),
      ].map((answer) => JSON.stringify(answer).replace(/serverTime[^Z]*Z|[0-9a-f]{64}/g, ''));
    };
    const paths: Record<string, string> = {
      hello: 'hello',
      journal: 'journal',
      packages: 'packages',
      signOn: 'sign-ons',
    };
    const overHttp = await answers((till) => async (name, body, signature) => {
      const init = name === 'packages' ? {} : { method: 'POST', body };
      const headers = new Headers(signature === undefined ? {} : { 'evertill-signature': signature });
      const answer = await send(`twin/${paths[name]}`, till.answer.deviceToken, { ...init, headers });
      return { status: answer.status, body: await answer.text() };
    });
    const overSocket = await answers((till) => {
      const socket = socketOf(env.STORE.getByName('twin'), till.answer.deviceToken);
      return async (name, body, signature) => (await socket).call(name, body, signature);
    });
    expect(overHttp).toEqual(overSocket);
    expect(overHttp.map((answer) => (JSON.parse(answer) as { status: number }).status)).toEqual([
      200, 200, 200, 200, 401, 400, 200, 422,
    ]);
  });
});

describe('over the socket', () => {
  test('an object put away between two batches answers the second on the same socket', async () => {
    const { store, till } = await terminalWith(3);
    const socket = await socketOf(store, till.answer.deviceToken);
    const push = async (from: number, to: number) => {
      const body = batchOf(1, till.journal.records.slice(from, to));
      return JSON.parse((await socket.call('journal', body, await till.device.sign(body))).body) as object;
    };
    expect(await push(0, 2)).toMatchObject({ result: 'stored', watermarks: { gatewaySeq: 2 } });
    await evictDurableObject(store);
    expect(await push(1, 4)).toMatchObject({
      result: 'stored',
      duplicates: 1,
      watermarks: { gatewaySeq: 4 },
    });
    await evictDurableObject(store);
    const [, , third] = hashes(till.journal.records);
    await store.posted('1', 1, { seq: 3, hash: third ?? '' });
    expect(await socket.heard('watermarks')).toMatchObject({
      type: 'watermarks',
      watermarks: { epoch: 1, gatewaySeq: 4, hqSeq: 3, hqHash: third },
    });
  });

  test('what headquarters has booked never goes back', async () => {
    const { store, till } = await terminalWith(3);
    await till.pushed();
    for (const seq of [3, 1])
      await store.posted('1', 1, { seq, hash: till.journal.records[seq - 1]?.hash ?? '' });
    await store.posted('1', 1, { seq: 4, hash: 'of another record' });
    expect(await till.hello()).toMatchObject({ watermarks: { gatewaySeq: 4, hqSeq: 3 } });
  });

  test('a sale of 2,000 lines travels in one message', async () => {
    const { store, till } = await terminalWith(0);
    const { body } = await till.journal.sale(2000);
    const socket = await socketOf(store, till.answer.deviceToken);
    const batch = batchOf(1, till.journal.records);
    const answer = await socket.call('journal', batch, await till.device.sign(batch));
    expect(JSON.parse(answer.body)).toMatchObject({ result: 'stored', watermarks: { gatewaySeq: 2 } });
    expect(await rows(store, 'SELECT body FROM journal_record WHERE seq = 2')).toEqual([{ body }]);
  });

  test('what is not a message of the protocol closes the socket', async () => {
    const { store, till } = await terminalWith(0);
    const socket = await socketOf(store, till.answer.deviceToken);
    socket.send('{"id":0}');
    expect(await socket.heard('closed')).toMatchObject({ code: 4000 });
  });
});
