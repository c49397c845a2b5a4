import { mainBranch, newestOf } from '../../../commerce/journal/gateway-epochs.ts';
import { noAttempts, type SignOnAttempts } from '../../../commerce/runtime/sign-on-attempts.ts';
import type { RegisteredDevice, RegisterReport, RegisterSyncState } from '../../../protocol/worker-calls.ts';
import { JournalStore } from './journal-store.ts';
import { Outbox } from './outbox.ts';
import { PackageOrders } from './package-orders.ts';

export interface Device extends RegisteredDevice {
  readonly tokenHash: string;
}

/** The gateway's tables. Every method is one synchronous step, so nothing interleaves inside it. */
export class GatewayStore {
  readonly #storage: DurableObjectStorage;
  readonly orders: PackageOrders;
  readonly journal: JournalStore;
  readonly outbox: Outbox;

  constructor(storage: DurableObjectStorage, store: string) {
    this.#storage = storage;
    this.orders = new PackageOrders(storage.sql);
    this.journal = new JournalStore(storage);
    this.outbox = new Outbox(storage, store);
  }

  #rows<T extends Record<string, SqlStorageValue>>(sql: string, ...params: SqlStorageValue[]): T[] {
    return this.#storage.sql.exec<T>(sql, ...params).toArray();
  }

  /** Lets an install in by a token. The one that it had before stops to count. */
  admit({ tokenHash, terminal, installId, publicKey, revoked }: Device): void {
    this.#storage.transactionSync(() => {
      this.#rows(
        'DELETE FROM known_device WHERE terminal = ? AND install_id = ? AND public_key = ?',
        ...[terminal, installId, publicKey],
      );
      this.#rows(
        'INSERT INTO known_device VALUES (?, ?, ?, ?, ?, NULL, NULL)',
        ...[tokenHash, terminal, installId, publicKey, revoked ? 1 : 0],
      );
    });
  }

  deviceByToken(tokenHash: string): Device | null {
    const [found] = this.#rows<DeviceRow>('SELECT * FROM known_device WHERE token_hash = ?', tokenHash);
    if (!found) return null;
    const { terminal, install_id: installId, public_key: publicKey, revoked } = found;
    return { tokenHash, terminal, installId, publicKey, revoked: revoked === 1 };
  }

  revoke(terminal: string): void {
    this.#rows('UPDATE known_device SET revoked = 1 WHERE terminal = ?', terminal);
  }

  report({ tokenHash }: Device, report: RegisterReport, now: string): void {
    this.#rows(
      'UPDATE known_device SET last_seen_at = ?, report = ? WHERE token_hash = ?',
      ...[now, JSON.stringify(report), tokenHash],
    );
  }

  attempts(employee: string): SignOnAttempts {
    const [found] = this.#rows<{ failures: number; locked_until_ms: number }>(
      'SELECT * FROM sign_on_attempt WHERE employee = ?',
      employee,
    );
    return found ? { failures: found.failures, lockedUntilMs: found.locked_until_ms } : noAttempts;
  }

  saveAttempts(employee: string, attempts: SignOnAttempts): void {
    this.#rows(
      'INSERT OR REPLACE INTO sign_on_attempt VALUES (?, ?, ?)',
      employee,
      attempts.failures,
      attempts.lockedUntilMs,
    );
  }

  syncStates(connected: ReadonlySet<string>): RegisterSyncState[] {
    return this.journal.terminals().flatMap((terminal): RegisterSyncState[] => {
      const newest = newestOf(this.journal.terminal(terminal));
      if (!newest) return [];
      const { epoch, installId, publicKey } = newest.grant;
      const [device] = this.#rows<DeviceRow>(
        'SELECT * FROM known_device WHERE terminal = ? AND install_id = ? AND public_key = ?',
        ...[terminal, installId, publicKey],
      );
      const { seq, hqSeq } = mainBranch(newest);
      const beside = newest.branches.slice(1);
      return [
        {
          ...{ terminal, epoch, connected: connected.has(terminal), gatewaySeq: seq, hqSeq },
          forked: beside.reduce((sum, branch) => sum + branch.seq - branch.sharedSeq, 0),
          revoked: device?.revoked === 1,
          lastSeenAt: device?.last_seen_at ?? null,
          report: device?.report ? (JSON.parse(device.report) as RegisterReport) : null,
          paused: this.orders.pauseOf(terminal),
        },
      ];
    });
  }
}

type DeviceRow = {
  terminal: string;
  install_id: string;
  public_key: string;
  revoked: number;
  last_seen_at: string | null;
  report: string | null;
};
