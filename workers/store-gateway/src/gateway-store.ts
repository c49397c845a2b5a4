import { cutSegments } from '../../../commerce/journal/cut-segments.ts';
import { RECEIPT_RESERVE } from '../../../commerce/journal/grant-epoch.ts';
import { decideIngest, type IngestDecision } from '../../../commerce/journal/ingest.ts';
import { genesisHash } from '../../../commerce/journal/journal-record.ts';
import { noAttempts, type SignOnAttempts } from '../../../commerce/runtime/sign-on-attempts.ts';
import type {
  ActivationRequest,
  Watermarks,
  WireHeader,
  WireRecord,
} from '../../../protocol/journal-messages.ts';
import { segmentKey } from '../../../protocol/package-keys.ts';
import type { RegisterReport, RegisterSyncState } from '../../../protocol/worker-calls.ts';
import { PackageOrders } from './package-orders.ts';

export interface Device {
  readonly terminal: string;
  readonly epoch: number;
  readonly installId: string;
  readonly publicKey: string;
}

export interface Grant {
  readonly epoch: number;
  readonly predecessor: { readonly epoch: number; readonly seq: number; readonly hash: string };
  readonly nextReceiptNumber: number;
  readonly perpetualMinor: number;
}

export interface Segment {
  readonly key: string;
  readonly terminal: string;
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  readonly state: 'planned' | 'stored' | 'announced' | 'booked';
  readonly attempts: number;
}

export interface CheckedRecord extends WireRecord {
  readonly prev: string;
  readonly parsed: WireHeader;
}

/** The gateway's tables. Every method is one synchronous step, so nothing interleaves inside it. */
export class GatewayStore {
  readonly #storage: DurableObjectStorage;
  readonly #store: string;
  readonly orders: PackageOrders;

  constructor(storage: DurableObjectStorage, store: string) {
    this.#storage = storage;
    this.orders = new PackageOrders(storage.sql);
    this.#store = store;
  }

