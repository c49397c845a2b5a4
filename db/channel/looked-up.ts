import { parseBlobLine } from '../../protocol/blob.ts';
import { putRows } from './row-statements.ts';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';

/**
 * Stores what was looked up of a stream that is loading: the rows that its load will bring too, and the note that
 * these products are whole. Nothing where the load has ended meanwhile, or is of another version.
 */
export async function storeLookedUp(
  database: SqlDatabase,
  { stream, version }: { readonly stream: string; readonly version: number },
  lines: readonly string[],
): Promise<void> {
  const rows = lines.flatMap((text, index) => {
    const line = parseBlobLine(text, index + 1);
    return line.ok ? [line.value] : [];
  });
  const skus = rows.flatMap((row) => (row.t === 'product' && 'r' in row ? [row.k] : []));
  if (skus.length === 0) return;
  const params = [stream, version];
  const whole: SqlStatement = {
    // Without a stream it fails, and everything with it.
    sql: `INSERT INTO looked_up (sku, stream) SELECT value, (SELECT stream FROM stream_cursor WHERE ${isLoading})
      FROM json_each(?) WHERE true ON CONFLICT (sku) DO NOTHING`,
    params: [...params, JSON.stringify(skus)],
  };
  try {
    await database.commit([whole, ...putRows(stream, version, rows)]);
  } catch (problem) {
    const [loading] = await database.query({ sql: `SELECT 1 FROM stream_cursor WHERE ${isLoading}`, params });
    if (loading) throw problem;
  }
}

const isLoading = 'stream = ? AND applying = ? AND version = 0 AND base > 0';
