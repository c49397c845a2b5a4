import type { EpochStartBody } from './grant-epoch.ts';
import type { JournalHead, RecordDraft } from './journal-record.ts';

export interface GrantedEpoch extends Omit<EpochStartBody, 'reason'> {
  readonly epoch: number;
  readonly reason?: EpochStartBody['reason'] | undefined;
  readonly perpetualMinor: number;
}

/**
 * The first record of an epoch, and the head it follows. It repeats the grant, so that the chain crosses epochs and
 * the receipt numbers that were skipped are explained.
 */
export function epochStart(
  grant: GrantedEpoch,
  tradingAt: string,
): { draft: RecordDraft; head: JournalHead } {
  const { epoch, predecessor, nextReceiptNumber, perpetualMinor, reason } = grant;
  return {
    draft: {
      kind: 'epochStart',
      businessDate: tradingAt.slice(0, 10),
      tradingAt,
      receiptNumber: null,
      grossMinor: 0,
      body: { predecessor, nextReceiptNumber, reason },
    },
    head: { epoch, seq: 0, hash: predecessor.hash, nextReceiptNumber, perpetualMinor },
  };
}
