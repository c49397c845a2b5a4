import { columnName, type DistributedTable, distributedTables } from '../../protocol/distributed-tables.ts';
import { rowObject } from './stream-sources.ts';

/** Streams, and how far the change log is to be read in each. */
export type ChangeVersions = Readonly<Record<string, number>>;

/** Reads the masters as they are now: no change is younger. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

/** A row as it was in a stream. */
export interface RowAsOf {
  readonly stream: string;
  /** The version of the change log that it was read at. */
  readonly at: number;
  /** The distributed row as JSON. */
  readonly row: string;
}

/** How the rows of a table are found as they were. */
export interface PastTable {
  /** What the rows are; null for a mere pairing, of which `more` are the columns. */
  readonly table: DistributedTable | null;
  readonly sqlTable: string;
  /** What the change log calls it; a row that changes its name there is still one row. */
  readonly logNames: readonly string[];
  /** The column that keys are of; the log's `lookup` is of the same. Without one all rows are read. */
  readonly lookup?: string;
  /** The log's key of a row, from its columns. */
  readonly rowKey: (column: Column) => string;
  /** The column of the log's scope, where the key alone does not identify a row. */
  readonly scope?: string;
  /** Whether a row is in the stream `v`, from its columns; the rest of the parameters begin with ?3. */
  readonly inStream: (column: Column) => string;
  /** Columns beside those that travel. */
  readonly more?: readonly string[];
  /** One of them that is told with the row. */
  readonly alsoTold?: string;
  /** Whether one row is wanted for each version of the log, not for each stream that has it. */
  readonly byVersionOnly?: boolean;
}

type Column = (name: string) => string;

/**
 * The rows of a table as they were when the change log was at some versions: those that have not changed since,
 * and of those that have what the first change since then found. Parameters: JSON of streams and versions, JSON
 * array of keys (also where there are none), and what `inStream` asks for.
 */
export function rowsAsOfSql(past: PastTable): string {
  const { table, sqlTable, lookup, rowKey, scope, inStream, more = [], byVersionOnly = false } = past;
  const travelling = table ? Object.keys(distributedTables[table].row.shape).map(columnName) : [];
  const columns = [...new Set([...travelling, ...more])];
  const names = past.logNames.map((name) => `'${name}'`).join(', ');
  const now: Column = (name) => `r."${name}"`;
  const before: Column = (name) => `json_extract(c.before, '$.${name}')`;
  const stream = byVersionOnly ? "''" : 'key';
  const whole = table
    ? rowObject(table)
    : `json_object(${more.map((name) => `'${name}', r."${name}"`).join(', ')})`;
  const row = past.alsoTold ? `json_set(${whole}, '$.${past.alsoTold}', r."${past.alsoTold}")` : whole;
  return `WITH v AS (
      SELECT DISTINCT ${stream} AS stream, substr(key, 1, instr(key || ':', ':') - 1) AS kind, value AS at
      FROM json_each(?1)
    ), r AS (
      SELECT ${columns.map(now).join(', ')}, v.stream AS in_stream, v.at AS at
      FROM ${lookup ? `json_each(?2) k CROSS JOIN ${sqlTable} r ON r."${lookup}" = k.value` : `${sqlTable} r`}
      CROSS JOIN v ON ${inStream(now)}
      WHERE ${lookup ? '' : '?2 IS NOT NULL AND '}NOT EXISTS (SELECT 1 FROM change_log c
        WHERE c.table_name IN (${names}) AND c.row_key = ${rowKey(now)}
        ${scope ? `AND c.scope = r."${scope}"` : ''} AND c.version > v.at)
      UNION ALL
      SELECT ${columns.map(before).join(', ')}, v.stream, v.at
      FROM ${lookup ? 'json_each(?2) k CROSS JOIN change_log c ON c.lookup = k.value AND' : 'change_log c CROSS JOIN v ON'}
        c.table_name IN (${names}) AND c.before IS NOT NULL
      ${lookup ? 'CROSS JOIN v ON' : 'AND'} c.version > v.at AND ${inStream(before)}
      WHERE NOT EXISTS (SELECT 1 FROM change_log e
        WHERE e.table_name IN (${names}) AND e.row_key = c.row_key
        ${scope ? 'AND e.scope = c.scope' : ''} AND e.version > v.at AND e.version < c.version)
    )
    SELECT in_stream AS stream, at, ${row} AS row FROM r`;
}

/** Categories and all above them as they were: parameters are the version of the log and a JSON array of ids. */
export const categoriesAsOfSql = `
  WITH RECURSIVE up(id, parent) AS (
    SELECT value, ${parentAsOf('value')} FROM json_each(?2)
    UNION SELECT up.parent, ${parentAsOf('up.parent')} FROM up WHERE up.parent IS NOT NULL
  ) SELECT id, parent FROM up`;

function parentAsOf(id: string): string {
  const first = `SELECT min(c.version) FROM change_log c
    WHERE c.table_name = 'category' AND c.row_key = ${id} AND c.version > ?1`;
  return `(SELECT iif(e.version IS NULL, c.parent, json_extract(e.before, '$.parent'))
    FROM (SELECT 1) LEFT JOIN category c ON c.id = ${id} LEFT JOIN change_log e ON e.version = (${first}))`;
}
