import type { SyncStore } from '../../db/channel/sync-store.ts';
import { type PushAnswer, pushAnswer } from '../../protocol/journal-messages.ts';
import type { DeviceKeys } from './device-keys.ts';
import { type GatewayLink, Unreachable } from './gateway-link.ts';

export type PushProblem =
  | { readonly type: 'refused'; readonly status: number; readonly detail: string }
  | { readonly type: 'fork' | 'badChain'; readonly seq: number };

/**
 * Sends what the gateway does not hold yet (it holds everything up to `from`), batch by batch, in order. A lost answer is no harm: the gateway
 * says again how far it has come, and takes nothing twice. Throws Unreachable when the line fails.
 */
export async function pushJournal(
  store: SyncStore,
  link: GatewayLink,
  keys: DeviceKeys,
  epoch: number,
  from: number,
): Promise<PushProblem | null> {
  let gatewaySeq = from;
  for (;;) {
    const records = await store.batchAfter(epoch, gatewaySeq);
    if (records.length === 0) return null;
    const body = JSON.stringify({ epoch, records });
    const { status, body: text } = await link.call('journal', body, await keys.sign(body));
    if (status >= 500 || status === 429) throw new Unreachable(`the gateway answered ${status}`);
    const answer = status === 200 || status === 409 ? parseAnswer(text) : null;
    if (!answer) return { type: 'refused', status, detail: text.slice(0, 500) };
    await store.raiseWatermarks(answer.watermarks);
    if (answer.result === 'fork' || answer.result === 'badChain') {
      return { type: answer.result, seq: answer.watermarks.gatewaySeq + 1 };
    }
    // After a gap the gateway's own word counts, also where it holds less than it did (it was restored).
    if (answer.watermarks.gatewaySeq === gatewaySeq)
      return { type: 'refused', status, detail: answer.result };
    gatewaySeq = answer.watermarks.gatewaySeq;
  }
}

function parseAnswer(text: string): PushAnswer | null {
  try {
    return pushAnswer.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
