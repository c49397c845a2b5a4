import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { gunzipText } from '../../../protocol/gzip-text.ts';
import { segmentKey } from '../../../protocol/package-keys.ts';
import type { SegmentNotice } from '../../../protocol/worker-calls.ts';
import { activated } from '../../../testing/contract/gateway-fixture.ts';
import { type DrainPorts, drainSegments, noticeOf } from './drain-segments.ts';
import type { Env } from './env.ts';
import type { Segment } from './outbox.ts';

interface TestOutbox {
  clockMs: number;
  /** How many of the next calls fail. */
  failing: { put: number; announce: number };
  readonly stored: string[];
  readonly announced: string[];
  drain(): Promise<void>;
  state(key: string): Segment['state'] | undefined;
  /** Lets time pass until a segment is due, and answers how long that took. */
  untilDue(): number;
}

/** An outbox in memory with a clock, whose effects fail as often as the test says. */
function outbox(...segments: Pick<Segment, 'key' | 'terminal'>[]): TestOutbox {
  const rows = new Map(
    segments.map(({ key, terminal }, index): [string, Segment & { dueMs: number }] => {
      const from = index + 1;
      const range = { epoch: 1, branch: 0, from, to: from, hash: key };
      return [key, { key, terminal, ...range, state: 'planned', attempts: 0, dueMs: 0 }];
    }),
  );
  const attempt = (effect: 'put' | 'announce', done: string[], key: string) => {
    if (box.failing[effect]-- > 0) throw new Error(`${effect} fails`);
    done.push(key);
  };
  const ports: DrainPorts = {
    nowMs: () => box.clockMs,
    due: (nowMs) =>
      [...rows.values()]
        .filter(({ state, dueMs }) => state !== 'booked' && dueMs <= nowMs)
        .map((row) => ({ ...row })),
    records: () => [],
    mark: (key, state, attempts, dueMs) => {
      const row = rows.get(key);
      if (row) rows.set(key, { ...row, state, attempts, dueMs });
    },
    put: async (key) => attempt('put', box.stored, key),
    announce: async ({ key }) => attempt('announce', box.announced, key),
    failed: () => undefined,
  };
  const box: TestOutbox = {
    clockMs: 1_000_000,
    failing: { put: 0, announce: 0 },
    stored: [],
    announced: [],
    drain: () => drainSegments(ports),
    state: (key) => rows.get(key)?.state,
    untilDue: () => {
      const dueMs = Math.min(...[...rows.values()].map((row) => row.dueMs));
      const waitMs = Math.max(0, dueMs - box.clockMs);
      box.clockMs += waitMs;
      return waitMs;
    },
  };
  return box;
}

describe('draining the outbox', () => {
  test('a segment is stored, then announced', async () => {
    const box = outbox({ key: 'a', terminal: '1' });
    await box.drain();
    expect(box).toMatchObject({ stored: ['a'], announced: ['a'] });
    expect(box.state('a')).toBe('announced');
  });

  test('while R2 fails nothing is announced; it is tried again, later each time, a minute at most', async () => {
    const box = outbox({ key: 'a', terminal: '1' });
    box.failing.put = 8;
    const waitsMs: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      await box.drain();
      expect(box.state('a')).toBe('planned');
      waitsMs.push(box.untilDue());
    }
    expect(waitsMs).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(box.announced).toEqual([]);
    await box.drain();
    expect(box).toMatchObject({ stored: ['a'], announced: ['a'] });
  });

  test('while the Queue fails the segment stays stored, and is not stored again', async () => {
    const box = outbox({ key: 'a', terminal: '1' });
    box.failing.announce = 3;
    for (let attempt = 0; attempt < 3; attempt++) {
      await box.drain();
      expect(box.state('a')).toBe('stored');
      box.untilDue();
    }
    await box.drain();
    expect(box).toMatchObject({ stored: ['a'], announced: ['a'] });
    expect(box.state('a')).toBe('announced');
  });

  test('what headquarters has not booked after the interval is announced again, and only that', async () => {
    const box = outbox({ key: 'a', terminal: '1' });
    await box.drain();
    await box.drain();
    expect(box.announced).toEqual(['a']);
    expect(box.untilDue()).toBe(30_000);
    await box.drain();
    expect(box).toMatchObject({ stored: ['a'], announced: ['a', 'a'] });
  });

  test("one terminal's trouble does not hold up another's segments", async () => {
    const box = outbox({ key: 'a', terminal: '1' }, { key: 'b', terminal: '2' });
    box.failing.put = 1;
    await box.drain();
    expect(box).toMatchObject({ stored: ['b'], announced: ['b'] });
    box.untilDue();
    await box.drain();
    expect(box.announced).toEqual(['b', 'a']);
  });
});

