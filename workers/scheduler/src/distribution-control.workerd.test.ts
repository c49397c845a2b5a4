import { createExecutionContext, createMessageBatch, createScheduledController } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MasterRow, masterStore } from '../../../db/hq/master-store.ts';
import { masterTables } from '../../../db/hq/master-tables.ts';
import type { Bytes } from '../../../protocol/bytes.ts';
import { keyRingDocument } from '../../../protocol/package-documents.ts';
import { headKey, KEY_RING_KEY, manifestKey } from '../../../protocol/package-keys.ts';
import { importSigningKey, type SignedDocument, verifyDocument } from '../../../protocol/signed-document.ts';
import { smallRetailer } from '../../../testing/contract/hq-fixture.ts';
import { PackageReplica } from '../../../testing/contract/package-replica.ts';
import type { Env } from './env.ts';
import worker, { SchedulerCalls } from './index.ts';

/** Levers of distribution and trust in it, at the scheduler, against the real D1 and R2. */
const env = bindings as unknown as Env;
const store = masterStore(env.MASTERS);
const calls = (changed: Partial<Env> = {}) =>
  new SchedulerCalls(createExecutionContext(), { ...env, ...changed });
const rows = async (sql: string) => (await env.MASTERS.prepare(sql).all<Record<string, unknown>>()).results;
const sample = (noun: string, at = 0): MasterRow => ({
  ...smallRetailer.find((write) => write.noun === noun)?.items[at],
});

async function put(noun: string, ...items: MasterRow[]): Promise<void> {
  const master = masterTables.find((table) => table.noun === noun);
  if (master)
    await store.put(
      master,
      items.map((row) => master.shape.parse(row)),
      'ada',
    );
}

let edits = 500;
/** A price of the assortment and a customer's name: two kinds of streams. */
async function editBoth(): Promise<void> {
  await put('prices', { ...sample('prices'), amountMinor: ++edits });
  await put('customers', { ...sample('customers'), name: `Customer ${edits}` });
}

async function pulled(trusted?: Record<string, string>): Promise<PackageReplica> {
  const { keyId, publicKey } = await importSigningKey(env.SIGNING_KEY);
  const replica = new PackageReplica('S1', trusted ?? { [keyId]: publicKey }, async (name) => {
    const object = await env.PACKAGES.get(name);
    return object && ((await object.bytes()) as Bytes);
  });
  await replica.pull();
  return replica;
}
const document = async (name: string) => (await env.PACKAGES.get(name))?.json<SignedDocument>();

