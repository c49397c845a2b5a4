import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { Place } from '../../../commerce/journal/watermarks.ts';
import type { SegmentNotice, StoreIncident } from '../../../protocol/worker-calls.ts';
import { type ActiveDevice, activated } from '../../../testing/contract/gateway-fixture.ts';
import { TestJournal } from '../../../testing/contract/journal-fixture.ts';
import type { Env } from './env.ts';
import { JournalStore } from './journal-store.ts';

const env = bindings as unknown as Env;
let stores = 0;
const newStore = () => env.STORE.getByName(`E${++stores}`);
type Store = ReturnType<typeof newStore>;

const rows = (store: Store, sql: string) =>
  runInDurableObject(store, (_, { storage }) => storage.sql.exec(sql).toArray());
const count = async (store: Store) =>
  (await rows(store, 'SELECT count(*) AS n FROM journal_record'))[0]?.n as number;
const incidents = async (store: Store) =>
  (await rows(store, 'SELECT detail FROM incident ORDER BY id')).map(
    ({ detail }) => JSON.parse(String(detail)) as object,
  );
const ASK = 'an ask of a register';

async function newEpoch(till: ActiveDevice, reason: 'restored' | 'forked', ask = ASK) {
  const { epoch, seq, hash, nextReceiptNumber, perpetualMinor } = till.journal.head;
  const from = { epoch, seq, hash, nextReceiptNumber, perpetualMinor };
  const body = JSON.stringify({ from, reason, ask });
  const { status, body: text } = await till.call('newEpoch', body, await till.device.sign(body));
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}

/** Everything that the store holds is gone, as after a restore to before its devices were let in. */
async function wipe(store: Store) {
  for (const table of ['known_device', 'terminal_epoch', 'journal_branch', 'journal_record', 'segment'])
    await rows(store, `DELETE FROM ${table}`);
}

/** Headquarters as the object meets it, with what it was told. */
async function withHq(store: Store, heads: readonly (Place & { terminal: string; epoch: number })[] = []) {
  const told: StoreIncident[] = [];
  const notices: SegmentNotice[] = [];
  await runInDurableObject(store, (instance, { storage }) => {
    const reportIncidents = async (_: string, found: readonly StoreIncident[]) => void told.push(...found);
    const compare = async (_: string, comparisons: number) => ({ heads, comparisons: comparisons + 1 });
    const HQ = { ...env.HQ, reportIncidents, compare };
    const SEGMENTS = { send: async (notice: SegmentNotice) => void notices.push(notice) };
    Object.assign(instance, { env: { ...env, HQ, SEGMENTS } });
    storage.kv.put('houseKeptMs', 0);
  });
  return { told, notices };
}

describe('a database that was set back', () => {
  test('is told that the gateway holds more, and goes on from there in an epoch of its own', async () => {
    const store = newStore();
    const till = await activated(store);
    for (let sale = 0; sale < 3; sale++) await till.journal.sale();
    await till.pushed();
    const { hash: held, perpetualMinor } = till.journal.head;
    const early = new TestJournal(till.journal.identity);
    await early.epochStart();
    till.journal.head = early.head;
    expect(await till.hello()).toMatchObject({ verdict: 'behind', watermarks: { gatewaySeq: 4 } });
    const granted = await newEpoch(till, 'restored');
    expect(granted).toMatchObject({
      status: 201,
      body: { epoch: 2, reason: 'restored', predecessor: { epoch: 1, seq: 4, hash: held }, perpetualMinor },
    });
    expect(granted.body.nextReceiptNumber).toBe(1004);
    // The answer got lost: the same again.
    expect(await newEpoch(till, 'restored')).toEqual(granted);
    expect(await incidents(store)).toEqual([
      { type: 'epochEnded', epoch: 1, reason: 'restored', heldSeq: 1, paperSeq: null },
    ]);
  });
});

describe('a device that was copied', () => {
  test('both lines are kept; the one that asks goes on from its own records, the other is fenced', async () => {
    const store = newStore();
    const till = await activated(store);
    await till.journal.sale();
    await till.pushed();
    const copy = new TestJournal(till.journal.identity);
    await copy.epochStart();
    await copy.sale(2);
    await copy.sale(3);
    expect(await till.pushed(copy.records)).toMatchObject({ result: 'stored', forked: true, fenced: false });
    const { head } = till.journal;
    till.journal.head = copy.head;
    const granted = await newEpoch(till, 'forked');
    expect(granted.body).toMatchObject({ epoch: 2, predecessor: { seq: 3, hash: copy.head.hash } });
    const next = new TestJournal(till.journal.identity, {
      ...{ epoch: 2, hash: copy.head.hash, nextReceiptNumber: 1004, perpetualMinor: 0 },
    });
    await next.epochStart();
    await till.push(next.records, 2);
    till.journal.head = head;
    expect(await till.hello()).toMatchObject({ verdict: 'fenced' });
    expect(await newEpoch(till, 'forked', 'another ask of one')).toMatchObject({ status: 409 });
    await till.journal.sale();
    expect(await till.pushed()).toMatchObject({ result: 'stored', fenced: true });
    expect(await count(store)).toBe(3 + 2 + 1);
    expect(await incidents(store)).toContainEqual({ type: 'fork', epoch: 1, seq: 2, branch: 1 });
  });
});

