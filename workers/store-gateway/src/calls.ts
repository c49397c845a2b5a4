import type * as z from 'zod';
import { prettifyError } from 'zod';
import { recordProblem } from '../../../commerce/journal/check-record.ts';
import {
  lockedForMs,
  noAttempts,
  triesLeft,
  withFailure,
} from '../../../commerce/runtime/sign-on-attempts.ts';
import { fromBase64Url, utf8 } from '../../../protocol/bytes.ts';
import {
  type HelloAnswer,
  helloRequest,
  journalBatch,
  type LookUpAnswer,
  type LookUpRequest,
  lookUpRequest,
  type PushAnswer,
  RECORD_MAX_BYTES,
  signOnRequest,
  wireHeader,
} from '../../../protocol/journal-messages.ts';
import type { PackagesAnswer } from '../../../protocol/package-documents.ts';
import { hashRecord } from '../../../protocol/record-hash.ts';
import type { PinVerifier } from '../../../protocol/worker-calls.ts';
import { hashPin } from '../../shared/hash-pin.ts';
import type { CheckedRecord, Device, GatewayStore } from './gateway-store.ts';

/** What a device asks, over its socket or over HTTP alike, and what it is answered. */
export interface Call {
  readonly call: string;
  readonly body: string;
  readonly signature?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface CallPorts {
  readonly store: GatewayStore;
  readonly storeId: string;
  readonly now: () => Date;
  readonly pepper: string;
  readonly verifierOf: (employee: string) => Promise<PinVerifier | null>;
  readonly lookUp: (request: LookUpRequest) => Promise<readonly string[]>;
  /** Keys, manifest and heads as they were signed. */
  readonly packages: () => Promise<Pick<PackagesAnswer, 'keys' | 'manifest' | 'heads'>>;
  /** Something was stored: bring it on its way. */
  readonly stored: () => Promise<void>;
}

const answer = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });
const refuse = (status: number, code: string, detail: string, more: object = {}) =>
  answer(status, {
    type: `urn:evertill:problem:${code}`,
    title: code.replaceAll('-', ' '),
    status,
    detail,
    ...more,
  });

export async function answerCall(ports: CallPorts, device: Device, call: Call): Promise<Answer> {
  switch (call.call) {
    case 'hello':
      return hello(ports, device, call.body);
    case 'journal':
      return journal(ports, device, call);
    case 'packages':
      return answer(200, await packages(ports, device));
    case 'signOn':
      return signOn(ports, call.body);
    case 'lookUp':
      return lookUp(ports, call.body);
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

function hello(ports: CallPorts, device: Device, body: string): Answer {
  const request = parse(helloRequest, body);
  if ('problem' in request) return request.problem;
  const { head, epoch, report } = request.value;
  ports.store.report(device, report, ports.now().toISOString());
  const watermarks = ports.store.watermarks(device.terminal, device.epoch);
  const verdict = (): HelloAnswer['verdict'] => {
    if (epoch !== device.epoch || ports.store.newestEpoch(device.terminal) > device.epoch) return 'fenced';
    if (head.seq < watermarks.gatewaySeq) return 'behind';
    if (head.seq > watermarks.gatewaySeq) return 'ok';
    return ports.store.hashAt(device.terminal, device.epoch, head.seq) === head.hash ? 'ok' : 'fork';
  };
  const reply: HelloAnswer = { verdict: verdict(), watermarks, serverTime: ports.now().toISOString() };
  return answer(200, reply);
}

async function journal(ports: CallPorts, device: Device, call: Call): Promise<Answer> {
  if (!(await isSigned(device, call)))
    return refuse(401, 'bad-signature', 'The batch is not signed by the device it says.');
  const batch = parse(journalBatch, call.body);
  if ('problem' in batch) return batch.problem;
  const checked: CheckedRecord[] = [];
  for (const record of batch.value.records) {
    const place = `record ${record.seq}`;
    if (utf8(record.header).length + utf8(record.body).length > RECORD_MAX_BYTES) {
      return refuse(413, 'record-too-large', `${place} holds more than ${RECORD_MAX_BYTES} bytes.`);
    }
    const header = parse(wireHeader, record.header);
    if ('problem' in header) return refuse(422, 'bad-record', `${place} has a header that is not one.`);
    const { prev } = header.value;
    const { terminal, epoch } = device;
    const problem = recordProblem(
      header.value,
      { store: ports.storeId, terminal, epoch, seq: record.seq },
      { said: record.hash, recomputed: await hashRecord(prev, record.header, record.body) },
    );
    if (problem === 'elsewhere' || batch.value.epoch !== epoch)
      return refuse(422, 'bad-record', `${place} says that it belongs elsewhere.`);
    if (problem === 'hash') return refuse(422, 'bad-record', `${place} does not have the hash it says.`);
    checked.push({ ...record, prev, parsed: header.value });
  }
  const decided = ports.store.ingest(device, checked);
  if (decided.accepted.length > 0) await ports.stored();
  const { result, duplicates } = decided;
  const reply: PushAnswer = {
    result,
    duplicates,
    watermarks: ports.store.watermarks(device.terminal, device.epoch),
  };
  return answer(result === 'stored' ? 200 : 409, reply);
}

async function isSigned(device: Device, call: Call): Promise<boolean> {
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('spki', fromBase64Url(device.publicKey), algorithm, false, [
      'verify',
    ]);
    const signature = fromBase64Url(call.signature ?? '');
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, utf8(call.body));
  } catch {
    return false;
  }
}

async function lookUp(ports: CallPorts, body: string): Promise<Answer> {
  const request = parse(lookUpRequest, body);
  if ('problem' in request) return request.problem;
  const found: LookUpAnswer = { lines: [...(await ports.lookUp(request.value))] };
  return answer(200, found);
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

function parse<T>(schema: z.ZodType<T>, text: string): { value: T } | { problem: Answer } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: refuse(400, 'malformed-json', 'The body is not JSON.') };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { problem: refuse(422, 'invalid-field', prettifyError(parsed.error)) };
  return { value: parsed.data };
}
