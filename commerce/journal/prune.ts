import { RECOVERY_WINDOW_MS } from './watermarks.ts';

/**
 * The newest record of a branch that may go, given those that are kept, oldest first: headquarters has booked it from
 * its segment, and it is older than any receiver can be set back. 0: none. The branch's own head always stays.
 */
export function prunableSeq(
  records: readonly { readonly seq: number; readonly storedMs: number }[],
  hqSeq: number,
  headSeq: number,
  nowMs: number,
): number {
  let last = 0;
  for (const { seq, storedMs } of records) {
    if (seq > hqSeq || seq >= headSeq || nowMs - storedMs < RECOVERY_WINDOW_MS) break;
    last = seq;
  }
  return last;
}
