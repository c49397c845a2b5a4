import { recordProblem } from '../../../commerce/journal/check-record.ts';
import { epochOf, isFenced } from '../../../commerce/journal/gateway-epochs.ts';
import type { GatewayReply } from '../../../commerce/journal/gateway-shapes.ts';
import { adoptedGrant, type EpochGrant } from '../../../commerce/journal/grant-epoch.ts';
import { fromBase64Url, utf8 } from '../../../protocol/bytes.ts';
import {
  type HelloAnswer,
  helloRequest,
  journalBatch,
  type NewEpochAnswer,
  newEpochRequest,
  type PushAnswer,
  RECORD_MAX_BYTES,
  type WireRecord,
  watermarksOf,
  wireHeader,
} from '../../../protocol/journal-messages.ts';
import { hashRecord } from '../../../protocol/record-hash.ts';
import { type Answer, answer, type Call, type CallPorts, parse, refuse } from './call.ts';
import type { Device } from './gateway-store.ts';
import type { StoredRecord } from './journal-store.ts';

/** What a terminal's journal needs: each call is read, made one event of the gateway's step, and its reply told. */

const foreign = () =>
  refuse(403, 'foreign-epoch', 'This epoch was given to another device. Activate this one.');
const notSigned = () => refuse(401, 'bad-signature', 'The message is not signed by the device it says.');

const noPlace = { seq: 0, hash: '' };

export function hello(ports: CallPorts, device: Device, body: string): Answer {
  const request = parse(helloRequest, body);
  if ('problem' in request) return request.problem;
  const { terminal } = device;
  const { head, epoch, report, acknowledged = noPlace } = request.value;
  const now = ports.now();
  const own = epochOf(ports.store.journal.terminal(terminal), epoch);
  if (own && own.grant.publicKey !== device.publicKey) return foreign();
  ports.store.report(device, report, now.toISOString());
  const [reply] = ports.store.journal.step(
    terminal,
    { type: 'hello', epoch, head, acknowledged },
    now.getTime(),
  );
  if (reply?.type !== 'hello') throw new Error('a hello is answered');
  const { verdict, holdsAcknowledged, marks } = reply;
  const said: HelloAnswer = {
    verdict: device.revoked ? 'fenced' : verdict,
    ...{ watermarks: watermarksOf(marks), holdsAcknowledged, serverTime: now.toISOString() },
  };
  return answer(200, said);
}

export async function journal(ports: CallPorts, device: Device, call: Call): Promise<Answer> {
  if (!(await isSigned(device, call))) return notSigned();
  const batch = parse(journalBatch, call.body);
  if ('problem' in batch) return batch.problem;
  const { epoch } = batch.value;
  const { terminal } = device;
  const checking = batch.value.records.map((record) => checkedRecord(ports, { terminal, epoch }, record));
  const records: StoredRecord[] = [];
  for (const checked of await Promise.all(checking)) {
    if ('problem' in checked) return checked.problem;
    records.push(checked.record);
  }
  const adopt = await adopted(ports, device, epoch, records);
  if (adopt === 'foreign') return foreign();
  const nowMs = ports.now().getTime();
  const [reply] = ports.store.journal.step(terminal, { type: 'batch', epoch, records, adopt }, nowMs);
  if (reply?.type === 'unknownEpoch') return pushAnswer(fromFirst(epoch));
  if (reply?.type !== 'batch' || reply.result === 'fenced') throw new Error('a batch is answered');
  if (reply.duplicates < records.length) await ports.stored();
  const { result, duplicates, forked, marks } = reply;
  const fenced = reply.fenced || device.revoked;
  return pushAnswer({ result, duplicates, fenced, forked, watermarks: watermarksOf(marks) });
}

const pushAnswer = (said: PushAnswer) => answer(said.result === 'stored' ? 200 : 409, said);

/** Of an epoch that is not known here: it is sent again from its first record, which says what it is. */
function fromFirst(epoch: number): PushAnswer {
  const watermarks = watermarksOf({ epoch, gateway: noPlace, hq: noPlace, prunableSeq: 0 });
  return { result: 'gap', duplicates: 0, fenced: false, forked: false, watermarks };
}

