import {
  lockedForMs,
  noAttempts,
  triesLeft,
  withFailure,
} from '../../../commerce/runtime/sign-on-attempts.ts';
import { type LookUpAnswer, lookUpRequest, signOnRequest } from '../../../protocol/journal-messages.ts';
import type { PackagesAnswer } from '../../../protocol/package-documents.ts';
import { claimRequest } from '../../../protocol/suspended-transaction.ts';
import { hashPin } from '../../shared/hash-pin.ts';
import { type Answer, answer, type Call, type CallPorts, parse, refuse } from './call.ts';
import type { Device } from './gateway-store.ts';
import { hello, journal, newEpoch } from './journal-calls.ts';

/** A revoked device may still say where it is and send what it has sold: nothing else. */
export async function answerCall(ports: CallPorts, device: Device, call: Call): Promise<Answer> {
  switch (call.call) {
    case 'hello':
      return hello(ports, device, call.body);
    case 'journal':
      return journal(ports, device, call);
  }
  if (device.revoked)
    return refuse(
      403,
      'revoked',
      'Headquarters has revoked this device. What it has sold can still be sent.',
    );
  switch (call.call) {
    case 'newEpoch':
      return newEpoch(ports, device, call);
    case 'packages':
      return answer(200, await packages(ports, device));
    case 'signOn':
      return signOn(ports, call.body);
    case 'lookUp':
      return lookUp(ports, call.body);
    case 'suspended':
      return answer(200, ports.store.journal.suspended.list(device.terminal));
    case 'claim':
      return claim(ports, device, call.body);
    default:
      return refuse(404, 'not-found', `There is no call ${call.call}.`);
  }
}

/** A device whose packages are held back is told that, and gets none: not the keys either, which signed them. */
async function packages({ store, packages: read }: CallPorts, device: Device): Promise<PackagesAnswer> {
  const pause = store.orders.pauseOf(device.terminal);
  if (pause) {
    const { since, reason } = pause;
    return { manifest: null, heads: [], keys: [], paused: { since, reason }, resend: [] };
  }
  return { ...(await read()), paused: null, resend: store.orders.resentTo(device.terminal) };
}

async function lookUp(ports: CallPorts, body: string): Promise<Answer> {
  const request = parse(lookUpRequest, body);
  if ('problem' in request) return request.problem;
  const found: LookUpAnswer = { lines: [...(await ports.lookUp(request.value))] };
  return answer(200, found);
}

function claim({ store }: CallPorts, { terminal }: Device, body: string): Answer {
  const request = parse(claimRequest, body);
  if ('problem' in request) return request.problem;
  const claimed = store.journal.suspended.claim(request.value.id, terminal);
  switch (claimed.type) {
    case 'claimed':
      return { status: 200, body: `{"suspended":${claimed.body}}` };
    case 'taken':
      return refuse(409, 'taken', `Register ${claimed.by} has taken it up.`, { by: claimed.by });
    case 'unknown':
      return refuse(404, 'not-found', 'No such transaction waits in this store.');
  }
}

/** Counts the attempt before it looks at the PIN. An unknown employee costs as much time as a wrong PIN. */
async function signOn(ports: CallPorts, body: string): Promise<Answer> {
  const request = parse(signOnRequest, body);
  if ('problem' in request) return request.problem;
  const { employee, pin } = request.value;
  // Asked before anything is counted: headquarters that cannot be reached must not lock anybody out.
  const known = await ports.verifierOf(employee);
  const nowMs = ports.now().getTime();
  const before = ports.store.attempts(employee);
  const waitMs = lockedForMs(before, nowMs);
  if (waitMs > 0) return refuse(423, 'locked', 'Too many wrong PINs.', { lockedForMs: waitMs });
  const counted = withFailure(before, nowMs);
  ports.store.saveAttempts(employee, counted);
  const verifier = await hashPin(pin, known?.salt ?? 'nobody', ports.pepper);
  if (!known || verifier !== known.verifier) {
    return refuse(401, 'wrong-pin', 'The number or the PIN is wrong.', {
      triesLeft: triesLeft(counted),
      lockedForMs: lockedForMs(counted, nowMs),
    });
  }
  ports.store.saveAttempts(employee, noAttempts);
  return answer(200, { employee });
}
