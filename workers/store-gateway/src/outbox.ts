import { cutSegments } from '../../../commerce/journal/cut-segments.ts';
import { segmentKey } from '../../../protocol/package-keys.ts';
import type { BranchRow } from './journal-store.ts';

export interface Segment {
  readonly key: string;
  readonly terminal: string;
  readonly epoch: number;
  readonly branch: number;
  readonly from: number;
  readonly to: number;
  /** Of its last record. */
  readonly hash: string;
  readonly state: 'planned' | 'stored' | 'announced' | 'booked';
  readonly attempts: number;
}

/** Ranges of records on their way to R2, to the Queue and into the books. */
export class Outbox {
  readonly #storage: DurableObjectStorage;
  readonly #store: string;

  constructor(storage: DurableObjectStorage, store: string) {
    this.#storage = storage;
    this.#store = store;
  }

  #rows<T extends Record<string, SqlStorageValue>>(sql: string, ...params: SqlStorageValue[]): T[] {
    return this.#storage.sql.exec<T>(sql, ...params).toArray();
  }

  /**
   * Cuts what is stored and not yet on its way into segments; answers how many records that was. A planned range stays
   * as it is, whatever follows.
   */
  plan(): number {
    let planned = 0;
    this.#storage.transactionSync(() => {
      for (const at of this.#rows<BranchRow>('SELECT * FROM journal_branch WHERE planned_seq < seq')) {
        const { terminal, epoch, branch } = at;
        const of = [terminal, epoch, branch] as const;
        const sizes = this.#storage.sql.exec<{ seq: number; bytes: number; hash: string }>(
          `SELECT seq, hash, length(body) + length(header) AS bytes FROM journal_record
            WHERE terminal = ? AND epoch = ? AND branch = ? AND seq > ? ORDER BY seq`,
          ...of,
          at.planned_seq,
        );
        const hashes = new Map<number, string>();
        for (const { from, to } of cutSegments(noting(sizes, hashes))) {
          const hash = hashes.get(to) ?? '';
          const key = segmentKey({ store: this.#store, terminal }, epoch, { from, to, hash });
          planned += to - from + 1;
          this.#rows(
            `INSERT INTO segment (key, terminal, epoch, branch, from_seq, to_seq, hash, state)
              VALUES (?, ?, ?, ?, ?, ?, ?, 'planned')`,
            ...[key, ...of, from, to, hash],
          );
        }
        this.#rows(
          'UPDATE journal_branch SET planned_seq = seq WHERE terminal = ? AND epoch = ? AND branch = ?',
          ...of,
        );
      }
    });
    return planned;
  }

  /** Segments that something is to be done for now, oldest first. */
  due(nowMs: number, limit: number): Segment[] {
    return this.#rows<SegmentRow>(
      `SELECT * FROM segment WHERE state <> 'booked' AND next_attempt_ms <= ?
        ORDER BY terminal, epoch, from_seq, branch LIMIT ?`,
      nowMs,
      limit,
    ).map(({ from_seq: from, to_seq: to, key, terminal, epoch, branch, hash, state, attempts }) => ({
      ...{ key, terminal, epoch, branch, from, to, hash, state, attempts },
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

  mark(key: string, state: Segment['state'], attempts: number, nextAttemptMs: number): void {
    this.#rows(
      `UPDATE segment SET state = ?, attempts = ?, next_attempt_ms = ? WHERE key = ? AND state <> 'booked'`,
      ...[state, attempts, nextAttemptMs, key],
    );
  }
}

function* noting(
  rows: Iterable<{ seq: number; bytes: number; hash: string }>,
  hashes: Map<number, string>,
): Generator<{ seq: number; bytes: number }> {
  for (const { seq, bytes, hash } of rows) {
    hashes.set(seq, hash);
    yield { seq, bytes };
  }
}

type SegmentRow = {
  key: string;
  terminal: string;
  epoch: number;
  branch: number;
  from_seq: number;
  to_seq: number;
  hash: string;
  state: Segment['state'];
  attempts: number;
};
