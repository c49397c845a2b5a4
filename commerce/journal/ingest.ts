import type { OfferedRecord } from './branches.ts';

/** Where a terminal's epoch stands at the side that receives it. */
export interface IngestCursor {
  readonly seq: number;
  readonly hash: string;
}

export type IngestResult = 'stored' | 'gap' | 'fork' | 'badChain';

export interface IngestDecision<R> {
  readonly result: IngestResult;
  /** What to store, in order; also where the batch ends in a gap or fork, what came before it counts. */
  readonly accepted: readonly R[];
  readonly duplicates: number;
  readonly cursor: IngestCursor;
}

/**
 * Which records of a batch are new. One that is held already must have the same hash (else both sides hold
 * another record at its place: a fork); the next one must follow the head; one further on is a gap, and
 * nothing beyond it is taken. Never skips, never overwrites.
 */
export function decideIngest<R extends OfferedRecord>(
  cursor: IngestCursor,
  records: readonly R[],
  storedHash: (seq: number) => string | undefined,
): IngestDecision<R> {
  const accepted: R[] = [];
  let head = cursor;
  let duplicates = 0;
  const stop = (result: IngestResult) => ({ result, accepted, duplicates, cursor: head });
  for (const record of records) {
    if (record.seq <= cursor.seq) {
      if (storedHash(record.seq) !== record.hash) return stop('fork');
      duplicates += 1;
    } else if (record.seq === head.seq + 1) {
      if (record.prev !== head.hash) return stop('badChain');
      accepted.push(record);
      head = { seq: record.seq, hash: record.hash };
    } else {
      return stop('gap');
    }
  }
  return stop('stored');
}
