import type { TerminalIdentity } from '../commerce/journal/journal-record.ts';
import type { LookUpRequest } from './journal-messages.ts';

/** What a gateway asks headquarters. */
export interface HqRpc {
  /**
   * Uses a one-time activation code for an install. The same install may repeat it when the answer got lost.
   */
  redeemActivationCode(codeHash: string, installId: string): Promise<RedeemAnswer>;
  /** The scrypt verifier of an employee who may sign on in the store, or null. */
  employeeVerifier(store: string, employee: string): Promise<PinVerifier | null>;
  /** The rows of a product, for a register whose catalogue is still loading. */
  lookUpProduct(store: string, request: LookUpRequest): Promise<readonly string[]>;
}

export type RedeemAnswer =
  | {
      readonly type: 'redeemed';
      readonly identity: TerminalIdentity;
      readonly trustedKeys: Readonly<Record<string, string>>;
    }
  | { readonly type: 'unknownCode' }
  | { readonly type: 'codeExpired' }
  | { readonly type: 'codeUsed' };

export interface PinVerifier {
  readonly salt: string;
  readonly verifier: string;
}

/** What headquarters and the scheduler ask a store's gateway. */
export interface GatewayRpc {
  packagesChanged(stores: readonly string[]): Promise<void>;
  /** Headquarters has booked a terminal's epoch up to this record. */
  posted(store: string, terminal: string, epoch: number, seq: number): Promise<void>;
  syncState(store: string): Promise<readonly RegisterSyncState[]>;
}

export interface RegisterSyncState {
  readonly terminal: string;
  readonly epoch: number;
  readonly connected: boolean;
  readonly lastSeenAt: string | null;
  readonly gatewaySeq: number;
  readonly hqSeq: number;
  /** What the register said last: how many records wait there, its stream versions, its software. */
  readonly report: RegisterReport | null;
}

export interface RegisterReport {
  readonly waiting: number;
  readonly versions: Readonly<Record<string, number>>;
  readonly appVersion: string;
  readonly storagePersisted: boolean | null;
}

/** The notice that a segment waits to be posted: all that travels in a Queue message. */
export interface SegmentNotice {
  readonly store: string;
  readonly terminal: string;
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  readonly segment: string;
}
