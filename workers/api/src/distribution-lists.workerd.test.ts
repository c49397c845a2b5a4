import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../protocol/bytes.ts';
import { TestHq, testAdmins } from '../../../testing/contract/hq-fixture.ts';
import type { Env } from './env.ts';
import worker from './index.ts';

const env = bindings as unknown as Env;
const hq = new TestHq((request) => worker.fetch(request, env, createExecutionContext()));
const get = async (path: string) => (await hq.send('GET', path)) as { status: number; body: List };

interface List {
  readonly items: Record<string, unknown>[];
  readonly next: string | null;
}

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins)
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
});

describe('refused rows', () => {
  beforeEach(async () => {
    await env.MASTERS.exec('DELETE FROM refused_row');
    await env.MASTERS.batch(
      Array.from({ length: 7 }, (_, row) =>
        env.MASTERS.prepare('INSERT INTO refused_row VALUES (?, ?, ?, ?, ?)').bind(
          `assortment:${row % 2}`,
          'product',
          `P${row}`,
          'malformed JSON',
          // Several at the same moment, as a run refuses them.
          row < 5 ? '2026-11-26T10:00:00.000Z' : '2026-11-26T11:00:00.000Z',
        ),
      ),
    );
  });

  test('come by limit and cursor, newest first, each once', async () => {
    const keys: unknown[] = [];
    let path: string | null = '/v1/refused-rows?limit=2';
    while (path) {
      const { status, body }: { status: number; body: List } = await get(path);
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      keys.push(...body.items.map(({ rowKey }) => rowKey));
      path = body.next === null ? null : `/v1/refused-rows?limit=2&cursor=${body.next}`;
    }
    expect(keys).toEqual(['P6', 'P5', 'P0', 'P2', 'P4', 'P1', 'P3']);
  });

  test.each(['limit=0', 'limit=501', 'cursor=none', 'cursor=WzFd'])(
    '%s: 422 that names it',
    async (query) => {
      expect(await get(`/v1/refused-rows?${query}`)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: expect.stringMatching(`^/?${query.split('=')[0]}$`) }] },
      });
    },
  );
});

test('the schedule tells of every job when it ran last, how that ended, and when it runs next', async () => {
  await env.MASTERS.exec('DELETE FROM distribution_run; DELETE FROM distribution_job;');
  const job = {
    streamKinds: [],
    everyMinutes: 60,
    paused: false,
    runFrom: null,
    runUntil: null,
    timeZone: 'UTC',
  };
  await hq.put('distribution-jobs', [
    { ...job, id: 'all', name: 'All' },
    { ...job, id: 'held', name: 'Held', paused: true },
  ]);
  const startedMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
  for (const [id, startedAt, state] of [
    ['r1', startedMs - 3_600_000, 'done'],
    ['r2', startedMs, 'failed'],
  ] as const)
    await env.MASTERS.prepare(
      `INSERT INTO distribution_run (id, job, trigger, started_at, state, streams, rows, bytes)
        VALUES (?, 'all', 'cron', ?, ?, 0, 0, 0)`,
    )
      .bind(id, new Date(startedAt).toISOString(), state)
      .run();
  expect((await get('/v1/distribution-schedule')).body).toEqual({
    items: [
      {
        ...{ job: 'all', lastRunAt: new Date(startedMs).toISOString(), lastState: 'failed' },
        nextRunAt: new Date(startedMs + 3_600_000).toISOString(),
      },
      { job: 'held', lastRunAt: null, lastState: null, nextRunAt: null },
    ],
    next: null,
  });
});