  #rows<T extends Record<string, SqlStorageValue>>(sql: string, ...params: SqlStorageValue[]): T[] {
    return this.#storage.sql.exec<T>(sql, ...params).toArray();
  }

  /**
   * Grants a terminal's next epoch to an install. One that asks again because the answer got lost keeps its epoch;
   * one that was heard from in it has lost its database since, and begins a new one.
   */
  activate(terminal: string, request: ActivationRequest, tokenHash: string, now: string): Grant {
    return this.#storage.transactionSync(() => {
      const [newest] = this.#rows<DeviceRow>(
        'SELECT * FROM terminal_device WHERE terminal = ? ORDER BY epoch DESC LIMIT 1',
        terminal,
      );
      const before = newest && this.#cursor(terminal, newest.epoch);
      const heard = newest?.last_seen_at != null || (before?.seq ?? 0) > 0;
      if (newest?.install_id === request.installId && !heard) {
        this.#rows(
          'UPDATE terminal_device SET token_hash = ?, public_key = ? WHERE terminal = ? AND epoch = ?',
          tokenHash,
          request.publicKey,
          terminal,
          newest.epoch,
        );
        return grantOf(newest);
      }
      const [seen] = this.#rows<{ receipt: number | null }>(
        'SELECT max(receipt_max) AS receipt FROM terminal_cursor WHERE terminal = ?',
        terminal,
      );
      const reserve = newest ? RECEIPT_RESERVE : 0;
      const grant: Grant = {
        epoch: (newest?.epoch ?? 0) + 1,
        predecessor: { epoch: newest?.epoch ?? 0, seq: before?.seq ?? 0, hash: before?.hash ?? genesisHash },
        nextReceiptNumber:
          Math.max(seen?.receipt ?? 0, (newest?.first_receipt_number ?? 1) - 1) + reserve + 1,
        perpetualMinor: before?.perpetual_minor ?? 0,
      };
      const { epoch, predecessor } = grant;
      this.#rows(
        'INSERT INTO terminal_device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)',
        terminal,
        epoch,
        request.installId,
        tokenHash,
        request.publicKey,
        predecessor.epoch,
        predecessor.seq,
        predecessor.hash,
        grant.nextReceiptNumber,
        grant.perpetualMinor,
        now,
      );
      this.#rows(
        'INSERT INTO terminal_cursor (terminal, epoch, seq, hash, receipt_max, perpetual_minor) VALUES (?, ?, 0, ?, ?, ?)',
        terminal,
        epoch,
        predecessor.hash,
        grant.nextReceiptNumber - 1,
        grant.perpetualMinor,
      );
      return grant;
    });
  }

  deviceByToken(tokenHash: string): Device | null {
    const [found] = this.#rows<DeviceRow>('SELECT * FROM terminal_device WHERE token_hash = ?', tokenHash);
    if (!found) return null;
    return {
      terminal: found.terminal,
      epoch: found.epoch,
      installId: found.install_id,
      publicKey: found.public_key,
    };
  }

  newestEpoch(terminal: string): number {
    return (
      this.#rows<{ epoch: number }>(
        'SELECT max(epoch) AS epoch FROM terminal_device WHERE terminal = ?',
        terminal,
      )[0]?.epoch ?? 0
    );
  }

  report(device: Device, report: RegisterReport, now: string): void {
    this.#rows(
      'UPDATE terminal_device SET last_seen_at = ?, report = ? WHERE terminal = ? AND epoch = ?',
      now,
      JSON.stringify(report),
      device.terminal,
      device.epoch,
    );
  }

  watermarks(terminal: string, epoch: number): Watermarks {
    const cursor = this.#cursor(terminal, epoch);
    return { epoch, gatewaySeq: cursor?.seq ?? 0, hqSeq: cursor?.hq_seq ?? 0 };
  }

  /** The hash of a stored record; of seq 0, the hash that the epoch's first record follows. */
  hashAt(terminal: string, epoch: number, seq: number): string | undefined {
    if (seq === 0) {
      const sql = 'SELECT predecessor_hash AS hash FROM terminal_device WHERE terminal = ? AND epoch = ?';
      return this.#rows<{ hash: string }>(sql, terminal, epoch)[0]?.hash;
    }
    const sql = 'SELECT hash FROM terminal_record WHERE terminal = ? AND epoch = ? AND seq = ?';
    return this.#rows<{ hash: string }>(sql, terminal, epoch, seq)[0]?.hash;
  }

  /** Stores what is new of a batch whose hashes and signature were checked. Cursor and records move together. */
  ingest(device: Device, records: readonly CheckedRecord[]): IngestDecision<CheckedRecord> {
    const { terminal, epoch } = device;
    return this.#storage.transactionSync(() => {
      const cursor = this.#cursor(terminal, epoch);
      if (!cursor) throw new Error(`terminal ${terminal} has no epoch ${epoch}`);
      const decided = decideIngest(cursor, records, (seq) => this.hashAt(terminal, epoch, seq));
      for (const { seq, header, body, hash } of decided.accepted) {
        this.#rows(
          'INSERT INTO terminal_record VALUES (?, ?, ?, ?, ?, ?)',
          terminal,
          epoch,
          seq,
          header,
          body,
          hash,
        );
      }
      const last = decided.accepted.at(-1);
      if (last) {
        const receiptMax = Math.max(
          cursor.receipt_max,
          ...decided.accepted.map((record) => record.parsed.receiptNumber ?? 0),
        );
        this.#rows(
          'UPDATE terminal_cursor SET seq = ?, hash = ?, receipt_max = ?, perpetual_minor = ? WHERE terminal = ? AND epoch = ?',
          last.seq,
          last.hash,
          receiptMax,
          last.parsed.totals.perpetualMinor,
          terminal,
          epoch,
        );
      }
      return decided;
    });
  }

  /** Cuts what is stored and not yet on its way into segments. A planned range stays as it is, whatever follows. */
  planSegments(): void {
    this.#storage.transactionSync(() => {
      for (const cursor of this.#rows<CursorRow>('SELECT * FROM terminal_cursor WHERE planned_seq < seq')) {
        const { terminal, epoch } = cursor;
        const sizes = this.#storage.sql.exec<{ seq: number; bytes: number }>(
          'SELECT seq, length(body) + length(header) AS bytes FROM terminal_record WHERE terminal = ? AND epoch = ? AND seq > ? ORDER BY seq',
          terminal,
          epoch,
          cursor.planned_seq,
        );
        for (const { from, to } of cutSegments(sizes)) {
          this.#rows(
            `INSERT INTO segment (key, terminal, epoch, from_seq, to_seq, state) VALUES (?, ?, ?, ?, ?, 'planned')`,
            segmentKey(this.#store, terminal, epoch, from, to),
            terminal,
            epoch,
            from,
            to,
          );
        }
        this.#rows(
          'UPDATE terminal_cursor SET planned_seq = seq WHERE terminal = ? AND epoch = ?',
          terminal,
          epoch,
        );
      }
    });
  }

  /** Segments that something is to be done for now, oldest first. */
  dueSegments(nowMs: number, limit: number): Segment[] {
    return this.#rows<SegmentRow>(
      `SELECT * FROM segment WHERE state <> 'booked' AND next_attempt_ms <= ? ORDER BY terminal, epoch, from_seq LIMIT ?`,
      nowMs,
      limit,
    ).map(({ from_seq, to_seq, key, terminal, epoch, state, attempts }) => ({
      key,
      terminal,
      epoch,
      from: from_seq,
      to: to_seq,
      state,
      attempts,
    }));
  }

  /** When the next open segment is due, or null when none is open. */
  nextDueMs(): number | null {
    return (
      this.#rows<{ due: number | null }>(
        `SELECT min(next_attempt_ms) AS due FROM segment WHERE state <> 'booked'`,
      )[0]?.due ?? null
    );
  }

  markSegment(key: string, state: Segment['state'], attempts: number, nextAttemptMs: number): void {
    this.#rows(
      `UPDATE segment SET state = ?, attempts = ?, next_attempt_ms = ? WHERE key = ? AND state <> 'booked'`,
      state,
      attempts,
      nextAttemptMs,
      key,
    );
  }

  records(terminal: string, epoch: number, from: number, to: number): WireRecord[] {
    const sql =
      'SELECT seq, header, body, hash FROM terminal_record WHERE terminal = ? AND epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq';
    return this.#rows<{ seq: number; header: string; body: string; hash: string }>(
      sql,
      terminal,
      epoch,
      from,
      to,
    );
  }

  booked(terminal: string, epoch: number, seq: number): void {
    this.#storage.transactionSync(() => {
      this.#rows(
        'UPDATE terminal_cursor SET hq_seq = max(hq_seq, ?) WHERE terminal = ? AND epoch = ?',
        seq,
        terminal,
        epoch,
      );
      this.#rows(
        `UPDATE segment SET state = 'booked' WHERE terminal = ? AND epoch = ? AND to_seq <= ?`,
        terminal,
        epoch,
        seq,
      );
    });
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
    const newest = this.#rows<DeviceRow>(
      'SELECT d.* FROM terminal_device d WHERE epoch = (SELECT max(epoch) FROM terminal_device WHERE terminal = d.terminal)',
    );
    return newest.map((device) => ({
      ...{ terminal: device.terminal, connected: connected.has(device.terminal) },
      lastSeenAt: device.last_seen_at,
      report: device.report === null ? null : (JSON.parse(device.report) as RegisterReport),
      paused: this.orders.pauseOf(device.terminal),
      ...this.watermarks(device.terminal, device.epoch),
    }));
  }

  #cursor(terminal: string, epoch: number): CursorRow | undefined {
    return this.#rows<CursorRow>(
      'SELECT * FROM terminal_cursor WHERE terminal = ? AND epoch = ?',
      terminal,
      epoch,
    )[0];
  }
}

type DeviceRow = {
  terminal: string;
  epoch: number;
  install_id: string;
  public_key: string;
  predecessor_epoch: number;
  predecessor_seq: number;
  predecessor_hash: string;
  first_receipt_number: number;
  perpetual_minor: number;
  last_seen_at: string | null;
  report: string | null;
};

type CursorRow = {
  terminal: string;
  epoch: number;
  seq: number;
  hash: string;
  receipt_max: number;
  perpetual_minor: number;
  planned_seq: number;
  hq_seq: number;
};

type SegmentRow = {
  key: string;
  terminal: string;
  epoch: number;
  from_seq: number;
  to_seq: number;
  state: Segment['state'];
  attempts: number;
};

function grantOf(row: DeviceRow): Grant {
  return {
    epoch: row.epoch,
    predecessor: { epoch: row.predecessor_epoch, seq: row.predecessor_seq, hash: row.predecessor_hash },
    nextReceiptNumber: row.first_receipt_number,
    perpetualMinor: row.perpetual_minor,
  };
}
