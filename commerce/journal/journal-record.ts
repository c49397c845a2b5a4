/** What a record reports. `epochStart` opens an epoch; the others are business facts. */
export type RecordKind =
  | 'epochStart'
  | 'shiftOpen'
  | 'shiftClose'
  | 'sale'
  | 'return'
  | 'void'
  | 'stockAdjustment'
  | 'shiftBlindClose'
  | 'drawer'
  | 'approval'
  | 'declaration'
  | 'suspend'
  | 'recall';

export interface TerminalIdentity {
  readonly store: string;
  readonly terminal: string;
}

/** The exact header and body texts are hashed, sent and kept; they are never serialised again. */
export interface JournalRecord {
  readonly epoch: number;
  readonly seq: number;
  readonly kind: RecordKind;
  readonly header: string;
  readonly body: string;
  /** SHA-256 of the previous hash, the header's length, the header and the body, as hex. */
  readonly hash: string;
}

export interface RecordHeader extends TerminalIdentity {
  readonly v: 1;
  readonly epoch: number;
  readonly seq: number;
  readonly kind: RecordKind;
  /** The version of the body's shape for this kind. */
  readonly schema: 1;
  readonly receiptNumber: number | null;
  readonly businessDate: string;
  readonly tradingAt: string;
  /** Machine time, ISO 8601 UTC. Records are ordered by epoch and seq, never by this. */
  readonly wall: string;
  readonly prev: string;
  readonly totals: { readonly grossMinor: number; readonly perpetualMinor: number };
}

/** Where a terminal's journal stands: what the next record continues. */
export interface JournalHead {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly nextReceiptNumber: number;
  /** The grand total of everything ever booked by the terminal, in minor units. */
  readonly perpetualMinor: number;
}

/** A record before it has its place in the chain. */
export interface RecordDraft {
  readonly kind: RecordKind;
  readonly businessDate: string;
  readonly tradingAt: string;
  readonly receiptNumber: number | null;
  readonly grossMinor: number;
  readonly body: object;
}

/** The hash that the very first record of a terminal follows. */
export const genesisHash = '0'.repeat(64);

/** A record's name. Where a copied device wrote another record at the same place, its branch tells the two apart. */
export function recordId(identity: TerminalIdentity, epoch: number, seq: number, branch = 0): string {
  const place = `${identity.store}.${identity.terminal}.${epoch}.${seq}`;
  return branch === 0 ? place : `${place}~${branch}`;
}

export function nextHeader(
  draft: RecordDraft,
  head: JournalHead,
  identity: TerminalIdentity,
  wall: string,
): RecordHeader {
  return {
    v: 1,
    store: identity.store,
    terminal: identity.terminal,
    epoch: head.epoch,
    seq: head.seq + 1,
    kind: draft.kind,
    schema: 1,
    receiptNumber: draft.receiptNumber,
    businessDate: draft.businessDate,
    tradingAt: draft.tradingAt,
    wall,
    prev: head.hash,
    totals: { grossMinor: draft.grossMinor, perpetualMinor: head.perpetualMinor + draft.grossMinor },
  };
}

/** The head after a record with this header and hash. */
export function headAfter(head: JournalHead, header: RecordHeader, hash: string): JournalHead {
  return {
    epoch: header.epoch,
    seq: header.seq,
    hash,
    nextReceiptNumber: header.receiptNumber === null ? head.nextReceiptNumber : header.receiptNumber + 1,
    perpetualMinor: header.totals.perpetualMinor,
  };
}
