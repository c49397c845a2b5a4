import type {
  GatewayBranch,
  GatewayEffect,
  GatewayEpoch,
  GatewayEvent,
  GatewayReply,
  GatewayTerminal,
  GatewayWrite,
} from './gateway-shapes.ts';
import { type EpochGrant, type EpochReason, grantEpoch, type Predecessor } from './grant-epoch.ts';
import type { Marks, Place } from './watermarks.ts';

export const none: Place = { seq: 0, hash: '' };
export const reply = (answer: GatewayReply) => ({ type: 'reply', reply: answer }) as const;
export const newestOf = (terminal: GatewayTerminal) => terminal.epochs.at(-1);
export const epochOf = (terminal: GatewayTerminal, epoch: number) =>
  terminal.epochs.find(({ grant }) => grant.epoch === epoch);

export function mainBranch(epoch: GatewayEpoch): GatewayBranch {
  const main = epoch.branches[0];
  if (!main) throw new Error('an epoch has a first branch from its grant on');
  return main;
}

function knownOf(terminal: GatewayTerminal) {
  const newest = newestOf(terminal);
  const main = newest && mainBranch(newest);
  return {
    newest:
      newest && main
        ? {
            epoch: newest.grant.epoch,
            seq: main.seq,
            hash: main.hash,
            grant: newest.grant,
            perpetualMinor: main.perpetualMinor,
          }
        : null,
    receiptMax: Math.max(
      0,
      ...terminal.epochs.flatMap(({ grant, branches }) => [
        grant.nextReceiptNumber - 1,
        ...branches.map(({ receiptMax }) => receiptMax),
      ]),
    ),
  };
}

/** The writes that begin an epoch: its terms, and a branch on which nothing is yet. */
export function begin(grant: EpochGrant): GatewayWrite<never>[] {
  return [
    { type: 'epoch', grant },
    { type: 'branch', epoch: grant.epoch, branch: firstBranch(grant) },
  ];
}

export function firstBranch({ predecessor, nextReceiptNumber, perpetualMinor }: EpochGrant): GatewayBranch {
  return {
    ...{ branch: 0, parent: 0, sharedSeq: 0, seq: 0, hash: predecessor.hash },
    ...{ receiptMax: nextReceiptNumber - 1, perpetualMinor, plannedSeq: 0, hqSeq: 0, prunedSeq: 0 },
  };
}

export function activate(
  terminal: GatewayTerminal,
  event: Extract<GatewayEvent, { type: 'activate' }>,
): readonly GatewayEffect<never>[] {
  const newest = newestOf(terminal);
  const { epoch, installId, publicKey, receiptSeen, paper } = event;
  // A code stands for one epoch: who asks again because the answer got lost is given the same one.
  const granted = epochOf(terminal, epoch);
  if (granted) {
    const again = granted.grant.installId === installId && !isHeard(granted);
    return [reply(again ? { type: 'granted', grant: granted.grant } : { type: 'codeUsed' })];
  }
  const reason = !newest ? 'activated' : newest.grant.installId === installId ? 'wiped' : 'replaced';
  const grant = grantEpoch(knownOf(terminal), {
    ...{ epoch, installId, publicKey, reason, receiptSeen },
    continues: null,
  });
  const writes: GatewayWrite<never>[] = begin(grant);
  if (newest) writes.push(ended(newest, reason, paper));
  return [{ type: 'commit', writes }, reply({ type: 'granted', grant })];
}

function isHeard(epoch: GatewayEpoch): boolean {
  return epoch.heard || mainBranch(epoch).seq > 0;
}

/** A device that finds itself set back or copied goes on in an epoch of its own, from what it was last. */
export function newEpoch(
  terminal: GatewayTerminal,
  event: Extract<GatewayEvent, { type: 'newEpoch' }>,
): readonly GatewayEffect<never>[] {
  const newest = newestOf(terminal);
  const own = epochOf(terminal, event.from.epoch);
  if (!newest || !own) return [reply({ type: 'unknownEpoch' })];
  const { installId, publicKey } = own.grant;
  // It asked before, and the answer got lost: headquarters gave the same number for the same ask.
  const granted = epochOf(terminal, event.epoch);
  if (granted && !isHeard(granted)) return [reply({ type: 'granted', grant: granted.grant })];
  if (newest !== own) {
    const { seq, hash } = mainBranch(own);
    const marks: Marks = {
      epoch: event.from.epoch,
      gateway: { seq, hash },
      hq: none,
      prunableSeq: 0,
    };
    return [reply({ type: 'hello', verdict: 'fenced', marks, holdsAcknowledged: true })];
  }
  const { nextReceiptNumber, perpetualMinor } = event.from;
  const predecessor = continued(own, event);
  const grant = grantEpoch(knownOf(terminal), {
    ...{ epoch: event.epoch, installId, publicKey, reason: event.reason, receiptSeen: event.receiptSeen },
    continues: {
      predecessor,
      nextReceiptNumber,
      perpetualMinor: event.reason === 'restored' ? mainBranch(own).perpetualMinor : perpetualMinor,
    },
  });
  const writes: GatewayWrite<never>[] = [...begin(grant), ended(own, event.reason, event.paper)];
  return [{ type: 'commit', writes }, reply({ type: 'granted', grant })];
}

function ended(
  { grant, branches, setBackTo }: GatewayEpoch,
  reason: EpochReason,
  paper: { readonly epoch: number; readonly seq: number } | null,
): GatewayWrite<never> {
  const { epoch } = grant;
  // A device that was set back or copied wrote other records from there on, and not all of them need be held.
  const forks = branches.filter(({ branch }) => branch !== 0).map(({ sharedSeq }) => sharedSeq);
  const heldSeq = Math.min(branches[0]?.seq ?? 0, setBackTo ?? Number.MAX_SAFE_INTEGER, ...forks);
  const paperSeq = paper?.epoch === epoch ? paper.seq : null;
  return { type: 'incident', incident: { type: 'epochEnded', epoch, reason, heldSeq, paperSeq } };
}

/** A database that was set back continues what the gateway holds; a copy continues its own records. */
function continued(own: GatewayEpoch, event: Extract<GatewayEvent, { type: 'newEpoch' }>): Predecessor {
  const { epoch, seq, hash } = event.from;
  const main = mainBranch(own);
  return event.reason === 'restored' ? { epoch, seq: main.seq, hash: main.hash } : { epoch, seq, hash };
}

/** Whether the terminal has a newer epoch on another device. Where the grant has only not arrived, it is asked for again. */
export function isFenced(terminal: GatewayTerminal, epoch: number): boolean {
  const newest = newestOf(terminal);
  const own = epochOf(terminal, epoch);
  if (!newest || newest.grant.epoch <= epoch) return false;
  return isHeard(newest) || newest.grant.publicKey !== own?.grant.publicKey;
}
