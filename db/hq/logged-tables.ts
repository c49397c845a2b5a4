import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { governedTable, governedTables } from './approval-policies.ts';
import type { MasterTable } from './master-tables.ts';

/** How the change log names what the API calls by a noun. */
export interface LoggedTable {
  readonly table: string;
  readonly noun: string;
  readonly title: string;
  /** The list of a row that it holds; null for rows themselves. */
  readonly part: string | null;
  /** Which column of the log holds the row's key; the log finds some rows by other values than their key. */
  readonly key: 'row_key' | 'scope' | 'other';
}

const own = governedTables.map(
  ({ noun, title, table }): LoggedTable => ({
    ...{ table: getTableName(table), noun, title, part: null },
    key: noun === 'registers' || noun === 'tax-rates' ? 'other' : 'row_key',
  }),
);

/** Not here: what triggers keep from other rows (`offer_price_group`), which would say everything twice. */
export const loggedTables: readonly LoggedTable[] = [
  ...own,
  { table: 'base_price', noun: 'prices', title: 'Price', part: null, key: 'row_key' },
  { table: 'customer_price', noun: 'prices', title: 'Price', part: null, key: 'row_key' },
  { table: 'barcode', noun: 'products', title: 'Product', part: 'barcodes', key: 'scope' },
  { table: 'assortment_product', noun: 'products', title: 'Product', part: 'assortments', key: 'row_key' },
  { table: 'offer_line', noun: 'offers', title: 'Offer', part: 'lines', key: 'scope' },
  { table: 'employee_pin', noun: 'employees', title: 'Employee', part: 'pin', key: 'row_key' },
  { table: 'activation_code', noun: 'registers', title: 'Register', part: 'activationCodes', key: 'row_key' },
  { table: 'partner_key', noun: 'partner-keys', title: 'Partner key', part: null, key: 'row_key' },
  { table: 'admin', noun: 'admins', title: 'Admin', part: null, key: 'row_key' },
];

const byTable = new Map(loggedTables.map((logged) => [logged.table, logged]));
export const loggedTable = (table: string): LoggedTable | undefined => byTable.get(table);

/** The row's key, where the log found it by other values: SQL over an entry `c`. */
export const otherKeySql = `coalesce(json_extract(c.before, '$.id'), CASE c.table_name
  WHEN 'register' THEN (SELECT r.id FROM register r WHERE r.store = c.scope AND r.terminal = c.row_key)
  WHEN 'tax_rate' THEN (SELECT r.id FROM tax_rate r WHERE r.region = c.scope
    AND r.tax_code = json_extract(c.row_key, '$[0]') AND r.valid_from = json_extract(c.row_key, '$[1]')
    AND (json_extract(c.row_key, '$[2]') IS NULL OR json_extract(c.row_key, '$[2]') = r.from_minor))
  END, c.row_key)`;

/** A row as a trigger has kept it, in the API's terms. */
export function rowOfLog(noun: string, kept: string): Record<string, unknown> {
  const values = JSON.parse(kept) as Record<string, unknown>;
  const master: MasterTable | undefined = governedTable(noun);
  if (!master) return values;
  const columns: Record<string, SQLiteColumn> = getTableColumns(master.table);
  const entries = Object.entries(columns).flatMap(([field, column]): [string, unknown][] => {
    if (!Object.hasOwn(values, column.name)) return [];
    const value = values[column.name];
    return [[field, value === null ? null : column.mapFromDriverValue(value as never)]];
  });
  return Object.fromEntries(entries);
}
