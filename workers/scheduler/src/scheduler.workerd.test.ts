import { createExecutionContext, createMessageBatch, createScheduledController } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeRequestStore } from '../../../db/hq/change-request-store.ts';
import { masterStore } from '../../../db/hq/master-store.ts';
import { masterTables } from '../../../db/hq/master-tables.ts';
import { publishStore } from '../../../db/hq/publish-store.ts';
import type { Bytes } from '../../../protocol/bytes.ts';
import { importSigningKey } from '../../../protocol/signed-document.ts';
import { smallRetailer } from '../../../testing/contract/hq-fixture.ts';
import { PackageReplica } from '../../../testing/contract/package-replica.ts';
import { busyAfter } from '../../../testing/workerd/busy-database.ts';
import type { Env } from './env.ts';
import worker, { SchedulerCalls } from './index.ts';
import { reasonOf } from './reason-of.ts';

const env = bindings as unknown as Env;
const store = masterStore(env.MASTERS);
const masters = publishStore(env.MASTERS);
const LEASE_MS = 60_000;
let edits = 0;

const rows = async (sql: string) => (await env.MASTERS.prepare(sql).all<Record<string, unknown>>()).results;
const runs = () =>
  rows('SELECT job, trigger, state, streams FROM distribution_run ORDER BY started_at, finished_at');
const put = async (noun: string, items: readonly Record<string, unknown>[]) => {
  const master = masterTables.find((table) => table.noun === noun);
  if (master) await store.put(master, items, 'ada');
};
const lamp = { ...smallRetailer.find(({ noun }) => noun === 'prices')?.items[1] };
const edit = () => put('prices', [{ ...lamp, amountMinor: ++edits }]);

const calls = (replaced: Partial<Env> = {}) =>
  new SchedulerCalls(createExecutionContext(), { ...env, ...replaced });
const cron = (minute: number) =>
  worker.scheduled?.(
    createScheduledController({ scheduledTime: Date.UTC(2030, 0, 1, 0, minute), cron: '* * * * *' }),
    env,
  );

/** The price of the lamp in a register that takes the packages now. */
async function lampInStore(): Promise<unknown> {
  const { keyId, publicKey } = await importSigningKey(env.SIGNING_KEY);
  const replica = new PackageReplica('S1', { [keyId]: publicKey }, async (name) => {
    const object = await env.PACKAGES.get(name);
    return object && ((await object.bytes()) as Bytes);
  });
  await replica.pull();
  return replica.rows().get(`assortment:gifts price ${lamp.id}`)?.amountMinor;
}

beforeAll(async () => {
  for (const { noun, items } of smallRetailer) await put(noun, items);
});
beforeEach(async () => {
  await env.MASTERS.exec('DELETE FROM distribution_run; UPDATE publisher SET lease_until_ms = 0;');
  await edit();
});

