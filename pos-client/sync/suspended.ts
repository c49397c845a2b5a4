import { err, ok, type Result } from '../../commerce/result.ts';
import type { ChannelPort } from '../../commerce/runtime/channel-port.ts';
import type {
  SuspendedSummary,
  SuspendedTransaction,
} from '../../commerce/transaction/suspended-transaction.ts';
import { claimAnswer, claimRequest, suspendedAnswer } from '../../protocol/suspended-transaction.ts';
import { type AskGateway, Unreachable } from './gateway-link.ts';

export interface SuspendedPorts {
  readonly channel: Pick<ChannelPort, 'suspendedTransactions' | 'commit'>;
  readonly ask: AskGateway;
}

const LISTED_MAX = 100;

/** What waits: this register's own, and the store's as soon as its gateway can be asked. */
export async function waitingTransactions({ channel, ask }: SuspendedPorts): Promise<{
  readonly waiting: readonly SuspendedSummary[];
  /** Whether the list is the whole store's. */
  readonly ofStore: boolean;
}> {
  const own = await channel.suspendedTransactions(LISTED_MAX);
  const said = await ask('suspended', '').catch(onlyUnreachable);
  if (said?.status !== 200) return { waiting: own, ofStore: false };
  const { waiting, gone } = suspendedAnswer.parse(JSON.parse(said.body));
  const left = own.filter(({ id }) => !gone.includes(id));
  if (left.length < own.length)
    await channel.commit(
      own.filter(({ id }) => gone.includes(id)).map(({ id }) => ({ type: 'recalled' as const, id })),
    );
  const known = new Set(left.map(({ id }) => id));
  const all = [...left, ...waiting.filter(({ id }) => !known.has(id))];
  return {
    waiting: all.toSorted((a, b) => (a.suspendedAt < b.suspendedAt ? 1 : -1)),
    ofStore: true,
  };
}

/**
 * Has the store's gateway give the transaction to this register and to no other. Null where only this register knows
 * of it, or the gateway cannot be asked: then it is this register's own to take up.
 */
export async function claimTransaction(
  ask: AskGateway,
  id: string,
): Promise<Result<SuspendedTransaction | null, { readonly type: 'suspendedTaken'; readonly by: string }>> {
  const said = await ask('claim', JSON.stringify(claimRequest.parse({ id }))).catch(onlyUnreachable);
  if (said?.status === 409) {
    const { by = '' } = JSON.parse(said.body) as { by?: string };
    return err({ type: 'suspendedTaken', by });
  }
  return ok(said?.status === 200 ? claimAnswer.parse(JSON.parse(said.body)).suspended : null);
}

function onlyUnreachable(problem: unknown): null {
  if (problem instanceof Unreachable) return null;
  throw problem;
}
