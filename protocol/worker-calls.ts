import type { Incident } from '../commerce/journal/gateway-shapes.ts';
import type { TerminalIdentity } from '../commerce/journal/journal-record.ts';
import type { Place } from '../commerce/journal/watermarks.ts';
import type { LookUpRequest } from './journal-messages.ts';

/** What a gateway asks headquarters. */
export interface HqRpc {
  /**
   * Uses a one-time activation code for an install, and gives it the number of its epoch. The same install may repeat
   * it when the answer got lost, and is given the same number.
   */
  redeemActivationCode(codeHash: string, device: DeviceIdentity): Promise<RedeemAnswer>;
  /** The number of a device's next epoch: never given twice, whatever its gateway forgets; to the same `ask`, the same. */
  allocateEpoch(terminal: TerminalIdentity, device: DeviceIdentity, ask: string): Promise<AllocatedEpoch>;
  /** Keeps whose token this is, for a gateway that was set back to before it gave it. */
  registerDevice(terminal: TerminalIdentity, device: DeviceIdentity, tokenHash: string): Promise<void>;
  registeredDevice(store: string, tokenHash: string): Promise<RegisteredDevice | null>;
  /** Whom an epoch was given to, or null. */
  registeredEpoch(terminal: TerminalIdentity, epoch: number): Promise<DeviceIdentity | null>;
  /**
   * How far each branch of a store's journals is booked. The gateway says how often it has asked before, and keeps what
   * it is answered: one that says less than headquarters knows was set back, and what it forgot is looked for.
   */
  compare(store: string, comparisons: number): Promise<Comparison>;
  reportIncidents(store: string, incidents: readonly StoreIncident[]): Promise<void>;
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
      readonly allocated: AllocatedEpoch;
    }
  | { readonly type: 'unknownCode' }
  | { readonly type: 'codeExpired' }
  | { readonly type: 'codeUsed' };

/** An install with the key that it signs by (ECDSA P-256, SPKI, base64url). */
export interface DeviceIdentity {
  readonly installId: string;
  readonly publicKey: string;
}

export interface RegisteredDevice extends DeviceIdentity {
  readonly terminal: string;
  readonly revoked: boolean;
}

export interface AllocatedEpoch {
  readonly epoch: number;
  /** The highest receipt number of the terminal in the books, 0 before the first. */
  readonly receiptSeen: number;
}

export interface BookedHead extends Place {
  readonly terminal: string;
  readonly epoch: number;
}

export interface Comparison {
  readonly heads: readonly BookedHead[];
  readonly comparisons: number;
}

export interface StoreIncident {
  readonly terminal: string;
  /** Tells a report that comes twice from another one. */
  readonly id: number;
  readonly atMs: number;
  readonly incident: Incident;
}

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
  /** Headquarters has booked a terminal's epoch up to this record, on every branch that holds it. */
  posted(store: string, terminal: string, epoch: number, place: Place): Promise<void>;
  /** The devices of a terminal sell no more; what they have sold still comes in. */
  revoke(store: string, terminal: string): Promise<void>;
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
  /** Records beside the journal's first branch, of a copy or a restored database: 0 for nearly every register. */
  readonly forked: number;
  readonly revoked: boolean;
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
  /** Of its last record. Notices of before branches do not tell. */
  readonly hash?: string | undefined;
}
