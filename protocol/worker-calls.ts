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

/** What headquarters asks the scheduler. */
export interface SchedulerRpc {
  /** Publishes what a job is for, or some streams only, now. */
  publishNow(job: string, only?: readonly string[]): Promise<PublishAnswer>;
  /** What a run would send if it began now. */
  preview(job: string): Promise<RunPreview>;
}

export interface PublishAnswer {
  /** Null where another run has not finished. */
  readonly run: string | null;
  readonly state: 'busy' | 'running' | 'done' | 'stopped';
  readonly streams?: number;
  readonly rows?: number;
  readonly bytes?: number;
}

export interface PreviewedStream {
  readonly stream: string;
  /** Rows that would travel, at most; null where the whole stream would. */
  readonly rows: number | null;
  readonly stores: number;
  /** Why it could not be published the last time. */
  readonly error: string | null;
}

export interface RunPreview {
  readonly streams: readonly PreviewedStream[];
  /** Streams besides these, not looked at one by one. */
  readonly more: number;
}

/** What headquarters and the scheduler ask a store's gateway. */
export interface GatewayRpc {
  packagesChanged(stores: readonly string[]): Promise<void>;
  /** Headquarters has booked a terminal's epoch up to this record. */
  posted(store: string, terminal: string, epoch: number, seq: number): Promise<void>;
  syncState(store: string): Promise<readonly RegisterSyncState[]>;
  /** Gives a store (no terminal) or a register no packages, or gives them again (null). */
  pausePackages(store: string, terminal: string | null, pause: PackagePause | null): Promise<void>;
  /** Has a register take streams whole once more. `order` tells this from an earlier time. */
  resendPackages(store: string, terminal: string, streams: readonly string[], order: number): Promise<void>;
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
  /** While it gets no packages; of its whole store where that gets none. */
  readonly paused: (PackagePause & { readonly wholeStore: boolean }) | null;
}

export interface PackagePause {
  readonly since: string;
  readonly by: string;
  readonly reason: string;
}

export interface RegisterReport {
  readonly waiting: number;
  readonly versions: Readonly<Record<string, number>>;
  readonly appVersion: string;
  readonly storagePersisted: boolean | null;
  /** Not told by registers of before. */
  readonly problems?: readonly { readonly code: string; readonly subject: string; readonly at: string }[];
  readonly trustedKeyIds?: readonly string[];
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