describe('publishing on demand', () => {
  test('what was written is what registers get, signed with a key that activation tells them', async () => {
    expect(await calls().publishNow('all')).toMatchObject({ state: 'done' });
    expect(await lampInStore()).toBe(edits);
    const { keyId, publicKey } = await importSigningKey(env.SIGNING_KEY);
    expect(await rows('SELECT key_id, public_key FROM signing_key')).toEqual([
      { key_id: keyId, public_key: publicKey },
    ]);
  });

  test('two runs at once: one after the other, and each ends with the newest masters published', async () => {
    const results = await Promise.all([calls().publishNow('all'), calls().publishNow('all')]);
    expect(results.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(await runs()).toMatchObject([
      { state: 'done', streams: 1 },
      { state: 'done', streams: 0 },
    ]);
    expect(await lampInStore()).toBe(edits);
  });

  test('a run waits for the one in progress', async () => {
    expect(await masters.takeLease('another', Date.now(), LEASE_MS)).toBe(true);
    const waiting = calls().publishNow('all');
    expect(await runs()).toEqual([]);
    await masters.releaseLease('another');
    expect(await waiting).toMatchObject({ state: 'done', streams: 1 });
  });

  test('a run that fails in R2 is on record, frees the lease, and the next one does its work', async () => {
    const PACKAGES = {
      head: (name: string) => env.PACKAGES.head(name),
      put: async () => Promise.reject(new Error('put: 10001 internal error')),
    } as unknown as R2Bucket;
    await expect(calls({ PACKAGES }).publishNow('all')).rejects.toThrow('10001');
    expect(await rows('SELECT state, error FROM distribution_run')).toEqual([
      { state: 'failed', error: 'assortment:gifts: put: 10001 internal error' },
    ]);
    expect(await calls().publishNow('all')).toMatchObject({ state: 'done', streams: 1 });
    expect(await lampInStore()).toBe(edits);
  });

  test('while D1 is busy, at whatever statement, a run fails or ends; the next one does its work', async () => {
    let failures = 0;
    for (const statements of [0, 1, 2, 3, 5, 8, 12, 17, 25]) {
      const before = await lampInStore();
      await edit();
      const run = calls({ MASTERS: busyAfter(env.MASTERS, statements) }).publishNow('all');
      await run.catch((problem) => {
        failures += 1;
        expect(reasonOf(problem)).toContain('D1 DB is overloaded');
      });
      expect([before, edits]).toContain(await lampInStore());
      // A run that could not even say that it failed keeps its lease for a while.
      await env.MASTERS.exec('UPDATE publisher SET lease_until_ms = 0;');
      expect(await calls().publishNow('all')).toMatchObject({ state: 'done' });
      expect(await lampInStore()).toBe(edits);
    }
    expect(failures).toBeGreaterThan(5);
    expect(await rows('SELECT stream FROM due_stream')).toEqual([]);
    const told = await rows("SELECT error FROM distribution_run WHERE state = 'failed'");
    for (const { error } of told) expect(error).toContain('D1 DB is overloaded');
  });

  test('a gateway that cannot be told does not hold up the others: its registers ask by themselves', async () => {
    const told: string[] = [];
    const packagesChanged = async (stores: readonly string[]) => {
      told.push(...stores);
      throw new Error('the object was reset');
    };
    const GATEWAY = { ...env.GATEWAY, packagesChanged };
    expect(await calls({ GATEWAY }).publishNow('all')).toMatchObject({ state: 'done' });
    expect(told).toEqual(['S1']);
    expect(await lampInStore()).toBe(edits);
  });
});

describe('a run that is more than one invocation may do', () => {
  test('goes on by a notice, as one run on record; its stores are told when all of it is there', async () => {
    const shop = smallRetailer.find(({ noun }) => noun === 'stores')?.items[0];
    await put(
      'stores',
      Array.from({ length: 250 }, (_, index) => ({ ...shop, store: `T${index}` })),
    );
    const notices: { job: string }[] = [];
    const told = new Set<string>();
    const more = {
      PUBLISHING: { send: async (notice: { job: string }) => void notices.push(notice) },
      GATEWAY: {
        ...env.GATEWAY,
        packagesChanged: async (stores: readonly string[]) => {
          for (const number of stores) told.add(number);
        },
      },
    } as unknown as Partial<Env>;
    expect(await calls(more).publishNow('all')).toMatchObject({ state: 'running' });
    expect(notices).toEqual([{ job: 'all' }]);
    expect(told.has('T249')).toBe(false);
    for (const body of notices) {
      const message = { id: '1', timestamp: new Date(), attempts: 1, body };
      await worker.queue?.(createMessageBatch('evertill-publishing', [message]), { ...env, ...more });
    }
    expect(await runs()).toEqual([{ job: 'all', trigger: 'demand', state: 'done', streams: 251 }]);
    expect(told.size).toBe(251);
    expect(await lampInStore()).toBe(edits);
  });
});

describe('publishing by the cron', () => {
  test('a job that is due runs; one that was just run, or runs on demand only, does not', async () => {
    await put('distribution-jobs', [
      { id: 'all', name: 'Everything', everyMinutes: 5 },
      { id: 'by-hand', name: 'By hand', everyMinutes: 0 },
    ]);
    await cron(0);
    expect(await runs()).toEqual([{ job: 'all', trigger: 'cron', state: 'done', streams: 1 }]);
    await env.MASTERS.exec(`UPDATE distribution_run SET started_at = '2030-01-01T00:00:00.000Z'`);
    await edit();
    await cron(4);
    expect(await runs()).toHaveLength(1);
    await cron(5);
    expect(await runs()).toHaveLength(2);
    expect(await lampInStore()).toBe(edits);
  });

  test('a change request whose time has come is what registers get in the same minute, once', async () => {
    const price = { ...lamp, amountMinor: ++edits };
    const id = await changeRequestStore(env.MASTERS).create(
      {
        ...{ title: 'New lamps', note: '', state: 'approved', rollbackOf: null },
        publishAt: '2030-01-01T00:03:00.000Z',
      },
      [
        {
          ...{ noun: 'prices', key: String(lamp.id), row: JSON.stringify(price), reason: '', leftOut: false },
          base: JSON.stringify({ ...price, amountMinor: edits - 1 }),
        },
      ],
      { event: 'created', admin: 'ada', at: '2030-01-01T00:00:00.000Z', set: { decidedBy: 'ben' } },
    );
    await cron(2);
    expect(await lampInStore()).toBe(edits - 1);
    await Promise.all([cron(3), cron(3)]);
    expect(await lampInStore()).toBe(edits);
    await cron(4);
    expect(await rows('SELECT request, approved_by FROM change_log WHERE request IS NOT NULL')).toEqual([
      { request: id, approved_by: 'ben' },
    ]);
    expect(await rows('SELECT request FROM publication WHERE distributed_at IS NULL')).toEqual([]);
  });

  test('a minute in which nothing has changed leaves no trace', async () => {
    await cron(0);
    await cron(1);
    expect(await runs()).toHaveLength(1);
  });

  test('while another run has the lease it leaves the work to that one; a run that died frees it in a minute', async () => {
    const nowMs = Date.now();
    expect(await masters.takeLease('dead', nowMs, LEASE_MS)).toBe(true);
    await cron(0);
    expect(await runs()).toEqual([]);
    expect(await masters.takeLease('next', nowMs + LEASE_MS - 1, LEASE_MS)).toBe(false);
    expect(await masters.takeLease('next', nowMs + LEASE_MS + 1, LEASE_MS)).toBe(true);
    // Freed late by the one that was thought dead: the lease is no longer its own.
    await masters.releaseLease('dead');
    expect(await masters.takeLease('third', nowMs + LEASE_MS + 2, LEASE_MS)).toBe(false);
  });
});
