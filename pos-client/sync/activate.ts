import { epochStart } from '../../commerce/journal/epoch-start.ts';
import { nextHeader } from '../../commerce/journal/journal-record.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';
import { type ActivationAnswer, activationAnswer } from '../../protocol/journal-messages.ts';
import { hashRecord } from '../../protocol/record-hash.ts';
import type { RegisterError } from '../model/register-host.ts';
import type { DeviceKeys } from './device-keys.ts';

const reasons = { 404: 'unknownCode', 409: 'codeUsed', 410: 'codeExpired' } as const;

/** Makes this device a terminal: redeems the code, and begins the journal's epoch with what it continues from. */
export async function activate(
  store: SyncStore,
  keys: DeviceKeys,
  url: string,
  code: string,
  now: string,
): Promise<Result<ActivationAnswer, RegisterError>> {
  if (await store.device()) return err({ type: 'alreadyActivated' });
  const { installId, publicKey } = keys;
  const response = await fetch(`${url}/store/activations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, installId, publicKey }),
    signal: AbortSignal.timeout(15_000),
  }).catch(() => null);
  if (!response || response.status >= 500) return err({ type: 'activationRefused', reason: 'unreachable' });
  if (response.status !== 201) {
    const reason = reasons[response.status as keyof typeof reasons] ?? 'unknownCode';
    return err({ type: 'activationRefused', reason });
  }
  const answer = activationAnswer.parse(await response.json());
  await store.activate(answer, installId, now, await firstRecord(answer, now));
  return ok(answer);
}

async function firstRecord(answer: ActivationAnswer, now: string) {
  const { draft, head } = epochStart(answer, now);
  const header = nextHeader(draft, head, answer, now);
  const headerText = JSON.stringify(header);
  const body = JSON.stringify(draft.body);
  const hash = await hashRecord(header.prev, headerText, body);
  return { epoch: header.epoch, seq: header.seq, kind: header.kind, header: headerText, body, hash };
}
