import { eq, getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import {
  neverApplied,
  type StreamPosition,
  type UpdateStep,
} from '../../commerce/distribution/plan-update.ts';
import { type BlobLine, parseBlobLine, type RefusedRow } from '../../protocol/blob.ts';
import {
  type DistributedTable,
  distributedTableNames,
  distributedTables,
} from '../../protocol/distributed-tables.ts';
import type { StreamVersion } from '../../protocol/package-documents.ts';
import { channelDrizzle } from './channel-database.ts';
import * as o from './offers-schema.ts';
import * as t from './schema.ts';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';

/** Rows a transaction takes at most, so that a scan never waits long behind one. */
const CHUNK_ROWS = 250;

const tables: Record<DistributedTable, SQLiteTable> = {
  store: t.store,
  offlineProfile: t.offlineProfile,
  product: t.product,
  barcode: t.barcode,
  price: t.price,
  category: o.category,
  priceGroup: o.priceGroup,
  offer: o.offer,
  offerLine: o.offerLine,
  coupon: o.coupon,
  taxCode: o.taxCode,
  taxRate: t.taxRate,
  tenderType: t.tenderType,
  reasonCode: t.reasonCode,
  permissionGroup: t.permissionGroup,
  employee: t.employee,
  customer: t.customer,
  affiliation: o.affiliation,
  loyaltyTier: o.loyaltyTier,
  loyaltyCard: o.loyaltyCard,
};

/** The channel database's table of a distributed table. */
export function tableNameOf(name: DistributedTable): string {
  return getTableName(tables[name]);
}

export interface ApplyPort {
  readonly database: SqlDatabase;
  readonly machineTimeMs: () => number;
  /** The lines of one blob of the version, checked against its digest. */
  readonly blobLines: (content: StreamVersion, blob: number) => Promise<readonly string[]>;
  /** Called after each stored chunk; a chance to let a scan go first. */
  readonly afterChunk?: (rows: number) => Promise<void> | void;
}

export async function streamPosition(database: SqlDatabase, stream: string): Promise<StreamPosition> {
  const [found] = await channelDrizzle(database)
    .select()
    .from(t.streamCursor)
    .where(eq(t.streamCursor.stream, stream));
  return found ?? neverApplied;
}

/**
 * Applies one version of a stream from where it stopped. Rows are stored in short transactions that move the
 * cursor, invisible until the last one makes the version the visible one: whole, or not at all.
 * Answers the rows that could not be stored, by name.
 */
export async function applyVersion(
  port: ApplyPort,
  stream: string,
  step: UpdateStep<StreamVersion>,
): Promise<readonly RefusedRow[]> {
  const { version } = step.content;
  const refused: RefusedRow[] = [];
  for (let blob = step.blob; blob < step.content.blobs.length; blob++) {
    const lines = await port.blobLines(step.content, blob);
    for (let row = blob === step.blob ? step.row : 0; row < lines.length; row += CHUNK_ROWS) {
      const chunk = lines.slice(row, row + CHUNK_ROWS);
      const changes: BlobLine[] = [];
      chunk.forEach((text, index) => {
        const line = parseBlobLine(text, row + index + 1);
        if (line.ok) changes.push(line.value);
        else refused.push(line.error);
      });
      const next = row + chunk.length;
      const cursor = next < lines.length ? { blob, row: next } : { blob: blob + 1, row: 0 };
      await port.database.commit([
        ...rowStatements(stream, version, changes),
        moveCursor(stream, version, cursor),
      ]);
      await port.afterChunk?.(chunk.length);
    }
  }
  await port.database.commit([
    ...(step.kind === 'snapshot' ? endRowsMissingFromSnapshot(stream, version) : []),
    showVersion(stream, version, port.machineTimeMs()),
  ]);
  return refused;
}

/** Takes back the stored rows of a version that will not be finished. */
export async function discardUnfinished(database: SqlDatabase, stream: string): Promise<void> {
  const { version } = await streamPosition(database, stream);
  const statements = distributedTableNames.flatMap((name) => {
    const table = tableNameOf(name);
    return [
      { sql: `DELETE FROM ${table} WHERE stream = ? AND since > ?`, params: [stream, version] },
      { sql: `UPDATE ${table} SET until = NULL WHERE stream = ? AND until > ?`, params: [stream, version] },
    ];
  });
  const rest = {
    sql: 'UPDATE stream_cursor SET applying = version, blob = 0, row = 0 WHERE stream = ?',
    params: [stream],
  };
  await database.commit([...statements, rest]);
}

function rowStatements(stream: string, version: number, changes: readonly BlobLine[]): SqlStatement[] {
  const statements: SqlStatement[] = [];
  for (const name of distributedTableNames) {
    const ofTable = changes.filter((change) => change.t === name);
    if (ofTable.length === 0) continue;
    const table = tableNameOf(name);
    const keys = JSON.stringify(ofTable.map((change) => change.k));
    statements.push({
      sql: `UPDATE ${table} SET until = ? WHERE row_key IN (SELECT value FROM json_each(?)) AND stream = ? AND until IS NULL AND since < ?`,
      params: [version, keys, stream, version],
    });
    const puts = ofTable.filter((change) => 'r' in change);
    if (puts.length > 0) statements.push(putRows(name, table, stream, version, puts));
  }
  return statements;
}

/** Repeating a chunk stores the same rows again: the key holds the version. */
function putRows(
  name: DistributedTable,
  table: string,
  stream: string,
  version: number,
  puts: readonly BlobLine[],
): SqlStatement {
  const columns: Record<string, { name: string }> = getTableColumns(tables[name]);
  const fields = Object.keys(distributedTables[name].row.shape);
  const names = fields.map((field) => `"${columns[field]?.name}"`);
  const values = fields.map((field) => `json_extract(value, '$.r.${field}')`);
  return {
    sql: `INSERT OR REPLACE INTO ${table} (stream, row_key, since, until, ${names.join(', ')})
      SELECT ?, json_extract(value, '$.k'), ?, NULL, ${values.join(', ')} FROM json_each(?)`,
    params: [stream, version, JSON.stringify(puts)],
  };
}

function endRowsMissingFromSnapshot(stream: string, version: number): SqlStatement[] {
  return distributedTableNames.map((name) => ({
    sql: `UPDATE ${tableNameOf(name)} SET until = ? WHERE stream = ? AND until IS NULL AND since < ?`,
    params: [version, stream, version],
  }));
}

function moveCursor(stream: string, version: number, cursor: { blob: number; row: number }): SqlStatement {
  return {
    sql: `INSERT INTO stream_cursor (stream, version, applying, blob, row, visible_at_ms) VALUES (?, 0, ?, ?, ?, 0)
      ON CONFLICT (stream) DO UPDATE SET applying = excluded.applying, blob = excluded.blob, row = excluded.row`,
    params: [stream, version, cursor.blob, cursor.row],
  };
}

function showVersion(stream: string, version: number, nowMs: number): SqlStatement {
  return {
    sql: `INSERT INTO stream_cursor (stream, version, applying, blob, row, visible_at_ms) VALUES (?1, ?2, ?2, 0, 0, ?3)
      ON CONFLICT (stream) DO UPDATE SET version = ?2, applying = ?2, blob = 0, row = 0, visible_at_ms = ?3`,
    params: [stream, version, nowMs],
  };
}
