import { type RecordHeader, recordId, type TerminalIdentity } from './journal-record.ts';

type Placed = Pick<RecordHeader, 'store' | 'terminal' | 'epoch' | 'seq'>;

/**
 * What is wrong with a record that came over a wire, or null: it must be of the terminal and epoch that it was sent
 * for, at its place, and have the hash that its texts give.
 */
export function recordProblem(
  header: Placed,
  expected: TerminalIdentity & { readonly epoch: number; readonly seq: number },
  hashes: { readonly said: string; readonly recomputed: string },
): 'elsewhere' | 'hash' | null {
  const { store, terminal, epoch, seq } = expected;
  if (recordId(header, header.epoch, header.seq) !== recordId({ store, terminal }, epoch, seq))
    return 'elsewhere';
  return hashes.said === hashes.recomputed ? null : 'hash';
}
