import type { Branch, OfferedRecord, ReceiveResult } from './branches.ts';
import type { EpochGrant, EpochReason, Predecessor } from './grant-epoch.ts';
import type { Marks, Place } from './watermarks.ts';

/** A branch as the gateway keeps it: how far it has come, and how far it was passed on. */
export interface GatewayBranch extends Branch {
  readonly receiptMax: number;
  readonly perpetualMinor: number;
  /** Up to where it is cut into segments. */
  readonly plannedSeq: number;
  /** Up to where headquarters has booked it. */
  readonly hqSeq: number;
  /** Up to where its texts were dropped here. */
  readonly prunedSeq: number;
}

export interface GatewayEpoch {
  readonly grant: EpochGrant;
  /** Whether its device was heard from in it: from then on, asking for it again means that its database was lost. */
  readonly heard: boolean;
  /** The place to which its device was found set back; what it wrote after that may be on nobody's list. */
  readonly setBackTo: number | null;
  readonly branches: readonly GatewayBranch[];
}

/** A terminal as the gateway knows it; epochs ascend. */
export interface GatewayTerminal {
  readonly epochs: readonly GatewayEpoch[];
}

/** A record with what the gateway reads of it. Its hash was recomputed and its place compared. */
export interface GatewayRecord extends OfferedRecord {
  readonly receiptNumber: number | null;
  readonly perpetualMinor: number;
}

export type GatewayEvent<R extends GatewayRecord = GatewayRecord> =
  | {
      readonly type: 'activate';
      readonly epoch: number;
      readonly installId: string;
      readonly publicKey: string;
      readonly receiptSeen: number;
      /** What the newest paper says of the device that is replaced, where somebody has it. */
      readonly paper: { readonly epoch: number; readonly seq: number } | null;
    }
  | {
      readonly type: 'newEpoch';
      readonly epoch: number;
      readonly from: Predecessor & { readonly nextReceiptNumber: number; readonly perpetualMinor: number };
      readonly reason: 'restored' | 'forked';
      readonly receiptSeen: number;
      readonly paper: { readonly epoch: number; readonly seq: number } | null;
    }
  | {
      readonly type: 'hello';
      readonly epoch: number;
      readonly head: Place;
      /** What this gateway said before that it holds. */
      readonly acknowledged: Place;
    }
  | {
      readonly type: 'batch';
      readonly epoch: number;
      readonly records: readonly R[];
      /** Of an epoch that is not known here: its terms, as its first record and headquarters have them. */
      readonly adopt: EpochGrant | null;
    }
  /** Once a day: the records of a branch that follow `prunedSeq`, oldest first, as many as one step takes. */
  | {
      readonly type: 'prune';
      readonly epoch: number;
      readonly branch: number;
      readonly records: readonly { readonly seq: number; readonly storedMs: number }[];
      readonly nowMs: number;
    }
  /** Headquarters has booked a branch up to this record, or further. */
  | { readonly type: 'booked'; readonly epoch: number; readonly place: Place }
  /** Headquarters was asked: this is all that it holds of the epoch. */
  | { readonly type: 'lacking'; readonly epoch: number; readonly heads: readonly Place[] };

export type GatewayWrite<R extends GatewayRecord = GatewayRecord> =
  | { readonly type: 'epoch'; readonly grant: EpochGrant }
  | { readonly type: 'heard'; readonly epoch: number }
  | { readonly type: 'setBackTo'; readonly epoch: number; readonly seq: number }
  | { readonly type: 'branch'; readonly epoch: number; readonly branch: GatewayBranch }
  | {
      readonly type: 'records';
      readonly epoch: number;
      readonly branch: number;
      readonly records: readonly R[];
    }
  /** Segments of the branch that end at or before are done with; those after it are announced again. */
  | { readonly type: 'segmentsBooked'; readonly epoch: number; readonly branch: number; readonly seq: number }
  | { readonly type: 'segmentsAgain'; readonly epoch: number; readonly branch: number; readonly seq: number }
  /** Drops the texts up to here. The hashes stay: they tell a repeated record from another one. */
  | { readonly type: 'dropTexts'; readonly epoch: number; readonly branch: number; readonly seq: number }
  | { readonly type: 'incident'; readonly incident: Incident };

/** What a person has to know: something happened to a device or to this gateway. Written with what it is about. */
export type Incident =
  | { readonly type: 'fork'; readonly epoch: number; readonly seq: number; readonly branch: number }
  /**
   * An epoch ended without its device. Up to `heldSeq` all that it wrote is held; `paperSeq` is what a paper proves that
   * it had, null where nobody could say: what lies between is lost unless its device comes back.
   */
  | {
      readonly type: 'epochEnded';
      readonly epoch: number;
      readonly reason: EpochReason;
      readonly heldSeq: number;
      readonly paperSeq: number | null;
    }
  /** A device was acknowledged more than is held: this gateway was set back. */
  | {
      readonly type: 'gatewaySetBack';
      readonly epoch: number;
      readonly heldSeq: number;
      readonly saidSeq: number;
    }
  /** Headquarters holds less than it said. */
  | {
      readonly type: 'hqSetBack';
      readonly epoch: number;
      readonly heldSeq: number;
      readonly saidSeq: number;
    };

/**
 * `behind`: the gateway holds records that the device does not (its database was set back). `fork`: both hold another
 * record at the same place. `fenced`: the terminal has a newer epoch, on another device.
 */
export type HelloVerdict = 'ok' | 'behind' | 'fork' | 'fenced';

export type GatewayReply =
  | { readonly type: 'granted'; readonly grant: EpochGrant }
  | { readonly type: 'codeUsed' }
  | {
      readonly type: 'hello';
      readonly verdict: HelloVerdict;
      readonly marks: Marks;
      /** Whether what was acknowledged is still held, with the same hash. */
      readonly holdsAcknowledged: boolean;
    }
  | {
      readonly type: 'batch';
      readonly result: ReceiveResult | 'fenced';
      readonly duplicates: number;
      readonly marks: Marks;
      /** Whether the terminal has a newer epoch: what was sent is held, and nothing new is to be sold in this one. */
      readonly fenced: boolean;
      readonly forked: boolean;
    }
  | { readonly type: 'told'; readonly marks: Marks }
  /** The epoch is not known here: ask headquarters whose it is. */
  | { readonly type: 'unknownEpoch' };

/** Done in this order: what is committed is durable before the reply leaves. */
export type GatewayEffect<R extends GatewayRecord = GatewayRecord> =
  | { readonly type: 'commit'; readonly writes: readonly GatewayWrite<R>[] }
  | { readonly type: 'reply'; readonly reply: GatewayReply };
