import type { StreamKind } from '../../commerce/distribution/stream-kinds.ts';
import {
  columnKind,
  columnName,
  type DistributedTable,
  distributedTables,
} from '../../protocol/distributed-tables.ts';
import { streamSources } from './stream-content.ts';

/**
 * What each kind of stream holds, defined by one query per table: `from` joins the table as `r` to the stream's
 * scope (?1), `key` is the row's identity, `changed` lists the keys that may have changed between two versions
 * of the change log (?2, ?3]. A changed key that `from` no longer yields is a removal.
 */
export interface StreamSource {
  readonly table: DistributedTable;
  readonly from: string;
  readonly key: string;
  readonly changed: string;
}

/** A stream's name is its kind and, but for `global`, its scope. */
export function streamName(kind: StreamKind, scope: string): string {
  return kind === 'global' ? kind : `${kind}:${scope}`;
}

export function parseStreamName(name: string): { readonly kind: StreamKind; readonly scope: string } {
  const colon = name.indexOf(':');
  const kind = colon < 0 ? name : name.slice(0, colon);
  if (!Object.hasOwn(streamSources, kind)) throw new Error(`there is no kind of stream called ${kind}`);
  return { kind: kind as StreamKind, scope: colon < 0 ? '' : name.slice(colon + 1) };
}

/** A page of a stream's rows in key order, as blob lines. Parameters: scope, key to go on after, limit. */
export function pageSql(source: StreamSource): string {
  return `SELECT ${source.key} AS k, ${lineOf(source)} AS line FROM ${source.from}
    AND ${source.key} > ?2 ORDER BY ${source.key} LIMIT ?3`;
}

/** A page of the keys that may have changed. Parameters: scope, from version, to version, key to go on after, limit. */
export function changedSql(source: StreamSource): string {
  return `SELECT DISTINCT row_key AS k FROM (${source.changed}) WHERE row_key > ?4 ORDER BY row_key LIMIT ?5`;
}

/** How many keys may have changed. Parameters: scope, from version, to version. */
export function changedCountSql(source: StreamSource): string {
  return `SELECT count(DISTINCT row_key) AS rows FROM (${source.changed})`;
}

/** The keys of a page, without the rows. Parameters as for the page. */
export function keysSql(source: StreamSource): string {
  return `SELECT ${source.key} AS k FROM ${source.from} AND ${source.key} > ?2 ORDER BY ${source.key} LIMIT ?3`;
}

/** The rows behind some keys, as blob lines. Parameters: scope, JSON array of keys. */
export function rowsByKeySql(source: StreamSource): string {
  return `SELECT ${source.key} AS k, ${lineOf(source)} AS line FROM ${source.from}
    AND ${source.key} IN (SELECT value FROM json_each(?2))`;
}

/** The line of a row (`{"t","k","r"}`), built by the database from the columns that travel. */
function lineOf(source: StreamSource): string {
  return `json_object('t', '${source.table}', 'k', ${source.key}, 'r', ${rowObject(source.table)})`;
}

/** The columns of `r` that travel, as one JSON object. */
export function rowObject(table: DistributedTable): string {
  const { shape } = distributedTables[table].row;
  const fields = Object.entries(shape).map(([field, type]) => {
    const column = `r."${columnName(field)}"`;
    const kind = columnKind(type);
    if (kind === 'flag') return `'${field}', json(iif(${column}, 'true', 'false'))`;
    return `'${field}', ${kind === 'json' ? `json(${column})` : column}`;
  });
  return `json_object(${fields.join(', ')})`;
}
