import type { SuspendedSummary } from '../../../commerce/transaction/suspended-transaction.ts';
import {
  recalledTransaction,
  type SuspendedAnswer,
  suspendedTransaction,
} from '../../../protocol/suspended-transaction.ts';

/** How many baskets that wait are listed. */
const WAITING_MAX = 100;
/** How long it is remembered that a basket was taken up. */
const RECALLED_KEPT_MS = 7 * 24 * 3600_000;

type Claim =
  | { readonly type: 'claimed'; readonly body: string }
  | { readonly type: 'unknown' }
  | { readonly type: 'taken'; readonly by: string };

/** Baskets that a register of the store put aside: each waits for one other to take it up. */
export class SuspendedStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Notes what a stored record says. One that cannot be read waits for nobody, and is in the journal all the same. */
  note(terminal: string, kind: string, body: string, nowMs: number): void {
    if (kind === 'suspend') {
      const said = read(suspendedTransaction, body);
      if (!said) return;
      const { steps: _, ...summary } = said;
      this.#sql.exec(
        'INSERT OR IGNORE INTO waiting_transaction VALUES (?, ?, ?, ?, NULL, NULL)',
        ...[said.id, terminal, JSON.stringify(summary), body],
      );
    } else if (kind === 'recall') {
      const said = read(recalledTransaction, body);
      if (!said) return;
      this.#sql.exec(
        'UPDATE waiting_transaction SET claimed_by = coalesce(claimed_by, ?), body = NULL, recalled_ms = ? WHERE id = ?',
        ...[terminal, nowMs, said.id],
      );
      this.#sql.exec('DELETE FROM waiting_transaction WHERE recalled_ms < ?', nowMs - RECALLED_KEPT_MS);
    }
  }

  /** For this terminal: what nobody has taken up, and what it has claimed itself and not gone on with. */
  list(terminal: string): SuspendedAnswer {
    const waiting = this.#sql
      .exec<{ summary: string }>(
        `SELECT summary FROM waiting_transaction WHERE recalled_ms IS NULL AND coalesce(claimed_by, ?) = ?
          ORDER BY rowid DESC LIMIT ?`,
        ...[terminal, terminal, WAITING_MAX],
      )
      .toArray()
      .map(({ summary }) => JSON.parse(summary) as SuspendedSummary);
    const gone = this.#sql
      .exec<{ id: string }>(
        'SELECT id FROM waiting_transaction WHERE terminal = ? AND claimed_by <> ?',
        ...[terminal, terminal],
      )
      .toArray();
    return { waiting, gone: gone.map(({ id }) => id) };
  }

  /** The first terminal that asks has it; it may ask again, where it did not hear the answer. */
  claim(id: string, terminal: string): Claim {
    this.#sql.exec(
      'UPDATE waiting_transaction SET claimed_by = ? WHERE id = ? AND claimed_by IS NULL',
      ...[terminal, id],
    );
    const [found] = this.#sql
      .exec<{ claimed_by: string; body: string | null }>(
        'SELECT claimed_by, body FROM waiting_transaction WHERE id = ?',
        id,
      )
      .toArray();
    if (!found) return { type: 'unknown' };
    if (found.claimed_by !== terminal || found.body === null) return { type: 'taken', by: found.claimed_by };
    return { type: 'claimed', body: found.body };
  }
}

function read<T>(
  schema: { safeParse: (json: unknown) => { success: true; data: T } | { success: false } },
  body: string,
): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
