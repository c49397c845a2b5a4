import type { RegisterSyncState } from '../../../../../protocol/worker-calls.ts';

export type Presence = 'connected' | 'offline' | 'unseen';

type State = Pick<RegisterSyncState, 'connected' | 'lastSeenAt'> | null;

/** Whether a register is on the line now, was once, or no device was ever activated for it. */
export function presence(state: State): Presence {
  if (state?.connected) return 'connected';
  return state === null || state.lastSeenAt === null ? 'unseen' : 'offline';
}

export interface StreamLag {
  readonly stream: string;
  readonly here: number;
  readonly head: number;
  readonly behind: number;
}

/** The streams that a register follows, with its version and the newest one. In the order of their names. */
export function streamLags(
  state: Pick<RegisterSyncState, 'report'> | null,
  heads: Readonly<Record<string, number>>,
): readonly StreamLag[] {
  return Object.entries(state?.report?.versions ?? {})
    .map(([stream, here]) => {
      const head = heads[stream] ?? here;
      return { stream, here, head, behind: Math.max(head - here, 0) };
    })
    .sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

export interface JournalParts {
  /** Records that headquarters has booked. */
  readonly booked: number;
  /** Records that lie at the gateway and are on their way. */
  readonly atGateway: number;
  /** Records that only the register holds. */
  readonly waiting: number;
}

export function journalParts(
  state: Pick<RegisterSyncState, 'gatewaySeq' | 'hqSeq' | 'report'>,
): JournalParts {
  return {
    booked: state.hqSeq,
    atGateway: Math.max(state.gatewaySeq - state.hqSeq, 0),
    waiting: state.report?.waiting ?? 0,
  };
}
