import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { PinVerifier } from '../../../protocol/worker-calls.ts';
import { activated } from '../../../testing/contract/gateway-fixture.ts';
import { hashPin } from '../../shared/hash-pin.ts';
import type { CallPorts } from './call.ts';
import { answerCall } from './calls.ts';
import type { Env } from './env.ts';
import { GatewayStore } from './gateway-store.ts';

const env = bindings as unknown as Env;
const PEPPER = 'pepper';
const RIGHT = '482915';
const WRONG = '111111';
const maya: PinVerifier = { salt: 'salt', verifier: await hashPin(RIGHT, 'salt', PEPPER) };
const device = { terminal: '1', installId: '', publicKey: '', tokenHash: '', revoked: false };
let stores = 0;

interface Gateway {
  clockMs: number;
  send(body: string): Promise<{ status: number; body: Record<string, unknown> }>;
  signOn(employee: string, pin: string): ReturnType<Gateway['send']>;
  attempts(): Record<string, unknown>[];
}

/** A gateway's sign-on over its own tables, with a clock that the test moves. */
async function withGateway(
  use: (gateway: Gateway) => Promise<void>,
  ports: Partial<CallPorts> = {},
): Promise<void> {
  const store = env.STORE.getByName(`P${++stores}`);
  await runInDurableObject(store, async (_, { storage }) => {
    const whole: CallPorts = {
      store: new GatewayStore(storage, 'P'),
      storeId: 'P',
      now: () => new Date(gateway.clockMs),
      pepper: PEPPER,
      verifierOf: async (employee) => (employee === '1001' ? maya : null),
      lookUp: async () => [],
      allocateEpoch: async () => ({ epoch: 2, receiptSeen: 0 }),
      registeredEpoch: async () => null,
      packages: async () => ({ manifest: null, heads: [], keys: [] }),
      stored: async () => undefined,
    };
    Object.defineProperties(whole, Object.getOwnPropertyDescriptors(ports));
    const gateway: Gateway = {
      clockMs: Date.UTC(2026, 0, 1),
      async send(text) {
        const { status, body } = await answerCall(whole, device, { call: 'signOn', body: text });
        return { status, body: JSON.parse(body) as Record<string, unknown> };
      },
      signOn: (employee, pin) => gateway.send(JSON.stringify({ employee, pin })),
      attempts: () => storage.sql.exec('SELECT employee, failures FROM sign_on_attempt').toArray(),
    };
    await use(gateway);
  });
}

describe('signing on at the gateway', () => {
  test('a right PIN is let in', () =>
    withGateway(async (gateway) => {
      expect(await gateway.signOn('1001', RIGHT)).toEqual({ status: 200, body: { employee: '1001' } });
    }));

  test('wrong PINs are counted down, then the employee is locked, also for the right PIN', () =>
    withGateway(async (gateway) => {
      for (const triesLeft of [4, 3, 2, 1]) {
        expect(await gateway.signOn('1001', WRONG)).toMatchObject({
          status: 401,
          body: { type: 'urn:evertill:problem:wrong-pin', triesLeft, lockedForMs: 0 },
        });
      }
      expect(await gateway.signOn('1001', WRONG)).toMatchObject({
        status: 401,
        body: { triesLeft: 0, lockedForMs: 30_000 },
      });
      gateway.clockMs += 29_000;
      expect(await gateway.signOn('1001', RIGHT)).toMatchObject({
        status: 423,
        body: { type: 'urn:evertill:problem:locked', lockedForMs: 1000 },
      });
      expect(gateway.attempts()).toEqual([{ employee: '1001', failures: 5 }]);
    }));

  test('each further wrong PIN locks for twice as long, a right one after the lock clears the count', () =>
    withGateway(async (gateway) => {
      for (let failure = 0; failure < 5; failure++) await gateway.signOn('1001', WRONG);
      for (const lockedForMs of [60_000, 120_000, 240_000]) {
        gateway.clockMs += 3_600_000;
        expect(await gateway.signOn('1001', WRONG)).toMatchObject({ status: 401, body: { lockedForMs } });
      }
      gateway.clockMs += 3_600_000;
      expect(await gateway.signOn('1001', RIGHT)).toMatchObject({ status: 200 });
      expect(gateway.attempts()).toEqual([{ employee: '1001', failures: 0 }]);
    }));

  test('guesses sent all at once are counted too: no more than five are looked at', () =>
    withGateway(async (gateway) => {
      const guesses = Array.from({ length: 12 }, () => gateway.signOn('1001', WRONG));
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 401)).toHaveLength(5);
      expect(statuses.filter((status) => status === 423)).toHaveLength(7);
    }));

  test('the count is stored before the PIN is looked at: a crash gives no guess back', () =>
    withGateway(
      async (gateway) => {
        await expect(gateway.signOn('1001', WRONG)).rejects.toThrow('the machine stops here');
        expect(gateway.attempts()).toEqual([{ employee: '1001', failures: 1 }]);
      },
      {
        get pepper(): string {
          throw new Error('the machine stops here');
        },
      },
    ));

  test('while headquarters cannot be asked no PIN is looked at, so none is counted', () =>
    withGateway(
      async (gateway) => {
        for (let attempt = 0; attempt < 6; attempt++)
          await expect(gateway.signOn('1001', RIGHT)).rejects.toThrow('headquarters is down');
        expect(gateway.attempts()).toEqual([]);
      },
      {
        verifierOf: async () => {
          throw new Error('headquarters is down');
        },
      },
    ));

  test('an employee who is unknown, or of another store, gets the answers of a wrong PIN', () =>
    withGateway(async (gateway) => {
      for (let attempt = 0; attempt < 7; attempt++) {
        const known = await gateway.signOn('1001', WRONG);
        expect(await gateway.signOn('9999', RIGHT)).toEqual(known);
      }
    }));

  test.each(['', 'not JSON', '{}', '{"employee":"","pin":"1"}'])('%j is refused and not counted', (body) =>
    withGateway(async (gateway) => {
      expect((await gateway.send(body)).status).toBeOneOf([400, 422]);
      expect(gateway.attempts()).toEqual([]);
    }),
  );
});

test('a lock outlives the object that counted', async () => {
  const store = env.STORE.getByName('locked');
  const { answer } = await activated(store);
  const signOn = (pin: string) =>
    store.call(answer.deviceToken, { call: 'signOn', body: JSON.stringify({ employee: '1001', pin }) });
  for (let attempt = 0; attempt < 5; attempt++) expect((await signOn(WRONG))?.status).toBe(401);
  await evictDurableObject(store);
  expect((await signOn(RIGHT))?.status).toBe(423);
});
