import { type SweepPort, sweepRows } from './sweep-rows.ts';

/** Takes away the rows that ended, in each of the streams, with its version or one before it. */
export function pruneRows(port: SweepPort, versions: Readonly<Record<string, number>>): Promise<void> {
  const upTo = JSON.stringify(versions);
  return sweepRows(port, (table, from, to) => [
    {
      sql: `DELETE FROM ${table} WHERE rowid BETWEEN ? AND ?
        AND until <= (SELECT value FROM json_each(?) WHERE key = stream)`,
      params: [from, to, upTo],
    },
  ]);
}