describe('a store gateway on its way to headquarters', () => {
  const env = bindings as unknown as Env;

  async function terminal(name: string) {
    const store = env.STORE.getByName(name);
    const notices: SegmentNotice[] = [];
    const trouble = { put: false, send: false };
    await runInDurableObject(store, (instance) => {
      const fails = async () => Promise.reject(new Error('10001: internal error'));
      const PACKAGES = {
        put: (key: string, value: Uint8Array) => (trouble.put ? fails() : env.PACKAGES.put(key, value)),
      };
      const SEGMENTS = {
        send: async (notice: SegmentNotice) => (trouble.send ? fails() : void notices.push(notice)),
      };
      Object.assign(instance, { env: { ...env, PACKAGES, SEGMENTS } });
    });
    const till = await activated(store);
    await till.journal.sale();
    const segments = () =>
      runInDurableObject(store, (_, { storage }) =>
        storage.sql.exec('SELECT from_seq, to_seq, state FROM segment ORDER BY from_seq').toArray(),
      );
    /** Brings the next attempt forward and makes it; the object's own alarm may have made one too. */
    const drain = async () => {
      await runInDurableObject(store, async (_, { storage }) => {
        storage.sql.exec('UPDATE segment SET next_attempt_ms = 0');
        await storage.setAlarm(Date.now() + 60_000);
      });
      await runDurableObjectAlarm(store);
    };
    const hash = till.journal.head.hash;
    const key = segmentKey({ store: name, terminal: '1' }, 1, { from: 1, to: 2, hash });
    return { store, till, notices, trouble, segments, drain, key, hash };
  }

  test('R2 fails for a while: the records stay here, nobody is told, and they go on by themselves', async () => {
    const { store, till, notices, trouble, segments, drain, key, hash } = await terminal('R2');
    trouble.put = true;
    await till.pushed();
    for (let attempt = 0; attempt < 3; attempt++) await drain();
    expect(await segments()).toEqual([{ from_seq: 1, to_seq: 2, state: 'planned' }]);
    expect(await env.PACKAGES.head(key)).toBeNull();
    expect(await runInDurableObject(store, (_, { storage }) => storage.getAlarm())).not.toBeNull();
    expect(notices).toEqual([]);
    // What comes meanwhile is its own segment: a planned range never changes.
    await till.journal.sale();
    await till.pushed();
    trouble.put = false;
    await drain();
    expect([...new Map(notices.map((notice) => [notice.segment, notice])).values()]).toEqual([
      { store: 'R2', terminal: '1', epoch: 1, from: 1, to: 2, segment: key, hash },
      {
        ...{ store: 'R2', terminal: '1', epoch: 1, from: 3, to: 3, hash: till.journal.head.hash },
        segment: `segments/R2/1/1/3-3-${till.journal.head.hash.slice(0, 16)}.ndjson.gz`,
      },
    ]);
    const object = await env.PACKAGES.get(key);
    const text = await gunzipText(
      new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer()),
      100_000,
    );
    expect(text).toBe(
      till.journal.records
        .slice(0, 2)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(''),
    );
  });

  test('the Queue fails for a while, then notices get lost: announced until it is booked', async () => {
    const { store, till, notices, trouble, segments, drain, key, hash } = await terminal('QUEUE');
    trouble.send = true;
    await till.pushed();
    await drain();
    await drain();
    expect(await segments()).toEqual([{ from_seq: 1, to_seq: 2, state: 'stored' }]);
    trouble.send = false;
    await drain();
    await drain();
    expect(notices.length).toBeGreaterThanOrEqual(2);
    expect(new Set(notices.map(({ segment }) => segment))).toEqual(new Set([key]));
    await store.posted('1', 1, { seq: 2, hash });
    notices.length = 0;
    await drain();
    expect(notices).toEqual([]);
    expect(await segments()).toEqual([{ from_seq: 1, to_seq: 2, state: 'booked' }]);
    // Nothing but the hourly comparison is left to do.
    const alarmMs = await runInDurableObject(store, (_, { storage }) => storage.getAlarm());
    expect(alarmMs ?? 0).toBeGreaterThan(Date.now() + 60_000);
  });

  test('what comes in while segments are on their way follows soon, not when they are announced again', async () => {
    const { store, till } = await terminal('BUSY');
    await till.pushed();
    await runInDurableObject(store, async (instance, { storage }) => {
      // As a batch does that is stored meanwhile.
      const PACKAGES = { put: () => storage.setAlarm(Date.now() + 1000) };
      const { env: own } = instance as unknown as { env: object };
      Object.assign(instance, { env: { ...own, PACKAGES } });
      await storage.setAlarm(Date.now() + 60_000);
    });
    await runDurableObjectAlarm(store);
    const alarmMs = await runInDurableObject(store, (_, { storage }) => storage.getAlarm());
    expect(alarmMs ?? 0).toBeLessThan(Date.now() + 5000);
  });

  test('a notice says where the segment lies and what is in it', () => {
    const segment: Segment = {
      key: 'k',
      terminal: '1',
      epoch: 2,
      branch: 1,
      from: 3,
      to: 9,
      hash: 'h',
      state: 'stored',
      attempts: 4,
    };
    expect(noticeOf('S1', segment)).toEqual({
      store: 'S1',
      terminal: '1',
      epoch: 2,
      from: 3,
      to: 9,
      segment: 'k',
      hash: 'h',
    });
  });
});