describe('a gateway that was set back', () => {
  test('lets in a device that it forgot, and is sent again from the epoch’s first record', async () => {
    const store = newStore();
    const till = await activated(store);
    await till.journal.sale();
    await till.pushed();
    const acknowledged = { seq: till.journal.head.seq, hash: till.journal.head.hash };
    await wipe(store);
    expect(await till.hello(acknowledged)).toMatchObject({ verdict: 'ok', holdsAcknowledged: false });
    expect(await till.pushed(till.journal.records.slice(1))).toMatchObject({ result: 'gap' });
    expect(await till.pushed()).toMatchObject({ result: 'stored', watermarks: { gatewaySeq: 2 } });
    expect(await rows(store, 'SELECT epoch, public_key FROM terminal_epoch')).toEqual([
      { epoch: 1, public_key: till.device.publicKey },
    ]);
  });

  test('to before some records: it says that it does not hold what it acknowledged, and tells headquarters', async () => {
    const store = newStore();
    const till = await activated(store);
    await till.journal.sale();
    await till.pushed();
    const { seq, hash } = till.journal.head;
    const [first] = till.journal.records;
    await rows(store, 'DELETE FROM journal_record WHERE seq = 2');
    await rows(store, `UPDATE journal_branch SET seq = 1, hash = '${first?.hash}'`);
    expect(await till.hello({ seq, hash })).toMatchObject({
      ...{ verdict: 'ok', holdsAcknowledged: false },
      watermarks: { gatewaySeq: 1 },
    });
    const { told } = await withHq(store);
    await runDurableObjectAlarm(store);
    expect(told.map(({ incident }) => incident)).toEqual([
      { type: 'gatewaySetBack', epoch: 1, heldSeq: 1, saidSeq: 2 },
    ]);
    expect(await incidents(store)).toEqual([]);
  });

  test('a device of another terminal cannot send in its name', async () => {
    const store = newStore();
    const till = await activated(store);
    const thief = await activated(store, '2');
    await till.journal.sale();
    const body = JSON.stringify({ epoch: 1, records: till.journal.records });
    const answer = await thief.call('journal', body, await thief.device.sign(body));
    expect(answer.status).toBe(422);
    expect(await count(store)).toBe(0);
  });

  test('a device cannot send into an epoch of the terminal that another device was given', async () => {
    const store = newStore();
    const till = await activated(store);
    await till.pushed();
    const next = await activated(store, '1', { epoch: 2 });
    await next.pushed();
    const body = JSON.stringify({ epoch: 2, records: next.journal.records });
    const answer = await till.call('journal', body, await till.device.sign(body));
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('foreign-epoch')]);
  });
});

describe('books that were set back', () => {
  test('are compared with every hour: what they lack is announced again', async () => {
    const store = newStore();
    const till = await activated(store);
    await till.journal.sale();
    await till.pushed();
    const { seq, hash } = till.journal.head;
    const [first] = till.journal.records;
    const before = await withHq(store);
    await runDurableObjectAlarm(store);
    await store.posted('1', 1, { seq, hash });
    expect(await rows(store, 'SELECT state FROM segment')).toEqual([{ state: 'booked' }]);
    const heads = [{ terminal: '1', epoch: 1, seq: 1, hash: first?.hash ?? '' }];
    const { told, notices } = await withHq(store, heads);
    await runDurableObjectAlarm(store);
    await runDurableObjectAlarm(store);
    expect(notices.map(({ segment }) => segment)).toContain(before.notices[0]?.segment);
    expect(told.map(({ incident }) => incident)).toContainEqual({
      ...{ type: 'hqSetBack', epoch: 1, heldSeq: 1, saidSeq: 2 },
    });
  });
});

describe('what nobody can need again', () => {
  test('loses its texts after the recovery window, where it is booked; its hash stays, and so does the head', async () => {
    const store = newStore();
    const till = await activated(store);
    for (let sale = 0; sale < 3; sale++) await till.journal.sale();
    await till.pushed();
    const [, , third] = till.journal.records;
    await store.posted('1', 1, { seq: 3, hash: third?.hash ?? '' });
    const day = 24 * 3600_000;
    const dropped = (days: number) =>
      runInDurableObject(store, (_, { storage }) => new JournalStore(storage).prune(Date.now() + days * day));
    expect(await dropped(34)).toBe(false);
    expect(await dropped(36)).toBe(true);
    expect(await rows(store, 'SELECT seq FROM journal_record WHERE body IS NOT NULL')).toEqual([{ seq: 4 }]);
    expect(await count(store)).toBe(4);
    expect(await till.hello()).toMatchObject({ watermarks: { prunableSeq: 3 } });
    // Sent once more all the same, it is known by its hash.
    expect(await till.pushed()).toMatchObject({ result: 'stored', duplicates: 4 });
  });
});

describe('a device that headquarters has revoked', () => {
  test('signs nobody on and gets no packages; what it has sold still comes in', async () => {
    const store = newStore();
    const till = await activated(store);
    await till.journal.sale();
    await store.revoke('1');
    expect(await till.hello()).toMatchObject({ verdict: 'fenced' });
    expect(await till.pushed()).toMatchObject({ result: 'stored', fenced: true });
    for (const call of ['packages', 'signOn', 'lookUp', 'newEpoch'])
      expect(await till.call(call, '{}', 'x')).toMatchObject({ status: 403 });
    expect(await store.syncState()).toMatchObject([{ terminal: '1', revoked: true, gatewaySeq: 2 }]);
  });
});
