import { getTableColumns } from 'drizzle-orm';
import type { BlobLine } from '../../protocol/blob.ts';
import {
  type DistributedTable,
  distributedTableNames,
  distributedTables,
} from '../../protocol/distributed-tables.ts';
import { channelTables, tableNameOf } from './channel-tables.ts';
import type { SqlStatement } from './sql-database.ts';

/** Puts the rows of a chunk at a version. Repeating it stores the same rows again: the key holds the version. */
export function putRows(stream: string, version: number, lines: readonly BlobLine[]): SqlStatement[] {
  return byTable(lines).flatMap(([name, ofTable]) => {
    const puts = ofTable.filter((line) => 'r' in line);
    return puts.length > 0 ? [putStatement(name, stream, version, puts)] : [];
  });
}

/** Ends the older rows of the keys that a chunk names: those that it puts anew, and those that it takes away. */
export function endRows(stream: string, version: number, lines: readonly BlobLine[]): SqlStatement[] {
  return byTable(lines).map(([name, ofTable]) => ({
    sql: `UPDATE ${tableNameOf(name)} SET until = ?
      WHERE row_key IN (SELECT value FROM json_each(?)) AND stream = ? AND until IS NULL AND since < ?`,
    params: [version, JSON.stringify(ofTable.map(({ k }) => k)), stream, version],
  }));
}

function byTable(lines: readonly BlobLine[]): [DistributedTable, BlobLine[]][] {
  return distributedTableNames.flatMap((name): [DistributedTable, BlobLine[]][] => {
    const ofTable = lines.filter(({ t }) => t === name);
    return ofTable.length > 0 ? [[name, ofTable]] : [];
  });
}

const putSql = new Map<DistributedTable, string>();

function putStatement(
  name: DistributedTable,
  stream: string,
  version: number,
  puts: readonly BlobLine[],
): SqlStatement {
  const sql = putSql.get(name) ?? putSqlOf(name);
  putSql.set(name, sql);
  return { sql, params: [stream, version, JSON.stringify(puts)] };
}

function putSqlOf(name: DistributedTable): string {
  const columns: Record<string, { name: string }> = getTableColumns(channelTables[name]);
  const fields = Object.keys(distributedTables[name].row.shape);
  const names = fields.map((field) => `"${columns[field]?.name}"`);
  const values = fields.map((field) => `json_extract(value, '$.r.${field}')`);
  return `INSERT OR REPLACE INTO ${tableNameOf(name)} (stream, row_key, since, until, ${names.join(', ')})
    SELECT ?, json_extract(value, '$.k'), ?, NULL, ${values.join(', ')} FROM json_each(?)`;
}
