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

interface PutStatement {
  readonly sql: string;
  /** Of the row's shape, in the order of the statement's columns. */
  readonly fields: readonly string[];
}
const putStatements = new Map<DistributedTable, PutStatement>();

function putStatement(
  name: DistributedTable,
  stream: string,
  version: number,
  puts: readonly BlobLine[],
): SqlStatement {
  const { sql, fields } = putStatements.get(name) ?? putStatementOf(name);
  // Arrays, not objects: SQLite finds a place faster than a name, and there is a third less to write and read.
  const rows = puts.map((line) => [line.k, ...fields.map((field) => ('r' in line ? line.r[field] : null))]);
  return { sql, params: [stream, version, JSON.stringify(rows)] };
}

function putStatementOf(name: DistributedTable): PutStatement {
  const columns: Record<string, { name: string }> = getTableColumns(channelTables[name]);
  const fields = Object.keys(distributedTables[name].row.shape);
  const names = fields.map((field) => `"${columns[field]?.name}"`);
  const values = fields.map((_, place) => `value ->> ${place + 1}`);
  const sql = `INSERT OR REPLACE INTO ${tableNameOf(name)} (stream, row_key, since, until, ${names.join(', ')})
    SELECT ?, value ->> 0, ?, NULL, ${values.join(', ')} FROM json_each(?)`;
  const statement = { sql, fields };
  putStatements.set(name, statement);
  return statement;
}