async function newSecret(): Promise<string> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const pkcs8 = new Uint8Array((await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer);
  return btoa(String.fromCharCode(...pkcs8))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

beforeAll(async () => {
  for (const { noun, items } of smallRetailer) await put(noun, ...items.map((row) => ({ ...row })));
  await calls().publishNow('all');
});
beforeEach(async () => {
  await calls().publishNow('all');
  await env.MASTERS.exec('DELETE FROM distribution_run;');
});

describe('a job for some kinds of streams', () => {
  test('publishes those; the others stay due until a job comes that is for them', async () => {
    await put('distribution-jobs', {
      ...{ id: 'prices', name: 'Prices', everyMinutes: 1, streamKinds: ['assortment', 'price-group'] },
    });
    await editBoth();
    expect(await calls().publishNow('prices')).toMatchObject({ state: 'done', streams: 1 });
    expect(await rows('SELECT stream FROM due_stream')).toEqual([{ stream: 'customers:customers' }]);
    expect((await calls().preview('all')).streams).toMatchObject([
      { stream: 'customers:customers', rows: 1, stores: 1, error: null },
    ]);
    expect(await calls().publishNow('all')).toMatchObject({ streams: 1 });
    expect(await rows('SELECT * FROM due_stream')).toEqual([]);
    expect((await calls().preview('all')).streams).toEqual([]);
  });

  test('a paused one does not run by itself', async () => {
    const paused = { id: 'all', name: 'Everything', everyMinutes: 1, paused: true };
    await put('distribution-jobs', paused);
    await env.MASTERS.exec("DELETE FROM distribution_job WHERE id <> 'all';");
    await editBoth();
    const cron = () =>
      worker.scheduled?.(createScheduledController({ scheduledTime: Date.now(), cron: '* * * * *' }), env);
    await cron();
    expect(await rows('SELECT * FROM distribution_run')).toEqual([]);
    await put('distribution-jobs', { ...paused, paused: false });
    await cron();
    expect(await rows('SELECT state, streams FROM distribution_run')).toMatchObject([
      { state: 'done', streams: 2 },
    ]);
  });
});

describe('what does not go well', () => {
  test('a stream that fails is named and stays due; the others are published; it can be tried alone', async () => {
    await editBoth();
    const PACKAGES = {
      head: (name: string) => env.PACKAGES.head(name),
      put: (name: string, ...rest: [Bytes, R2PutOptions?]) =>
        name === headKey('customers:customers')
          ? Promise.reject(new Error('10001 internal error'))
          : env.PACKAGES.put(name, ...rest),
    } as unknown as R2Bucket;
    await expect(calls({ PACKAGES }).publishNow('all')).rejects.toThrow('customers:customers: 10001');
    expect(await rows('SELECT state, streams FROM distribution_run')).toMatchObject([
      { state: 'failed', streams: 2 },
    ]);
    expect(await rows('SELECT stream, error FROM due_stream')).toEqual([
      { stream: 'customers:customers', error: '10001 internal error' },
    ]);
    const till = await pulled();
    expect(till.rows().get(`assortment:gifts price ${String(sample('prices').id)}`)?.amountMinor).toBe(edits);
    expect(await calls().publishNow('all', ['customers:customers'])).toMatchObject({ state: 'done' });
    expect(await rows('SELECT * FROM due_stream')).toEqual([]);
  });

  test('a row that cannot be packed is left out with its reason; repaired, it travels', async () => {
    await put('customers', { ...sample('customers'), number: 'BROKEN', name: 'before' });
    await calls().publishNow('all');
    await put(
      'customers',
      { ...sample('customers'), number: 'BROKEN', name: 'after' },
      { ...sample('customers'), name: 'good' },
    );
    await env.MASTERS.exec("UPDATE customer SET attributes = '{not json' WHERE number = 'BROKEN';");
    expect(await calls().publishNow('all')).toMatchObject({ state: 'done' });
    expect(await rows('SELECT stream, table_name, row_key, reason FROM refused_row')).toMatchObject([
      {
        ...{ stream: 'customers:customers', table_name: 'customer', row_key: 'BROKEN' },
        reason: expect.stringContaining('malformed JSON'),
      },
    ]);
    const key = (number: unknown) => `customers:customers customer ${String(number)}`;
    const before = (await pulled()).rows();
    expect(before.get(key('BROKEN'))?.name).toBe('before');
    expect(before.get(key(sample('customers').number))?.name).toBe('good');
    await env.MASTERS.exec("UPDATE customer SET attributes = '{}' WHERE number = 'BROKEN';");
    await calls().publishNow('all');
    expect(await rows('SELECT * FROM refused_row')).toEqual([]);
    expect((await pulled()).rows().get(key('BROKEN'))?.name).toBe('after');
  });
});

describe('a run that an admin stops', () => {
  test('ends where it is, leaves the rest due, and no notice begins it again; the next one does the rest', async () => {
    const notices: { job: string }[] = [];
    const PUBLISHING = { send: async (notice: { job: string }) => void notices.push(notice) };
    const more = { PUBLISHING } as unknown as Partial<Env>;
    const told = async () => {
      const message = { id: '1', timestamp: new Date(), attempts: 1, body: { job: 'all' } };
      await worker.queue?.(createMessageBatch('evertill-publishing', [message]), { ...env, ...more });
    };
    const shop = sample('stores');
    await put('stores', ...Array.from({ length: 250 }, (_, at) => ({ ...shop, store: `T${at}` })));
    expect(await calls(more).publishNow('all')).toMatchObject({ state: 'running' });
    const due = async () => (await rows('SELECT count(*) AS streams FROM due_stream'))[0]?.streams;
    const before = await due();
    expect(before).toBeGreaterThan(0);
    await env.MASTERS.exec("UPDATE distribution_run SET stop_asked_by = 'ada' WHERE state = 'running';");
    await told();
    expect(await rows('SELECT state FROM distribution_run')).toEqual([{ state: 'stopped' }]);
    expect(await due()).toBe(before);
    await told();
    expect(await rows('SELECT state FROM distribution_run')).toEqual([{ state: 'stopped' }]);
    expect(notices).toHaveLength(1);
    for (let run = 0; run < 5; run++) await calls(more).publishNow('all');
    expect(await due()).toBe(0);
    expect(await rows("SELECT store FROM manifest WHERE store = 'T249'")).toHaveLength(1);
  });
});

describe('keys', () => {
  test('are changed with an overlap: the new one is announced by the old, then everything is signed with it', async () => {
    const old = await importSigningKey(env.SIGNING_KEY);
    const secret = await newSecret();
    const next = await importSigningKey(secret);
    const ring = async () => {
      const documents = (await (await env.PACKAGES.get(KEY_RING_KEY))?.json<SignedDocument[]>()) ?? [];
      const verified = await verifyDocument(documents[0] as SignedDocument, {
        [old.keyId]: old.publicKey,
        [next.keyId]: next.publicKey,
      });
      return {
        signers: documents.map(({ keyId }) => keyId),
        ring: keyRingDocument.parse(JSON.parse(verified.ok ? verified.value : '')),
      };
    };
    const before = (await ring()).ring.version;
    // Announced, and not used yet.
    await calls({ SIGNING_KEY_OVERLAP: secret }).publishNow('all');
    expect(await ring()).toMatchObject({
      signers: [old.keyId, next.keyId],
      ring: { version: before + 1, keys: { [old.keyId]: old.publicKey, [next.keyId]: next.publicKey } },
    });
    expect((await document(headKey('global')))?.keyId).toBe(old.keyId);
    // Used: what was published before is signed anew, and has the same versions.
    const version = (await (await pulled()).head('global')).version;
    await calls({ SIGNING_KEY: secret, SIGNING_KEY_OVERLAP: env.SIGNING_KEY }).publishNow('all');
    const till = await pulled({ [next.keyId]: next.publicKey });
    expect((await till.head('global')).version).toBe(version);
    expect((await document(manifestKey('S1')))?.keyId).toBe(next.keyId);
    // Retired: registers that are activated from now on are not told of it.
    await calls({ SIGNING_KEY: secret }).publishNow('all');
    expect(Object.keys((await ring()).ring.keys)).toEqual([next.keyId]);
    expect(await rows('SELECT key_id FROM signing_key WHERE retired_at IS NULL')).toEqual([
      { key_id: next.keyId },
    ]);
    await calls().publishNow('all');
  });
});
