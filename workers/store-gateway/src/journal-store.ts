import type { Branch, HeldHash } from '../../../commerce/journal/branches.ts';
import { gatewayStep } from '../../../commerce/journal/gateway-end.ts';
import type {
  GatewayBranch,
  GatewayEpoch,
  GatewayEvent,
  GatewayRecord,
  GatewayReply,
  GatewayTerminal,
  GatewayWrite,
  Incident,
} from '../../../commerce/journal/gateway-shapes.ts';
import type { EpochReason } from '../../../commerce/journal/grant-epoch.ts';
import type { WireRecord } from '../../../protocol/journal-messages.ts';
import type { StoreIncident } from '../../../protocol/worker-calls.ts';
import { SuspendedStore } from './suspended-store.ts';

/** A record with its texts, whose hash and place were checked. */
export interface StoredRecord extends GatewayRecord {
  readonly kind: string;
  readonly header: string;
  readonly body: string;
}

/** Records that one step of pruning looks at. */
const PRUNE_MAX = 2000;

/** A store's journals: runs the gateway's steps on its tables, each in one transaction. */
export class JournalStore {
  readonly #storage: DurableObjectStorage;
  readonly suspended: SuspendedStore;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.suspended = new SuspendedStore(storage.sql);
  }

  #rows<T extends Record<string, SqlStorageValue>>(sql: string, ...params: SqlStorageValue[]): T[] {
    return this.#storage.sql.exec<T>(sql, ...params).toArray();
  }

  /** Decides and writes. The replies are for when the writes are durable, which the platform waits for. */
  step(terminal: string, event: GatewayEvent<StoredRecord>, nowMs: number): readonly GatewayReply[] {
    return this.#storage.transactionSync(() => {
      const replies: GatewayReply[] = [];
      for (const effect of gatewayStep(this.terminal(terminal), event, this.#held(terminal))) {
        if (effect.type === 'reply') replies.push(effect.reply);
        else for (const write of effect.writes) this.#write(terminal, write, nowMs);
      }
      return replies;
    });
  }

  terminal(terminal: string): GatewayTerminal {
    const branches = this.#rows<BranchRow>(
      'SELECT * FROM journal_branch WHERE terminal = ? ORDER BY epoch, branch',
      terminal,
    );
    const epochs = this.#rows<EpochRow>(
      'SELECT * FROM terminal_epoch WHERE terminal = ? ORDER BY epoch',
      terminal,
    ).map(
      (row): GatewayEpoch => ({
        grant: {
          epoch: row.epoch,
          reason: row.reason,
          installId: row.install_id,
          publicKey: row.public_key,
          predecessor: { epoch: row.predecessor_epoch, seq: row.predecessor_seq, hash: row.predecessor_hash },
          nextReceiptNumber: row.first_receipt_number,
          perpetualMinor: row.perpetual_minor,
        },
        heard: row.heard === 1,
        setBackTo: row.set_back_to,
        branches: branches.filter(({ epoch }) => epoch === row.epoch).map(branchOf),
      }),
    );
    return { epochs };
  }

  terminals(): string[] {
    return this.#rows<{ terminal: string }>('SELECT DISTINCT terminal FROM terminal_epoch').map(
      ({ terminal }) => terminal,
    );
  }

  /** The hash of a stored record; of seq 0 on branch 0, the hash that the epoch's first record follows. */
  #held(terminal: string): (epoch: number) => HeldHash {
    return (epoch) => (branch, seq) => {
      if (seq === 0) {
        const sql = 'SELECT predecessor_hash AS hash FROM terminal_epoch WHERE terminal = ? AND epoch = ?';
        return this.#rows<{ hash: string }>(sql, terminal, epoch)[0]?.hash;
      }
      const sql =
        'SELECT hash FROM journal_record WHERE terminal = ? AND epoch = ? AND branch = ? AND seq = ?';
      return this.#rows<{ hash: string }>(sql, terminal, epoch, branch, seq)[0]?.hash;
    };
  }

  #write(terminal: string, write: GatewayWrite<StoredRecord>, nowMs: number): void {
    switch (write.type) {
      case 'epoch': {
        const { epoch, reason, installId, publicKey, predecessor, nextReceiptNumber, perpetualMinor } =
          write.grant;
        this.#rows(
          'INSERT INTO terminal_epoch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)',
          ...[terminal, epoch, reason, installId, publicKey],
          ...[predecessor.epoch, predecessor.seq, predecessor.hash, nextReceiptNumber, perpetualMinor],
        );
        return;
      }
      case 'heard':
        this.#rows(
          'UPDATE terminal_epoch SET heard = 1 WHERE terminal = ? AND epoch = ?',
          terminal,
          write.epoch,
        );
        return;
      case 'setBackTo':
        this.#rows(
          'UPDATE terminal_epoch SET set_back_to = ? WHERE terminal = ? AND epoch = ?',
          ...[write.seq, terminal, write.epoch],
        );
        return;
      case 'branch':
        this.saveBranch(terminal, write.epoch, write.branch);
        return;
      case 'records':
        for (const { seq, hash, header, body, kind } of write.records) {
          this.#rows(
            'INSERT INTO journal_record VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
            ...[terminal, write.epoch, write.branch, seq, hash, nowMs, header, body],
          );
          this.suspended.note(terminal, kind, body, nowMs);
        }
        return;
      case 'segmentsBooked':
        this.#rows(
          `UPDATE segment SET state = 'booked' WHERE terminal = ? AND epoch = ? AND branch = ? AND to_seq <= ?
            AND state <> 'booked'`,
          ...[terminal, write.epoch, write.branch, write.seq],
        );
        return;
      case 'segmentsAgain':
        // It lies in R2: only the notice is sent once more.
        this.#rows(
          `UPDATE segment SET state = 'stored', next_attempt_ms = 0 WHERE terminal = ? AND epoch = ? AND branch = ?
            AND to_seq > ? AND state = 'booked'`,
          ...[terminal, write.epoch, write.branch, write.seq],
        );
        return;
      case 'dropTexts':
        this.#rows(
          `UPDATE journal_record SET header = NULL, body = NULL
            WHERE terminal = ? AND epoch = ? AND branch = ? AND seq <= ? AND header IS NOT NULL`,
          ...[terminal, write.epoch, write.branch, write.seq],
        );
        this.#rows(
          `DELETE FROM segment WHERE terminal = ? AND epoch = ? AND branch = ? AND to_seq <= ? AND state = 'booked'`,
          ...[terminal, write.epoch, write.branch, write.seq],
        );
        return;
      case 'incident':
        this.#rows(
          'INSERT INTO incident (terminal, at_ms, detail) VALUES (?, ?, ?)',
          ...[terminal, nowMs, JSON.stringify(write.incident)],
        );
        return;
    }
  }

  saveBranch(terminal: string, epoch: number, b: GatewayBranch): void {
    this.#rows(
      'INSERT OR REPLACE INTO journal_branch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[terminal, epoch, b.branch, b.parent, b.sharedSeq, b.seq, b.hash],
      ...[b.receiptMax, b.perpetualMinor, b.plannedSeq, b.hqSeq, b.prunedSeq],
    );
  }

  /** The texts of a range of a branch; those that were dropped are not among them. */
  records(terminal: string, epoch: number, branch: number, from: number, to: number): WireRecord[] {
    return this.#rows<{ seq: number; header: string; body: string; hash: string }>(
      `SELECT seq, header, body, hash FROM journal_record WHERE terminal = ? AND epoch = ? AND branch = ?
        AND seq BETWEEN ? AND ? AND header IS NOT NULL ORDER BY seq`,
      ...[terminal, epoch, branch, from, to],
    );
  }

  /** Drops texts that nobody can need again, of each branch as many as one step looks at. Whether any were. */
  prune(nowMs: number): boolean {
    let dropped = false;
    for (const terminal of this.terminals()) {
      for (const { grant, branches } of this.terminal(terminal).epochs) {
        for (const { branch, prunedSeq } of branches) {
          const records = this.#rows<{ seq: number; stored_ms: number }>(
            `SELECT seq, stored_ms FROM journal_record WHERE terminal = ? AND epoch = ? AND branch = ? AND seq > ?
              ORDER BY seq LIMIT ?`,
            ...[terminal, grant.epoch, branch, prunedSeq, PRUNE_MAX],
          ).map(({ seq, stored_ms: storedMs }) => ({ seq, storedMs }));
          this.step(terminal, { type: 'prune', epoch: grant.epoch, branch, records, nowMs }, nowMs);
          const after = this.#rows<BranchRow>(
            'SELECT * FROM journal_branch WHERE terminal = ? AND epoch = ? AND branch = ?',
            ...[terminal, grant.epoch, branch],
          )[0];
          dropped ||= (after?.pruned_seq ?? 0) > prunedSeq;
        }
      }
    }
    return dropped;
  }

  incidents(limit: number): StoreIncident[] {
    return this.#rows<{ id: number; terminal: string; at_ms: number; detail: string }>(
      'SELECT * FROM incident ORDER BY id LIMIT ?',
      limit,
    ).map(({ id, terminal, at_ms: atMs, detail }) => ({
      ...{ id, terminal, atMs },
      incident: JSON.parse(detail) as Incident,
    }));
  }

  incidentsTold(upTo: number): void {
    this.#rows('DELETE FROM incident WHERE id <= ?', upTo);
  }
}

function branchOf(row: BranchRow): GatewayBranch {
  const own: Branch = {
    ...{ branch: row.branch, parent: row.parent, sharedSeq: row.shared_seq, seq: row.seq, hash: row.hash },
  };
  return {
    ...own,
    ...{ receiptMax: row.receipt_max, perpetualMinor: row.perpetual_minor },
    ...{ plannedSeq: row.planned_seq, hqSeq: row.hq_seq, prunedSeq: row.pruned_seq },
  };
}

type EpochRow = {
  epoch: number;
  reason: EpochReason;
  install_id: string;
  public_key: string;
  predecessor_epoch: number;
  predecessor_seq: number;
  predecessor_hash: string;
  first_receipt_number: number;
  perpetual_minor: number;
  heard: number;
  set_back_to: number | null;
};

export type BranchRow = {
  terminal: string;
  epoch: number;
  branch: number;
  parent: number;
  shared_seq: number;
  seq: number;
  hash: string;
  receipt_max: number;
  perpetual_minor: number;
  planned_seq: number;
  hq_seq: number;
  pruned_seq: number;
};
