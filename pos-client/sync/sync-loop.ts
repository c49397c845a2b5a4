import type { ConnectionState } from '../../commerce/transaction/retail-transaction.ts';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import type { StoredDevice, SyncStore } from '../../db/channel/sync-store.ts';
import type { HelloRequest, NewEpochAnswer, SocketMessage } from '../../protocol/journal-messages.ts';
import type { SyncProblem } from '../model/register-host.ts';
import type { DeviceKeys } from './device-keys.ts';
import { type GatewayAnswer, type GatewayCall, GatewayLink, Unreachable } from './gateway-link.ts';
import { JournalLine } from './journal-line.ts';
import { type LoadProgress, type PullProblem, pullPackages } from './pull-packages.ts';
import { singleFlight } from './single-flight.ts';
import type { StorageReserve } from './storage-reserve.ts';

export interface SyncPorts {
  readonly url: string;
  readonly database: SqlDatabase;
  readonly store: SyncStore;
  readonly keys: DeviceKeys;
  readonly device: StoredDevice;
  readonly token: string;
  readonly nowMs: () => number;
  readonly report: () => Promise<HelloRequest['report']>;
  /** Goes on in a new epoch of the journal. */
  readonly beginEpoch: (grant: NewEpochAnswer) => Promise<void>;
  /** Packages have become visible. */
  readonly onApplied: () => Promise<void>;
  readonly onChange: () => void;
  readonly reserve?: StorageReserve | undefined;
  /** Resolves when nobody at the screen waits for the database. */
  readonly stepBack: () => Promise<void>;
}

/** How a register behaves on the line: its offline profile, or this before it has one. */
interface LineProfile {
  readonly requestTimeoutMs: number;
  readonly reconnectIntervalMs: number;
  readonly healthCheckIntervalMs: number;
  readonly pauseSync: boolean;
  readonly supportOffline: boolean;
}
const firstProfile: LineProfile = {
  requestTimeoutMs: 10_000,
  reconnectIntervalMs: 5000,
  healthCheckIntervalMs: 10_000,
  pauseSync: false,
  supportOffline: true,
};

const SYNC_INTERVAL_MS = 60_000;
const PROBLEMS_MAX = 20;

/** More than this is no delay of the line: somebody has set the clock. */
const CLOCK_OFF_MAX_MS = 5 * 60_000;

function wrongClock(serverMs: number, nowMs: number): PullProblem[] {
  const offMs = nowMs - serverMs;
  if (!(Math.abs(offMs) > CLOCK_OFF_MAX_MS)) return [];
  const minutes = Math.round(Math.abs(offMs) / 60_000);
  const off =
    minutes < 120
      ? `${minutes} minutes`
      : minutes < 2880
        ? `${Math.round(minutes / 60)} hours`
        : `${Math.round(minutes / 1440)} days`;
  return [{ code: 'wrongClock', subject: 'clock', detail: `${off} ${offMs > 0 ? 'ahead' : 'behind'}` }];
}

/** Keeps the line to the gateway: connects and connects again, sends the journal up, brings packages down. */
export class SyncLoop {
  readonly #ports: SyncPorts;
  readonly #link: GatewayLink;
  readonly #journal: JournalLine;
  readonly #push: () => Promise<void>;
  readonly #pull: () => Promise<void>;
  readonly #connect: () => Promise<void>;
  /** What it has learned of this machine holds for all packages. */
  readonly #chunks = new ChunkTimer(() => performance.now());
  #profile: LineProfile = firstProfile;
  #timers: ReturnType<typeof setInterval>[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  connection: ConnectionState = 'offline';
  lastSyncAt: string | null = null;
  lastAttemptAt: string | null = null;
  loading: LoadProgress | null = null;
  problems: readonly SyncProblem[] = [];
  /** Another device has the terminal: nothing new is sold here, and what was sold still goes up. */
  fenced = false;

