import type { ReceiveResult } from './branches.ts';
import type { HelloVerdict } from './gateway-shapes.ts';
import type { Marks, Place } from './watermarks.ts';

/** An epoch of the register's own journal, and how far the others said that they hold it. */
export interface RegisterEpoch extends Marks {
  /** The register's newest record in it. */
  readonly head: Place;
  /** The oldest record that is still kept; everything before is pruned. */
  readonly keptFrom: number;
}

export interface RegisterState {
  /** Ascending. The last one is written to; those before it are still sent until they are held. */
  readonly epochs: readonly RegisterEpoch[];
  /** Another device has the terminal: nothing new is sold here, and what was sold still goes up. */
  readonly fenced: boolean;
}

/** What the gateway says, with what the register's own journal has at the places it names. */
export interface SaidMarks extends Marks {
  readonly ownAtGateway: string | undefined;
  readonly ownAtHq: string | undefined;
}

export type RegisterEvent =
  | {
      readonly type: 'helloAnswered';
      readonly verdict: HelloVerdict;
      readonly marks: SaidMarks;
      readonly holdsAcknowledged: boolean;
    }
  | {
      readonly type: 'batchAnswered';
      readonly epoch: number;
      /** What was sent: after this seq, up to this place. */
      readonly after: number;
      readonly last: Place;
      readonly result: ReceiveResult;
      readonly marks: SaidMarks;
      readonly fenced: boolean;
      readonly forked: boolean;
    }
  | { readonly type: 'told'; readonly marks: SaidMarks }
  | { readonly type: 'revoked' };

export type RegisterEffect =
  | { readonly type: 'saveMarks'; readonly marks: Marks }
  | { readonly type: 'fence' }
  /** The records of an epoch after this seq, a batch of them. */
  | { readonly type: 'send'; readonly epoch: number; readonly after: number }
  /** Everything of this epoch is held. */
  | { readonly type: 'sent'; readonly epoch: number }
  /** The next sale belongs into a new epoch. */
  | { readonly type: 'askEpoch'; readonly reason: 'restored' | 'forked' }
  /** No receiver can need the epoch's records up to here again. */
  | { readonly type: 'prune'; readonly epoch: number; readonly seq: number }
  | { readonly type: 'report'; readonly problem: 'unlinked' | 'damaged' | 'gap' };

/** One step of a register's sending end. Nothing that the gateway says is believed of a record that it does not name by its hash. */
export function registerStep(state: RegisterState, event: RegisterEvent): readonly RegisterEffect[] {
  switch (event.type) {
    case 'helloAnswered':
      return helloAnswered(state, event);
    case 'batchAnswered':
      return batchAnswered(state, event);
    case 'told':
      return raised(state, event.marks);
    case 'revoked':
      return [{ type: 'fence' }];
  }
}

const newestOf = (state: RegisterState) => state.epochs.at(-1);
const epochOf = (state: RegisterState, epoch: number) =>
  state.epochs.find((candidate) => candidate.epoch === epoch);

/** Whether the gateway's newest record is this register's own. */
const isOwn = ({ gateway, ownAtGateway }: SaidMarks) => gateway.seq === 0 || ownAtGateway === gateway.hash;

function helloAnswered(
  state: RegisterState,
  { verdict, marks, holdsAcknowledged }: Extract<RegisterEvent, { type: 'helloAnswered' }>,
): readonly RegisterEffect[] {
  const own = epochOf(state, marks.epoch);
  if (!own) return [];
  const effects: RegisterEffect[] = [...raised(state, marks)];
  const current = own === newestOf(state);
  if (current && verdict === 'fenced') effects.push({ type: 'fence' });
  // Also of an epoch that has ended: a gateway that was set back has lost of it what it had acknowledged.
  if (isOwn(marks)) return [...effects, ...sendAfter(own, marks.gateway.seq)];
  // The gateway has a record of this epoch that was not written here.
  const reason = verdict === 'behind' ? 'restored' : 'forked';
  if (current && verdict !== 'fenced') effects.push({ type: 'askEpoch', reason });
  if (verdict === 'behind') return effects;
  // Of a gateway that has lost what it acknowledged, nothing is known but that it takes nothing twice.
  return [...effects, ...sendAfter(own, holdsAcknowledged ? own.gateway.seq : own.keptFrom - 1)];
}

function batchAnswered(
  state: RegisterState,
  event: Extract<RegisterEvent, { type: 'batchAnswered' }>,
): readonly RegisterEffect[] {
  const own = epochOf(state, event.epoch);
  if (!own) return [];
  const { result, marks, last, after } = event;
  const effects: RegisterEffect[] = event.fenced ? [{ type: 'fence' }] : [];
  if (result === 'stored') {
    // All of it is held, whatever else the gateway holds of this epoch beyond it.
    const held = last.seq > own.gateway.seq ? { ...own, gateway: last } : own;
    effects.push({ type: 'saveMarks', marks: higher(held, marks) });
    const current = own === newestOf(state) && !event.fenced;
    const beyond = !isOwn(marks) && last.seq === own.head.seq;
    if (current && event.forked) effects.push({ type: 'askEpoch', reason: 'forked' });
    else if (current && beyond) effects.push({ type: 'askEpoch', reason: 'restored' });
    return [...effects, ...sendAfter(own, last.seq)];
  }
  effects.push(...raised(state, marks));
  if (result === 'damaged') return [...effects, { type: 'report', problem: 'damaged' }];
  // Where the gateway holds less than it did it was set back; where it holds another's, what was said before counts.
  const back = isOwn(marks) ? marks.gateway.seq : own.gateway.seq;
  const floor = Math.max(0, own.keptFrom - 1);
  const next = result === 'gap' || back < after ? Math.max(back, floor) : floor;
  if (next >= after) {
    if (after <= floor) return [...effects, { type: 'report', problem: result }];
    return [...effects, { type: 'send', epoch: own.epoch, after: floor }];
  }
  return [...effects, { type: 'send', epoch: own.epoch, after: next }];
}

function sendAfter(own: RegisterEpoch, after: number): readonly RegisterEffect[] {
  const { epoch } = own;
  return own.head.seq > after ? [{ type: 'send', epoch, after }] : [{ type: 'sent', epoch }];
}

/** Marks rise only: an answer that was overtaken by a newer one changes nothing. */
function raised(state: RegisterState, said: SaidMarks): readonly RegisterEffect[] {
  const own = epochOf(state, said.epoch);
  if (!own) return [];
  const marks = higher(own, said);
  const same = marks.gateway.seq === own.gateway.seq && marks.hq.seq === own.hq.seq;
  const effects: RegisterEffect[] = same ? [] : [{ type: 'saveMarks', marks }];
  // The head stays: the next record continues it.
  const seq = Math.min(said.prunableSeq, marks.hq.seq, own.head.seq - 1);
  if (isOwn(said) && seq >= own.keptFrom) effects.push({ type: 'prune', epoch: own.epoch, seq });
  return effects;
}

function higher(own: Marks, said: SaidMarks): Marks {
  const { epoch } = own;
  const gateway = said.gateway.seq > own.gateway.seq && isOwn(said) ? said.gateway : own.gateway;
  const hq = said.hq.seq > own.hq.seq && said.ownAtHq === said.hq.hash ? said.hq : own.hq;
  return { epoch, gateway, hq, prunableSeq: own.prunableSeq };
}

/** Epochs that still have something to send, the oldest first. */
export function unsent(state: RegisterState): readonly RegisterEpoch[] {
  return state.epochs.filter(({ head, gateway }) => head.seq > gateway.seq);
}
