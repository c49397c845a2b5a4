import { type HeldHash, hashAlong, receive } from './branches.ts';
import {
  activate,
  begin,
  epochOf,
  firstBranch,
  isFenced,
  mainBranch,
  newEpoch,
  none,
  reply,
} from './gateway-epochs.ts';
import type {
  GatewayBranch,
  GatewayEffect,
  GatewayEpoch,
  GatewayEvent,
  GatewayRecord,
  GatewayTerminal,
  GatewayWrite,
  HelloVerdict,
} from './gateway-shapes.ts';
import { prunableSeq } from './prune.ts';
import type { Marks, Place } from './watermarks.ts';

/**
 * One step of a store's gateway for one terminal. The state after it is the one before with the writes of its commit;
 * `held` reads the hash of a stored record.
 */
export function gatewayStep<R extends GatewayRecord>(
  terminal: GatewayTerminal,
  event: GatewayEvent<R>,
  held: (epoch: number) => HeldHash,
): readonly GatewayEffect<R>[] {
  switch (event.type) {
    case 'activate':
      return activate(terminal, event);
    case 'newEpoch':
      return newEpoch(terminal, event);
    case 'hello':
      return hello(terminal, event, held);
    case 'batch':
      return batch(terminal, event, held);
    case 'booked':
      return booked(terminal, event, held);
    case 'lacking':
      return lacking(terminal, event, held);
    case 'prune':
      return prune(terminal, event);
  }
}

function hello<R extends GatewayRecord>(
  terminal: GatewayTerminal,
  event: Extract<GatewayEvent, { type: 'hello' }>,
  held: (epoch: number) => HeldHash,
): readonly GatewayEffect<R>[] {
  const { epoch, head, acknowledged } = event;
  const own = epochOf(terminal, epoch);
  if (!own) {
    // This gateway was set back to before the epoch was granted: it is sent again from its first record.
    const lost: Marks = { epoch, gateway: none, hq: none, prunableSeq: 0 };
    return [reply({ type: 'hello', verdict: 'ok', marks: lost, holdsAcknowledged: false })];
  }
  const { branches } = own;
  const holding = (place: Place) =>
    branches.find(({ branch }) => hashAlong(branches, branch, place.seq, held(epoch)) === place.hash);
  const branch = holding(head) ?? holding(acknowledged) ?? mainBranch(own);
  const writes: GatewayWrite<R>[] = own.heard ? [] : [{ type: 'heard', epoch }];
  if (acknowledged.seq > 0 && !holding(acknowledged)) {
    const incident = {
      type: 'gatewaySetBack',
      epoch,
      heldSeq: branch.seq,
      saidSeq: acknowledged.seq,
    } as const;
    writes.push({ type: 'incident', incident });
  }
  const verdict = (): HelloVerdict => {
    if (isFenced(terminal, epoch)) return 'fenced';
    if (head.seq < branch.seq) return holding(head) ? 'behind' : 'fork';
    return head.seq > branch.seq || branch.hash === head.hash ? 'ok' : 'fork';
  };
  if (verdict() === 'behind' || verdict() === 'fork') {
    const seq = Math.min(head.seq, own.setBackTo ?? head.seq);
    if (seq !== own.setBackTo) writes.push({ type: 'setBackTo', epoch, seq });
  }
  const holdsAcknowledged = acknowledged.seq === 0 || holding(acknowledged) !== undefined;
  const marks = marksOf(own, branch, held(epoch));
  const answer = reply({ type: 'hello', verdict: verdict(), marks, holdsAcknowledged });
  return writes.length > 0 ? [{ type: 'commit', writes }, answer] : [answer];
}

function batch<R extends GatewayRecord>(
  terminal: GatewayTerminal,
  event: Extract<GatewayEvent<R>, { type: 'batch' }>,
  held: (epoch: number) => HeldHash,
): readonly GatewayEffect<R>[] {
  const { epoch, records } = event;
  const known = epochOf(terminal, epoch);
  const adopted = !known && event.adopt ? begin(event.adopt) : [];
  const own =
    known ??
    (event.adopt && {
      grant: event.adopt,
      heard: true,
      setBackTo: null,
      branches: [firstBranch(event.adopt)],
    });
  if (!own) return [reply({ type: 'unknownEpoch' })];
  const received = receive(own.branches, records, held(epoch));
  const { result, accepted, duplicates, forked } = received;
  const last = accepted.at(-1);
  const writes: GatewayWrite<R>[] = [...adopted];
  let { branch } = received;
  if (last) {
    // A branch that was left just now has nothing of its own sent on yet.
    const { sharedSeq } = branch;
    const upToFork = (seq: number) => (forked ? Math.min(seq, sharedSeq) : seq);
    branch = {
      ...branch,
      plannedSeq: forked ? sharedSeq : branch.plannedSeq,
      hqSeq: upToFork(branch.hqSeq),
      prunedSeq: upToFork(branch.prunedSeq),
      receiptMax: Math.max(branch.receiptMax, ...accepted.map(({ receiptNumber }) => receiptNumber ?? 0)),
      perpetualMinor: last.perpetualMinor,
    };
    writes.push({ type: 'branch', epoch, branch });
    writes.push({ type: 'records', epoch, branch: branch.branch, records: accepted });
  }
  if (forked) {
    const incident = { type: 'fork', epoch, seq: branch.sharedSeq + 1, branch: branch.branch } as const;
    writes.push({ type: 'incident', incident });
  }
  // What this batch added is not stored yet, so its own last record is read from itself.
  const marks = marksOf(own, branch, held(epoch));
  const fenced = isFenced(terminal, epoch);
  const answer = reply({ type: 'batch', result, duplicates, marks, fenced, forked: branch.branch !== 0 });
  return writes.length > 0 ? [{ type: 'commit', writes }, answer] : [answer];
}

