import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignOnAttempts } from '../../commerce/runtime/sign-on-attempts.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import { type SyncStore, syncStore } from '../../db/channel/sync-store.ts';
import { nodeKeys } from '../app/node-keys.ts';
import { openNodeClient } from '../replica/node-client.ts';
import type { DeviceKeys } from './device-keys.ts';
import { type GatewayAnswer, Unreachable } from './gateway-link.ts';
import { offlineEmployees, type SignOnPorts, verifyEmployee } from './sign-on.ts';

const HOUR_MS = 3_600_000;
const RIGHT = '482915';
const WRONG = '111111';
let folder: string;
let client: Awaited<ReturnType<typeof openNodeClient>>;
let store: SyncStore;
let keys: DeviceKeys;
let clockMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-sign-on-'));
  client = await openNodeClient({ file: join(folder, 'register.db') });
  const database = libsqlDatabase(client);
  await migrate(database);
  store = syncStore(database);
  keys = await nodeKeys(join(folder, 'device-key.json'));
  clockMs = Date.UTC(2026, 0, 1);
});
afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

const problem = (status: number, code: string, more: object = {}): GatewayAnswer => ({
  status,
  body: JSON.stringify({ type: `urn:evertill:problem:${code}`, status, ...more }),
});
const letIn: GatewayAnswer = { status: 200, body: '{"employee":"1001"}' };

function signOn(pin: string, gateway: GatewayAnswer | 'down' | null, changed: Partial<SignOnPorts> = {}) {
  const ports: SignOnPorts = {
    store,
    keys,
    nowMs: () => clockMs,
    offlineHours: async () => 72,
    askGateway:
      gateway === null
        ? null
        : async () => {
            if (gateway === 'down') throw new Unreachable('no answer');
            return gateway;
          },
    ...changed,
  };
  return verifyEmployee(ports, '1001', pin);
}
const attempts = () => store.note<SignOnAttempts>('attempts:1001');
const cannot = { ok: false, error: { type: 'cannotVerifyOffline', employee: '1001' } };

describe('the gateway answers', () => {
  test('yes: let in, and from then on known here', async () => {
    expect(await signOn(RIGHT, letIn)).toEqual({ ok: true, value: 'gateway' });
    expect(await offlineEmployees(store, clockMs)).toEqual(['1001']);
    expect(JSON.stringify(await store.note('verifier:1001'))).not.toContain(RIGHT);
  });

  test.each([
    [
      'a wrong PIN',
      problem(401, 'wrong-pin', { triesLeft: 3, lockedForMs: 0 }),
      { type: 'wrongPin', triesLeft: 3 },
    ],
    [
      'the last wrong PIN',
      problem(401, 'wrong-pin', { triesLeft: 0, lockedForMs: 30_000 }),
      { type: 'locked', lockedForMs: 30_000 },
    ],
    ['a lock', problem(423, 'locked', { lockedForMs: 1000 }), { type: 'locked', lockedForMs: 1000 }],
    ['what it cannot read', problem(422, 'invalid-field'), { type: 'wrongPin', triesLeft: 0 }],
  ])('%s: refused, also where this register knows the PIN', async (_, answer, error) => {
    await signOn(RIGHT, letIn);
    expect(await signOn(RIGHT, answer)).toEqual({ ok: false, error });
  });

  test.each<[string, GatewayAnswer | 'down' | null]>([
    ['cannot be reached', 'down'],
    ['fails inside', problem(500, 'internal')],
    ['has too much to do', problem(429, 'busy')],
    ['answers with a page of somebody else', { status: 502, body: '<html>' }],
    ['does not know the device, which says nothing of the PIN', problem(401, 'unknown-device')],
    ['was cut off by the cashier', null],
  ])('it %s: the PIN is checked here', async (_, gateway) => {
    expect(await signOn(RIGHT, gateway)).toEqual(cannot);
    await signOn(RIGHT, letIn);
    expect(await signOn(RIGHT, gateway)).toEqual({ ok: true, value: 'device' });
    expect(await signOn(WRONG, gateway)).toEqual({ ok: false, error: { type: 'wrongPin', triesLeft: 4 } });
  });
});

describe('offline', () => {
  beforeEach(() => signOn(RIGHT, letIn));

  test('wrong PINs are counted down, then locked; the lock grows; a right PIN after it clears the count', async () => {
    for (const triesLeft of [4, 3, 2, 1])
      expect(await signOn(WRONG, 'down')).toEqual({ ok: false, error: { type: 'wrongPin', triesLeft } });
    for (const lockedForMs of [30_000, 60_000]) {
      expect(await signOn(WRONG, 'down')).toEqual({ ok: false, error: { type: 'locked', lockedForMs } });
      clockMs += lockedForMs - 1;
      expect(await signOn(RIGHT, 'down')).toEqual({ ok: false, error: { type: 'locked', lockedForMs: 1 } });
      clockMs += 1;
    }
    expect(await signOn(RIGHT, 'down')).toEqual({ ok: true, value: 'device' });
    expect(await attempts()).toMatchObject({ failures: 0 });
  });

  test('an attempt is counted before the PIN is looked at: pulling the plug gives no guess back', async () => {
    const dying: DeviceKeys = {
      ...keys,
      keyedHash: async () => {
        expect(await attempts()).toMatchObject({ failures: 1 });
        throw new Error('the plug is pulled');
      },
    };
    await expect(signOn(WRONG, 'down', { keys: dying })).rejects.toThrow('the plug is pulled');
    expect(await attempts()).toMatchObject({ failures: 1 });
    expect(await signOn(WRONG, 'down')).toEqual({ ok: false, error: { type: 'wrongPin', triesLeft: 3 } });
  });

  test("after the profile's hours it needs the gateway again", async () => {
    clockMs += 72 * HOUR_MS - 1;
    expect(await signOn(RIGHT, 'down')).toEqual({ ok: true, value: 'device' });
    clockMs += 1;
    expect(await signOn(RIGHT, 'down')).toEqual(cannot);
    expect(await offlineEmployees(store, clockMs)).toEqual([]);
    await signOn(RIGHT, letIn);
    expect(await signOn(RIGHT, 'down')).toEqual({ ok: true, value: 'device' });
  });

  test("a copied database is worth nothing with another device's key", async () => {
    const thief = await nodeKeys(join(folder, 'another-device.json'));
    expect(await signOn(RIGHT, 'down', { keys: thief })).toEqual({
      ok: false,
      error: { type: 'wrongPin', triesLeft: 4 },
    });
    expect(await signOn(RIGHT, 'down')).toEqual({ ok: true, value: 'device' });
  });

  test('the PIN that headquarters changed replaces the one that was known here', async () => {
    await signOn('905172', letIn);
    expect(await signOn('905172', 'down')).toEqual({ ok: true, value: 'device' });
    expect(await signOn(RIGHT, 'down')).toMatchObject({ ok: false, error: { type: 'wrongPin' } });
  });
});
