import { genesisHash, type RecordHeader } from './journal-record.ts';
import type { Place } from './watermarks.ts';

/** Why a terminal gets a new epoch. */
export type EpochReason = 'activated' | 'wiped' | 'replaced' | 'restored' | 'forked';

export interface Predecessor extends Place {
  readonly epoch: number;
}

export interface EpochGrant {
  readonly epoch: number;
  readonly reason: EpochReason;
  readonly installId: string;
  /** ECDSA P-256, SPKI, base64url. */
  readonly publicKey: string;
  /** What the epoch's first record follows. */
  readonly predecessor: Predecessor;
  readonly nextReceiptNumber: number;
  readonly perpetualMinor: number;
}

/** What is known of a terminal where it asks for an epoch. */
export interface KnownTerminal {
  /** Its newest epoch, and how far that is held; null for a terminal that never had one. */
  readonly newest: (Predecessor & { readonly grant: EpochGrant; readonly perpetualMinor: number }) | null;
  /** The highest receipt number on any record or grant of it, 0 before the first. */
  readonly receiptMax: number;
}

export interface EpochRequest {
  /** Allocated by headquarters: a gateway that was set back must not give the same number twice. */
  readonly epoch: number;
  readonly installId: string;
  readonly publicKey: string;
  readonly reason: EpochReason;
  /** Where a device goes on by itself: the record that it continues from, and its counters. */
  readonly continues: {
    readonly predecessor: Predecessor;
    readonly nextReceiptNumber: number;
    readonly perpetualMinor: number;
  } | null;
  /** The highest number that anyone else has seen: headquarters, or a person on the last printed receipt. */
  readonly receiptSeen: number;
}

/** Sales of a lost device may exist that nobody has seen yet. */
export const RECEIPT_RESERVE = 1000;

/**
 * The terms of a terminal's next epoch. Receipt numbers go on beyond the highest one that anybody has seen, plus a
 * reserve: none is ever used twice, and the epoch's first record says which were skipped.
 */
export function grantEpoch(known: KnownTerminal, request: EpochRequest): EpochGrant {
  const { newest } = known;
  const { continues, receiptSeen } = request;
  const seen = Math.max(known.receiptMax, receiptSeen, (continues?.nextReceiptNumber ?? 1) - 1);
  const first = newest === null && seen === 0;
  return {
    epoch: request.epoch,
    reason: request.reason,
    installId: request.installId,
    publicKey: request.publicKey,
    predecessor:
      continues?.predecessor ??
      (newest
        ? { epoch: newest.epoch, seq: newest.seq, hash: newest.hash }
        : { epoch: 0, seq: 0, hash: genesisHash }),
    nextReceiptNumber: seen + 1 + (first ? 0 : RECEIPT_RESERVE),
    perpetualMinor: continues?.perpetualMinor ?? newest?.perpetualMinor ?? 0,
  };
}

/**
 * The terms of an epoch whose grant was lost when its gateway was set back, read off its own first record. Whose key
 * it is comes from headquarters. Null where the record begins no epoch.
 */
export function adoptedGrant(
  first: Pick<RecordHeader, 'epoch' | 'seq' | 'prev' | 'totals'> & { readonly kind: string },
  body: unknown,
  registered: Pick<EpochGrant, 'installId' | 'publicKey'>,
): EpochGrant | null {
  if (first.seq !== 1 || first.kind !== 'epochStart') return null;
  const { predecessor, nextReceiptNumber, reason } = body as Partial<EpochStartBody>;
  const { installId, publicKey } = registered;
  return {
    epoch: first.epoch,
    reason: reason ?? 'activated',
    installId,
    publicKey,
    predecessor: { epoch: predecessor?.epoch ?? 0, seq: predecessor?.seq ?? 0, hash: first.prev },
    nextReceiptNumber: nextReceiptNumber ?? 1,
    perpetualMinor: first.totals.perpetualMinor,
  };
}

/** What an epoch's first record says: what it continues, and which receipt numbers were skipped. */
export interface EpochStartBody {
  readonly predecessor: Predecessor;
  readonly nextReceiptNumber: number;
  readonly reason: EpochReason;
}
