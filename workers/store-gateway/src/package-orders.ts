import type { PackagePause } from '../../../protocol/worker-calls.ts';

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

  /** The terminal's own pause, or the whole store's. */
  pauseOf(terminal: string): PackagePause | null {
    const [found] = this.#sql
      .exec<{ since: string; by: string; reason: string }>(
        'SELECT since, by, reason FROM package_pause WHERE terminal IN (?, ?) ORDER BY terminal DESC LIMIT 1',
        terminal,
        WHOLE_STORE,
      )
      .toArray();
    return found ?? null;
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
