import { env as bindings } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { storeJournals } from '../../../../db/hq/store-journals.ts';
import { gzipText } from '../../../../protocol/gzip-text.ts';
import { readSegmentKey, segmentKey } from '../../../../protocol/package-keys.ts';
import { TestJournal } from '../../../../testing/contract/journal-fixture.ts';
import type { Env } from '../env.ts';
import { postSegment } from './post-segment.ts';
import { goOnSweeping, sweepSegments } from './sweep-segments.ts';

const env = bindings as unknown as Env;
const now = () => '2026-01-01T00:00:00.000Z';
let stores = 0;

/** A store with a journal of so many sales, each in a segment of its own in R2. */
async function storeWith(sales: number) {
  const store = `W${++stores}`;
  const journal = new TestJournal({ store, terminal: '1' });
  await journal.epochStart();
  for (let sale = 0; sale < sales; sale++) await journal.sale();
  const keys: string[] = [];
  for (const record of journal.records) {
    const { seq, hash } = record;
    const key = segmentKey(journal.identity, 1, { from: seq, to: seq, hash });
    await env.PACKAGES.put(key, await gzipText(`${JSON.stringify(record)}\n`));
    keys.push(key);
  }
  const booked = async () =>
    (
      await env.BOOKS.prepare('SELECT count(*) AS n FROM sale WHERE store = ?')
        .bind(store)
        .first<{ n: number }>()
    )?.n;
  return { store, journal, keys, booked };
}

test('segments that nobody announces are booked in order, and once', async () => {
  const { store, keys, booked } = await storeWith(12);
  const told: number[] = [];
  const GATEWAY_CALLS = {
    ...env.GATEWAY_CALLS,
    posted: async (_s: string, _t: string, _e: number, { seq }: { seq: number }) => void told.push(seq),
  };
  const sweep = () => sweepSegments({ ...env, GATEWAY_CALLS }, store, null, now);
  expect(await sweep()).toEqual({ segments: 13, booked: 13, waiting: [], next: null });
  expect(told).toEqual(keys.map((_, index) => index + 1));
  expect(await booked()).toBe(12);
  expect(await sweep()).toEqual({ segments: 13, booked: 0, waiting: [], next: null });
  expect(await booked()).toBe(12);
});

test('what is booked already is left as it is; a hole keeps what comes after it waiting', async () => {
  const { store, journal, keys, booked } = await storeWith(4);
  const [first, , third] = keys as [string, string, string];
  await postSegment(env, { store, terminal: '1', epoch: 1, from: 1, to: 1, segment: first }, now);
  const whole = await env.PACKAGES.get(third);
  const bytes = await whole?.arrayBuffer();
  await env.PACKAGES.delete(third);
  expect(await sweepSegments(env, store, null, now)).toEqual({
    ...{ segments: 4, booked: 1, waiting: keys.slice(3), next: null },
  });
  await env.PACKAGES.put(third, bytes ?? new ArrayBuffer());
  expect(await sweepSegments(env, store, null, now)).toMatchObject({ booked: 3, waiting: [] });
  expect(await booked()).toBe(journal.records.length - 1);
});

test('a gateway that says less than headquarters knows was set back: what it forgot is looked for until nothing is left', async () => {
  const { store, booked } = await storeWith(3);
  const journals = storeJournals(env.MASTERS);
  for (const said of [0, 1, 2]) expect(await journals.compared(store, said)).toBe(said + 1);
  expect(await journals.dueSweep(store)).toBeUndefined();
  await goOnSweeping(env, store, now);
  expect(await booked()).toBe(0);
  expect(await journals.compared(store, 1)).toBe(4);
  expect(await journals.dueSweep(store)).toBeNull();
  await goOnSweeping(env, store, now);
  expect(await booked()).toBe(3);
  // Once more, because something was found; then it is done.
  expect(await journals.dueSweep(store)).toBeNull();
  await goOnSweeping(env, store, now);
  expect(await journals.dueSweep(store)).toBeUndefined();
});

test("a store's name is no pattern: another store's segments are left alone", async () => {
  const one = await storeWith(1);
  expect(await sweepSegments(env, one.store.slice(0, -1) || 'W', null, now)).toMatchObject({ segments: 0 });
});

test.each([
  [
    'segments/S%201/1/2/3-14-0123456789abcdef.ndjson.gz',
    { store: 'S 1', terminal: '1', epoch: 2, from: 3, to: 14 },
  ],
  ['segments/S1/1/1/1-2.ndjson.gz', { store: 'S1', terminal: '1', epoch: 1, from: 1, to: 2 }],
  ['segments/S1/1/1/1.ndjson.gz', null],
  ['blobs/00', null],
])('%s', (key, said) => {
  expect(readSegmentKey(key)).toEqual(said);
});