async function checkedRecord(
  { storeId }: CallPorts,
  { terminal, epoch }: { readonly terminal: string; readonly epoch: number },
  { seq, header: text, body, hash }: WireRecord,
): Promise<{ readonly record: StoredRecord } | { readonly problem: Answer }> {
  const place = `record ${seq}`;
  // A character takes three bytes at most: nearly every record is known to be small without encoding it.
  const mayBeLarge = (text.length + body.length) * 3 > RECORD_MAX_BYTES;
  if (mayBeLarge && utf8(text).length + utf8(body).length > RECORD_MAX_BYTES)
    return {
      problem: refuse(413, 'record-too-large', `${place} holds more than ${RECORD_MAX_BYTES} bytes.`),
    };
  const header = parse(wireHeader, text);
  const bad = (detail: string) => ({ problem: refuse(422, 'bad-record', `${place} ${detail}`) });
  if ('problem' in header) return bad('has a header that is not one.');
  const { prev, receiptNumber, totals, kind } = header.value;
  const expected = { store: storeId, terminal, epoch, seq };
  const hashes = { said: hash, recomputed: await hashRecord(prev, text, body) };
  const problem = recordProblem(header.value, expected, hashes);
  if (problem === 'elsewhere') return bad('says that it belongs elsewhere.');
  if (problem === 'hash') return bad('does not have the hash it says.');
  const { perpetualMinor } = totals;
  return { record: { seq, prev, hash, kind, header: text, body, receiptNumber, perpetualMinor } };
}

/** The terms of an epoch that this gateway has forgotten, as headquarters and its first record have them. */
async function adopted(
  ports: CallPorts,
  { terminal, publicKey }: Device,
  epoch: number,
  records: readonly StoredRecord[],
): Promise<EpochGrant | null | 'foreign'> {
  const own = epochOf(ports.store.journal.terminal(terminal), epoch);
  if (own) return own.grant.publicKey === publicKey ? null : 'foreign';
  const registered = await ports.registeredEpoch(terminal, epoch);
  if (registered?.publicKey !== publicKey) return 'foreign';
  const [first] = records;
  if (!first) return null;
  try {
    return adoptedGrant(wireHeader.parse(JSON.parse(first.header)), JSON.parse(first.body), registered);
  } catch {
    return null;
  }
}

export async function newEpoch(ports: CallPorts, device: Device, call: Call): Promise<Answer> {
  if (!(await isSigned(device, call))) return notSigned();
  const request = parse(newEpochRequest, call.body);
  if ('problem' in request) return request.problem;
  const { from, reason, ask } = request.value;
  const { terminal } = device;
  const known = ports.store.journal.terminal(terminal);
  const own = epochOf(known, from.epoch);
  if (!own)
    return refuse(409, 'unknown-epoch', `Epoch ${from.epoch} is not known here. Send its journal first.`);
  if (own.grant.publicKey !== device.publicKey) return foreign();
  if (device.revoked || isFenced(known, from.epoch)) return fencedOff();
  const { epoch, receiptSeen } = await ports.allocateEpoch(terminal, device, ask);
  const event = { type: 'newEpoch', epoch, from, reason, receiptSeen, paper: null } as const;
  const [reply] = ports.store.journal.step(terminal, event, ports.now().getTime());
  return granted(reply);
}

function granted(reply: GatewayReply | undefined): Answer {
  if (reply?.type !== 'granted') return fencedOff();
  const { epoch, reason, predecessor, nextReceiptNumber, perpetualMinor } = reply.grant;
  const said: NewEpochAnswer = { epoch, reason, predecessor, nextReceiptNumber, perpetualMinor };
  return answer(201, said);
}

const fencedOff = () =>
  refuse(409, 'fenced', 'The terminal has a newer epoch on another device, or was revoked.');

/** Of the devices that spoke last. Reading a key costs as much as checking a signature by it. */
const keys = new Map<string, CryptoKey>();
const KEYS_MAX = 200;

async function verifyingKey(publicKey: string): Promise<CryptoKey> {
  const known = keys.get(publicKey);
  if (known) return known;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('spki', fromBase64Url(publicKey), algorithm, false, ['verify']);
  if (keys.size >= KEYS_MAX) keys.clear();
  keys.set(publicKey, key);
  return key;
}

async function isSigned(device: Device, call: Call): Promise<boolean> {
  try {
    const key = await verifyingKey(device.publicKey);
    const signature = fromBase64Url(call.signature ?? '');
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, utf8(call.body));
  } catch {
    return false;
  }
}