function booked<R extends GatewayRecord>(
  terminal: GatewayTerminal,
  event: Extract<GatewayEvent, { type: 'booked' }>,
  held: (epoch: number) => HeldHash,
): readonly GatewayEffect<R>[] {
  const { epoch, place } = event;
  const own = epochOf(terminal, epoch);
  const { seq } = place;
  // Branches that share the record share the word about it.
  const told = own?.branches.filter(
    ({ branch }) => hashAlong(own.branches, branch, seq, held(epoch)) === place.hash,
  );
  // A record that this gateway does not hold (yet, or any more) says nothing of what it does hold.
  if (!own || !told?.length) return [];
  const risen = told.map((branch) => ({ ...branch, hqSeq: Math.max(branch.hqSeq, seq) }));
  const writes = risen.flatMap((branch): GatewayWrite<R>[] => [
    { type: 'branch', epoch, branch },
    { type: 'segmentsBooked', epoch, branch: branch.branch, seq: branch.hqSeq },
  ]);
  return [
    { type: 'commit', writes },
    ...risen.map((branch) => reply({ type: 'told', marks: marksOf(own, branch, held(epoch)) })),
  ];
}

function prune<R extends GatewayRecord>(
  terminal: GatewayTerminal,
  { epoch, branch: name, records, nowMs }: Extract<GatewayEvent, { type: 'prune' }>,
): readonly GatewayEffect<R>[] {
  const branch = epochOf(terminal, epoch)?.branches.find((candidate) => candidate.branch === name);
  const seq = branch ? prunableSeq(records, branch.hqSeq, branch.seq, nowMs) : 0;
  if (!branch || seq <= branch.prunedSeq) return [];
  const writes: GatewayWrite<R>[] = [
    { type: 'branch', epoch, branch: { ...branch, prunedSeq: seq } },
    { type: 'dropTexts', epoch, branch: name, seq },
  ];
  return [{ type: 'commit', writes }];
}

function lacking<R extends GatewayRecord>(
  terminal: GatewayTerminal,
  event: Extract<GatewayEvent, { type: 'lacking' }>,
  held: (epoch: number) => HeldHash,
): readonly GatewayEffect<R>[] {
  const { epoch, heads } = event;
  const own = epochOf(terminal, epoch);
  const writes = (own?.branches ?? []).flatMap((branch): GatewayWrite<R>[] => {
    const { branches } = own as GatewayEpoch;
    const of = heads.filter(({ seq, hash }) => hashAlong(branches, branch.branch, seq, held(epoch)) === hash);
    const heldSeq = Math.max(branch.sharedSeq, ...of.map(({ seq }) => seq));
    // A head further on than this gateway has come (it was set back itself) says nothing of what lies before it.
    const isBeyond = heads.some(({ seq }) => seq > branch.seq);
    if (heldSeq >= branch.hqSeq || isBeyond) return [];
    const incident = { type: 'hqSetBack', epoch, heldSeq, saidSeq: branch.hqSeq } as const;
    return [
      { type: 'branch', epoch, branch: { ...branch, hqSeq: heldSeq } },
      { type: 'segmentsAgain', epoch, branch: branch.branch, seq: heldSeq },
      { type: 'incident', incident },
    ];
  });
  return writes.length > 0 ? [{ type: 'commit', writes }] : [];
}

function marksOf(epoch: GatewayEpoch, branch: GatewayBranch, held: HeldHash): Marks {
  const { seq, hash, hqSeq, prunedSeq } = branch;
  const branches = epoch.branches.some((other) => other.branch === branch.branch)
    ? epoch.branches
    : [...epoch.branches, branch];
  const hq = hqSeq === seq ? hash : (hashAlong(branches, branch.branch, hqSeq, held) ?? '');
  return {
    epoch: epoch.grant.epoch,
    gateway: { seq, hash },
    hq: { seq: hqSeq, hash: hq },
    prunableSeq: prunedSeq,
  };
}
