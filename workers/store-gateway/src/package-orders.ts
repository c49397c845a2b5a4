import type { PackagePause, RegisterSyncState } from '../../../protocol/worker-calls.ts';

/** The whole store, where a terminal's name stands otherwise. */
const WHOLE_STORE = '';

/** The newest, as many as an answer holds: a register that is told of more refuses all of them. */
const RESENDS_MAX = 1000;

/** What headquarters has ordered about a store's packages: who gets none for now, and who takes which anew. */
export class PackageOrders {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  pause(terminal: string | null, pause: PackagePause | null): void {
    const of = terminal ?? WHOLE_STORE;
    if (pause === null) this.#sql.exec('DELETE FROM package_pause WHERE terminal = ?', of);
    else {
      const { since, by, reason } = pause;
      this.#sql.exec('INSERT OR REPLACE INTO package_pause VALUES (?, ?, ?, ?)', of, since, by, reason);
    }
  }

  /** The whole store's pause, or else the terminal's own. */
  pauseOf(terminal: string): RegisterSyncState['paused'] {
    const [found] = this.#sql
      .exec<{ terminal: string; since: string; by: string; reason: string }>(
        'SELECT * FROM package_pause WHERE terminal IN (?, ?) ORDER BY terminal LIMIT 1',
        terminal,
        WHOLE_STORE,
      )
      .toArray();
    if (!found) return null;
    const { terminal: of, since, by, reason } = found;
    return { since, by, reason, wholeStore: of === WHOLE_STORE };
  }

  resend(terminal: string, streams: readonly string[], order: number): void {
    for (const stream of streams)
      this.#sql.exec('INSERT OR REPLACE INTO package_resend VALUES (?, ?, ?)', terminal, stream, order);
  }

  resentTo(terminal: string): { readonly stream: string; readonly order: number }[] {
    return this.#sql
      .exec<{ stream: string; order: number }>(
        'SELECT stream, order_id AS "order" FROM package_resend WHERE terminal = ? ORDER BY order_id DESC LIMIT ?',
        terminal,
        RESENDS_MAX,
      )
      .toArray();
  }
}