  constructor(ports: SyncPorts) {
    this.#ports = ports;
    this.#link = new GatewayLink({
      url: ports.url,
      store: ports.device.store,
      token: ports.token,
      timeoutMs: () => this.#profile.requestTimeoutMs,
      onMessage: (message) => void this.#told(message),
      onClosed: () => this.#wentOffline('the line was cut'),
    });
    const { store, keys, report, beginEpoch } = ports;
    this.#journal = new JournalLine({
      ...{ store, keys, report, beginEpoch, link: this.#link },
      fence: () => this.#fence(),
    });
    this.#connect = singleFlight(() => this.#onLine(() => this.#tryConnect()));
    this.#push = singleFlight(() => this.#onLine(() => this.#pushNow()));
    this.#pull = singleFlight(() => this.#onLine(() => this.#pullNow()));
  }

  async start(manual: boolean): Promise<void> {
    this.connection = manual ? 'manual' : 'offline';
    this.fenced = (await this.#ports.store.note<boolean>('fenced')) ?? false;
    await this.#readProfile();
    if (!manual) void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#clearTimers();
    this.#link.close();
  }

  /** Something was committed: send it, if there is a line. Never waits for it. */
  committed(): void {
    if (this.connection === 'online') void this.#push();
  }

  async setManual(manual: boolean): Promise<void> {
    if (manual) {
      this.#link.close();
      this.connection = 'manual';
      this.#ports.onChange();
    } else if (this.connection === 'manual') {
      this.connection = 'offline';
      await this.#connect();
    }
  }

  /** One exchange now: connect if need be, send, fetch. */
  async syncNow(): Promise<void> {
    if (this.connection === 'manual') return;
    await this.#connect();
    if (this.connection === 'online') await Promise.all([this.#push(), this.#pull()]);
  }

  get askGateway(): ((body: string) => Promise<GatewayAnswer>) | null {
    return this.connection === 'manual' ? null : (body) => this.#link.call('signOn', body);
  }

  /** Whether a new sale may begin: some registers may sell only while they have a line. */
  get maySell(): boolean {
    return this.connection === 'online' || this.#profile.supportOffline;
  }

  /** Throws Unreachable when there is no line. */
  async ask(call: GatewayCall, body: string): Promise<GatewayAnswer> {
    if (this.connection !== 'online') throw new Unreachable('the register is offline');
    return this.#link.call(call, body);
  }

  async #tryConnect(): Promise<void> {
    if (this.#isCut()) return;
    this.lastAttemptAt = this.#now();
    if (!this.#link.hasSocket) {
      // Where sockets do not pass, the same calls go over HTTP; the socket is tried again at the next check.
      await this.#link.open().catch(() => undefined);
    }
    await this.#hello();
    if (this.#isCut()) return this.#link.close();
    if (this.connection !== 'online') {
      this.connection = 'online';
      this.#ports.onChange();
    }
    void this.#push();
    void this.#pull();
  }

  /** By the cashier or by the register's end; also while a connection was being made. */
  #isCut(): boolean {
    return this.connection === 'manual' || this.#stopped;
  }

  async #hello(): Promise<void> {
    const greeting = await this.#journal.greet();
    if ('refused' in greeting) {
      const { status } = greeting.refused;
      if (status === 401) this.#revoked('the gateway does not know this device');
      else if (status === 403) this.#revoked('this epoch was given to another device');
      throw new Unreachable(`the gateway answered ${status}`);
    }
    this.#report(wrongClock(Date.parse(greeting.serverTime), this.#ports.nowMs()), ['wrongClock']);
    if (greeting.verdict === 'fenced') this.#revoked('this terminal was activated on another device');
    else this.#report([], ['revoked', 'unreachable']);
    await this.#reportNeededEpoch();
  }

  #revoked(detail: string): void {
    this.#report([{ code: 'revoked', subject: 'device', detail }], ['revoked', 'unreachable']);
  }

  /** This database was set back or copied: told until the journal goes on in an epoch of its own. */
  async #reportNeededEpoch(): Promise<void> {
    const needed = await this.#journal.needs();
    const found: Record<'restored' | 'forked', PullProblem> = {
      restored: {
        ...{ code: 'behind', subject: 'journal' },
        detail: 'the gateway holds records of this register that are not here',
      },
      forked: {
        ...{ code: 'fork', subject: 'journal' },
        detail: 'the gateway holds another record at the same place',
      },
    };
    this.#report(needed === null ? [] : [found[needed]], ['behind', 'fork']);
  }

  async #pushNow(): Promise<void> {
    if (this.connection !== 'online' || this.#profile.pauseSync) return;
    const problem = await this.#journal.push();
    this.lastSyncAt = this.#now();
    await this.#reportNeededEpoch();
    const found = problem && { code: 'gatewayRefused' as const, subject: 'journal', detail: problem.detail };
    this.#report(found ? [found] : [], ['gatewayRefused']);
  }

  async #pullNow(): Promise<void> {
    if (this.connection !== 'online' || this.#profile.pauseSync) return;
    const { database, store, device, nowMs } = this.#ports;
    const { status, body } = await this.#link.call('packages', '');
    if (status !== 200) throw new Unreachable(`the gateway answered ${status}`);
    try {
      const problems = await pullPackages(
        {
          database,
          store,
          storeId: device.store,
          trustedKeys: (await store.device())?.trustedKeys ?? device.trustedKeys,
          machineTimeMs: nowMs,
          chunks: this.#chunks,
          reserve: this.#ports.reserve,
          fetchBlob: (sha256) => this.#link.blob(sha256),
          onApplied: () => this.#ports.onApplied(),
          stepBack: () => this.#ports.stepBack(),
          onProgress: (progress) => {
            this.loading = progress;
            this.#ports.onChange();
          },
        },
        body,
      );
      this.#report(problems, [
        'badSignature',
        'olderHead',
        'wrongDigest',
        'unreadableBlob',
        'notFetched',
        'storageFull',
        'refusedRows',
        'foreignManifest',
        'paused',
        'staleHead',
      ]);
    } finally {
      this.loading = null;
    }
    this.lastSyncAt = this.#now();
    await this.#readProfile();
    this.#ports.onChange();
  }

  /** Runs an exchange; a line that fails makes the register offline, and everything else goes on. */
  async #onLine(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Unreachable)) console.error('sync', problem);
      if (!this.#stopped) this.#wentOffline(problem instanceof Error ? problem.message : String(problem));
    }
  }

  #wentOffline(detail: string): void {
    this.#link.close();
    if (this.connection === 'manual' || this.#stopped) return;
    this.connection = 'offline';
    this.#report([{ code: 'unreachable', subject: 'gateway', detail }], ['unreachable']);
    clearTimeout(this.#retry);
    // Spread out, so that a store's registers do not all come back in the same moment.
    const delayMs = this.#profile.reconnectIntervalMs * (0.5 + Math.random() / 2);
    this.#retry = setTimeout(() => void this.#connect(), delayMs);
  }

  async #told(message: Exclude<SocketMessage, { type: 'answer' }>): Promise<void> {
    switch (message.type) {
      case 'packagesChanged':
        return this.#pull();
      case 'watermarks':
        await this.#journal.told(message.watermarks);
        return this.#ports.onChange();
      case 'revoked':
        await this.#fence();
        return this.#revoked('this terminal was activated on another device');
    }
  }

  async #fence(): Promise<void> {
    this.fenced = true;
    await this.#ports.store.saveNote('fenced', true);
  }

  /** Replaces the problems of some kinds by what was found now. */
  #report(found: readonly PullProblem[], kinds: readonly SyncProblem['code'][]): void {
    const at = this.#now();
    const others = this.problems.filter(({ code }) => !kinds.includes(code));
    const known = (problem: PullProblem) =>
      this.problems.find(
        ({ code, subject, detail }) =>
          code === problem.code && subject === problem.subject && detail === problem.detail,
      );
    this.problems = [...found.map((problem) => known(problem) ?? { ...problem, at }), ...others].slice(
      0,
      PROBLEMS_MAX,
    );
    this.#ports.onChange();
  }

  async #readProfile(): Promise<void> {
    this.#profile = (await this.#ports.store.offlineProfile(this.#ports.device.terminal)) ?? this.#profile;
    this.#clearTimers();
    if (this.#stopped) return;
    this.#timers = [
      setInterval(() => void this.#checkHealth(), this.#profile.healthCheckIntervalMs),
      setInterval(() => void this.syncNow(), SYNC_INTERVAL_MS),
    ];
  }

  async #checkHealth(): Promise<void> {
    if (this.connection === 'online' && this.#link.hasSocket) await this.#link.ping().catch(() => undefined);
    else if (this.connection !== 'manual') await this.#connect();
  }

  /** Not the one that connects again: a new profile, read while the line is cut, must not undo that. */
  #clearTimers(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  #now(): string {
    return new Date(this.#ports.nowMs()).toISOString();
  }
}
