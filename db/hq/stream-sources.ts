import * as z from 'zod';
import { type DistributedTable, distributedTables } from '../../protocol/distributed-tables.ts';

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

export type StreamKind =
  | 'global'
  | 'tax'
  | 'assortment'
  | 'price-group'
  | 'store'
  | 'employees'
  | 'customers';

const window = 'c.version > ?2 AND c.version <= ?3';

/** Changes that the log files under the stream's own scope. */
const inScope = (name: string) =>
  `SELECT c.row_key FROM change_log c WHERE c.table_name = '${name}' AND c.scope = ?1 AND ${window}`;

const everywhere = (name: string) =>
  `SELECT c.row_key FROM change_log c WHERE c.table_name = '${name}' AND ?1 = '' AND ${window}`;

/** Products that entered or left the assortment. */
const membership = `SELECT c.row_key FROM change_log c WHERE c.table_name = 'assortment_product' AND c.scope = ?1 AND ${window}`;

/** Rows of a table that belongs to products: those that changed, and all rows of products that came or went. */
const ofProducts = (logName: string, rows: string, key: string) => `
  SELECT c.row_key FROM change_log c WHERE c.table_name = '${logName}' AND ${window} AND (
    c.scope IN (SELECT sku FROM assortment_product WHERE assortment = ?1) OR c.scope IN (${membership}))
  UNION SELECT ${key} FROM ${rows} r WHERE r.sku IN (${membership})`;

const member = 'JOIN assortment_product m ON m.sku = r.sku AND m.assortment = ?1';

export const streamSources: Record<StreamKind, readonly StreamSource[]> = {
  global: [
    {
      table: 'tenderType',
      from: "tender_type r WHERE ?1 = ''",
      key: 'r.id',
      changed: everywhere('tender_type'),
    },
    {
      table: 'reasonCode',
      from: "reason_code r WHERE ?1 = ''",
      key: 'r.id',
      changed: everywhere('reason_code'),
    },
    {
      table: 'permissionGroup',
      from: "permission_group r WHERE ?1 = ''",
      key: 'r.id',
      changed: everywhere('permission_group'),
    },
  ],
  tax: [
    {
      table: 'taxRate',
      from: 'tax_rate r WHERE r.region = ?1',
      // As text: a JSON value would be nested into the line instead of quoted.
      key: "(json_array(r.tax_code, r.valid_from) || '')",
      changed: inScope('tax_rate'),
    },
  ],
  store: [
    { table: 'store', from: 'store r WHERE r.store = ?1', key: 'r.store', changed: inScope('store') },
    {
      table: 'offlineProfile',
      from: `(SELECT g.store, g.terminal, p.support_offline, p.request_timeout_ms, p.reconnect_interval_ms,
          p.health_check_interval_ms, p.manual_switch, p.offline_hours_max, p.persistent_storage, p.pause_sync
        FROM register g JOIN offline_profile p ON p.id = g.offline_profile) r WHERE r.store = ?1`,
      key: 'r.terminal',
      changed: `${inScope('register')} UNION SELECT g.terminal FROM register g JOIN change_log c
        ON c.table_name = 'offline_profile' AND c.row_key = g.offline_profile WHERE g.store = ?1 AND ${window}`,
    },
  ],
  assortment: [
    {
      table: 'product',
      from: `product r ${member} WHERE true`,
      key: 'r.sku',
      changed: ofProducts('product', 'product', 'r.sku'),
    },
    {
      table: 'barcode',
      from: `barcode r ${member} WHERE true`,
      key: 'r.barcode',
      changed: ofProducts('barcode', 'barcode', 'r.barcode'),
    },
    {
      table: 'price',
      from: `price r ${member} WHERE r.price_group IS NULL`,
      key: 'r.id',
      changed: ofProducts('base_price', '(SELECT * FROM price WHERE price_group IS NULL)', 'r.id'),
    },
  ],
  'price-group': [
    { table: 'price', from: 'price r WHERE r.price_group = ?1', key: 'r.id', changed: inScope('price') },
  ],
  employees: [
    {
      table: 'employee',
      from: 'employee r WHERE r.employee_group = ?1',
      key: 'r.number',
      changed: inScope('employee'),
    },
  ],
  customers: [
    {
      table: 'customer',
      from: 'customer r WHERE r.customer_group = ?1',
      key: 'r.number',
      changed: inScope('customer'),
    },
  ],
};

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

/** The rows behind some keys, as blob lines. Parameters: scope, JSON array of keys. */
export function rowsByKeySql(source: StreamSource): string {
  return `SELECT ${source.key} AS k, ${lineOf(source)} AS line FROM ${source.from}
    AND ${source.key} IN (SELECT value FROM json_each(?2))`;
}

/** The streams that changes between two versions of the log (?1, ?2] may touch: the union of these. */
export const affectedStreamsSql: readonly string[] = [
  "SELECT 'global' AS stream FROM change_log c WHERE c.table_name IN ('tender_type', 'reason_code', 'permission_group') AND",
  "SELECT 'tax:' || c.scope AS stream FROM change_log c WHERE c.table_name = 'tax_rate' AND",
  "SELECT 'store:' || c.scope AS stream FROM change_log c WHERE c.table_name IN ('store', 'register') AND",
  `SELECT 'store:' || g.store AS stream FROM change_log c JOIN register g ON g.offline_profile = c.row_key
    WHERE c.table_name = 'offline_profile' AND`,
  "SELECT 'assortment:' || c.scope AS stream FROM change_log c WHERE c.table_name = 'assortment_product' AND",
  `SELECT 'assortment:' || m.assortment AS stream FROM change_log c JOIN assortment_product m ON m.sku = c.scope
    WHERE c.table_name IN ('product', 'barcode', 'base_price') AND`,
  "SELECT 'price-group:' || c.scope AS stream FROM change_log c WHERE c.table_name = 'price' AND",
  "SELECT 'employees:' || c.scope AS stream FROM change_log c WHERE c.table_name = 'employee' AND",
  "SELECT 'customers:' || c.scope AS stream FROM change_log c WHERE c.table_name = 'customer' AND",
].map((select) => `${select} c.version > ?1 AND c.version <= ?2 GROUP BY 1`);

/** The line of a row (`{"t","k","r"}`), built by the database from the columns that travel. */
function lineOf(source: StreamSource): string {
  const { shape } = distributedTables[source.table].row;
  const fields = Object.entries(shape).map(
    ([field, type]) => `'${field}', ${jsonValue(`r.${snakeCase(field)}`, type)}`,
  );
  return `json_object('t', '${source.table}', 'k', ${source.key}, 'r', json_object(${fields.join(', ')}))`;
}

function jsonValue(column: string, type: z.ZodType): string {
  if (type instanceof z.ZodBoolean) return `json(iif(${column}, 'true', 'false'))`;
  if (type instanceof z.ZodArray || type instanceof z.ZodRecord) return `json(${column})`;
  return column;
}

function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
