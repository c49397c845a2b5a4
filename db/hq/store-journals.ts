/** What headquarters keeps of each store's gateway, to notice when it was set back and to look for what it forgot. */
export function storeJournals(masters: D1Database) {
  const run = (sql: string, ...params: unknown[]) =>
    masters
      .prepare(sql)
      .bind(...params)
      .run();
  return {
    /**
     * A gateway compares itself, for the so-manieth time as it knows. Answers what it knows from now on; one that knows
     * of fewer than headquarters was set back, and a sweep is due.
     */
    async compared(store: string, comparisons: number): Promise<number> {
      const row = await masters
        .prepare(
          `INSERT INTO store_journal (store, comparisons, sweep_due) VALUES (?1, ?2 + 1, 0) ON CONFLICT (store) DO UPDATE SET
            sweep_due = max(sweep_due, ?2 < comparisons), comparisons = max(comparisons, ?2) + 1 RETURNING comparisons`,
        )
        .bind(store, comparisons)
        .first<{ comparisons: number }>();
      return row?.comparisons ?? comparisons + 1;
    },
    setSweepDue: (store: string) =>
      run(
        `INSERT INTO store_journal (store, comparisons, sweep_due) VALUES (?1, 0, 1)
          ON CONFLICT (store) DO UPDATE SET sweep_due = 1, sweep_cursor = NULL`,
        store,
      ),
    /** Where the store's due sweep goes on (null: at the beginning), or undefined where none is due. */
    async dueSweep(store: string): Promise<string | null | undefined> {
      const row = await masters
        .prepare('SELECT sweep_cursor FROM store_journal WHERE store = ? AND sweep_due = 1')
        .bind(store)
        .first<{ sweep_cursor: string | null }>();
      return row ? row.sweep_cursor : undefined;
    },
    saveSweep: (store: string, isDue: boolean, cursor: string | null) =>
      run(
        'UPDATE store_journal SET sweep_due = ?, sweep_cursor = ? WHERE store = ?',
        ...[isDue ? 1 : 0, cursor, store],
      ),
  };
}
