import { type Branch, type HeldHash, type OfferedRecord, receive } from './branches.ts';
import type { Place } from './watermarks.ts';

export type HqAnswer =
  /** All of it is booked. */
  | { readonly type: 'booked'; readonly place: Place }
  /** What comes before it is not: nothing was booked; it is tried again when that has come. */
  | { readonly type: 'lacking'; readonly heads: readonly Place[] };

/** Done in this order: what is booked is durable before the gateway hears of it. */
export type HqEffect<R extends OfferedRecord> =
  | {
      readonly type: 'commit';
      /** The branch before these records: a booking that finds it elsewhere by then must fail. */
      readonly from: Branch | null;
      readonly branch: Branch;
      readonly records: readonly R[];
      readonly forked: boolean;
    }
  | { readonly type: 'answer'; readonly answer: HqAnswer };

/**
 * One step of headquarters for a segment of a terminal's epoch. `branches` are those it has booked, none where it
 * knows nothing of the epoch; `held` reads the hash of a booked record, of branch and seq.
 */
export function hqStep<R extends OfferedRecord>(
  branches: readonly Branch[],
  records: readonly R[],
  held: HeldHash,
): readonly HqEffect<R>[] {
  const [first] = records;
  if (!first) throw new Error('a segment holds at least one record');
  // What an epoch's first record follows may be booked later, or be lost with its device.
  const known =
    branches.length === 0 && first.seq === 1
      ? [{ branch: 0, parent: 0, sharedSeq: 0, seq: 0, hash: first.prev }]
      : branches;
  const lacking: HqEffect<R> = {
    type: 'answer',
    answer: { type: 'lacking', heads: branches.map(({ seq, hash }) => ({ seq, hash })) },
  };
  if (known.length === 0) return [lacking];
  const { result, branch, accepted, forked } = receive(known, records, held);
  const last = records.at(-1) as R;
  const answer: HqEffect<R> =
    result === 'stored'
      ? { type: 'answer', answer: { type: 'booked', place: { seq: last.seq, hash: last.hash } } }
      : lacking;
  if (accepted.length === 0 || result !== 'stored') return [answer];
  const from = branches.find((before) => before.branch === branch.branch) ?? null;
  return [{ type: 'commit', from, branch, records: accepted, forked }, answer];
}
