import * as z from 'zod';
import { err, ok, type Result } from '../../commerce/result.ts';
import {
  lockedForMs,
  noAttempts,
  type SignOnAttempts,
  triesLeft,
  withFailure,
} from '../../commerce/runtime/sign-on-attempts.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';
import { fromBase64Url, randomSecret, utf8 } from '../../protocol/bytes.ts';
import type { RegisterError } from '../model/register-host.ts';
import type { DeviceKeys } from './device-keys.ts';
import type { GatewayAnswer } from './gateway-link.ts';

/** What a register keeps of a PIN after the gateway has checked it once. Worth nothing without the device's key. */
interface LocalVerifier {
  readonly salt: string;
  readonly hash: string;
  readonly validUntilMs: number;
}

export interface SignOnPorts {
  readonly store: SyncStore;
  readonly keys: DeviceKeys;
  readonly nowMs: () => number;
  /** How long an employee may sign on here without the gateway, from the offline profile. */
  readonly offlineHours: () => Promise<number>;
  /** Asks the gateway; rejects when it cannot be reached. Null while the cashier has cut the line. */
  readonly askGateway: ((body: string) => Promise<GatewayAnswer>) | null;
}

const ITERATIONS = 100_000;
const refusal = z.object({
  type: z.enum(['urn:evertill:problem:wrong-pin', 'urn:evertill:problem:locked']),
  triesLeft: z.int().default(0),
  lockedForMs: z.int().default(0),
});

/** Verifies who the employee is: by the gateway where it answers, else by what it confirmed here before. */
export async function verifyEmployee(
  ports: SignOnPorts,
  employee: string,
  pin: string,
): Promise<Result<'gateway' | 'device', RegisterError>> {
  const answer = await ports.askGateway?.(JSON.stringify({ employee, pin })).catch(() => null);
  if (answer?.status === 200) {
    await ports.store.saveNote(`verifier:${employee}`, await newVerifier(ports, pin));
    await ports.store.saveNote(`attempts:${employee}`, noAttempts);
    return ok('gateway');
  }
  const refused = answer && readRefusal(answer);
  if (refused) {
    const { triesLeft, lockedForMs } = refused;
    return err(lockedForMs > 0 ? { type: 'locked', lockedForMs } : { type: 'wrongPin', triesLeft });
  }
  if (answer?.status === 422) return err({ type: 'wrongPin', triesLeft: 0 });
  return verifyHere(ports, employee, pin);
}

/** What the gateway says against the PIN; null where it says nothing of it, such as to a device it does not know. */
function readRefusal({ body }: GatewayAnswer): z.infer<typeof refusal> | null {
  try {
    return refusal.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

/** Who may sign on now without the gateway. */
export async function offlineEmployees(store: SyncStore, nowMs: number): Promise<string[]> {
  const verifiers = await store.notes<LocalVerifier>('verifier:');
  return [...verifiers].filter(([, verifier]) => verifier.validUntilMs > nowMs).map(([employee]) => employee);
}

async function verifyHere(
  ports: SignOnPorts,
  employee: string,
  pin: string,
): Promise<Result<'device', RegisterError>> {
  const verifier = await ports.store.note<LocalVerifier>(`verifier:${employee}`);
  const nowMs = ports.nowMs();
  if (!verifier || verifier.validUntilMs <= nowMs) return err({ type: 'cannotVerifyOffline', employee });
  const before = (await ports.store.note<SignOnAttempts>(`attempts:${employee}`)) ?? noAttempts;
  if (lockedForMs(before, nowMs) > 0) return err({ type: 'locked', lockedForMs: lockedForMs(before, nowMs) });
  // Stored before the PIN is looked at: switching the till off does not give the guess back.
  const counted = withFailure(before, nowMs);
  await ports.store.saveNote(`attempts:${employee}`, counted);
  if ((await hashPin(ports.keys, pin, verifier.salt)) !== verifier.hash) {
    const locked = lockedForMs(counted, nowMs);
    return err(
      locked > 0
        ? { type: 'locked', lockedForMs: locked }
        : { type: 'wrongPin', triesLeft: triesLeft(counted) },
    );
  }
  await ports.store.saveNote(`attempts:${employee}`, noAttempts);
  return ok('device');
}

async function newVerifier(ports: SignOnPorts, pin: string): Promise<LocalVerifier> {
  const salt = randomSecret(16);
  const validUntilMs = ports.nowMs() + (await ports.offlineHours()) * 3_600_000;
  return { salt, hash: await hashPin(ports.keys, pin, salt), validUntilMs };
}

async function hashPin(keys: DeviceKeys, pin: string, salt: string): Promise<string> {
  const material = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64Url(salt), iterations: ITERATIONS };
  return keys.keyedHash(new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256)));
}
