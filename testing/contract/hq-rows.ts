import { type DistributedTable, distributedTables, rowKey } from '../../protocol/distributed-tables.ts';

type Row = Record<string, unknown>;
/** Every master of headquarters, by noun, as its API shows them. */
export type Masters = Readonly<Record<string, readonly Row[]>>;

/**
 * What a store must hold, worked out from headquarters' masters by the plain words of the design, not by the
 * publisher's queries: `stream table key` to the row that travels.
 */
export function rowsOfStore(masters: Masters, number: string): Map<string, Row> {
  const rows = new Map<string, Row>();
  const of = (noun: string) => masters[noun] ?? [];
  const add = (stream: string, table: DistributedTable, row: Row) => {
    const travels = distributedTables[table].row.parse(row);
    rows.set(`${stream} ${table} ${rowKey(table, travels)}`, travels);
  };
  const store = of('stores').find((row) => row.store === number);
  if (!store) return rows;
  const own = `store:${number}`;
  add(own, 'store', store);
  for (const register of of('registers')) {
    if (register.store !== number) continue;
    const profile = of('offline-profiles').find(({ id }) => id === register.offlineProfile);
    add(own, 'offlineProfile', { ...profile, terminal: register.terminal });
  }
  for (const row of of('tender-types')) add('global', 'tenderType', row);
  for (const row of of('reason-codes')) add('global', 'reasonCode', row);
  for (const row of of('permission-groups')) add('global', 'permissionGroup', row);
  for (const row of of('tax-rates'))
    if (row.region === store.taxRegion) add(`tax:${row.region}`, 'taxRate', row);
  for (const row of of('employees'))
    if (row.employeeGroup === store.employeeGroup) add(`employees:${row.employeeGroup}`, 'employee', row);
  for (const row of of('customers'))
    if (row.customerGroup === store.customerGroup) add(`customers:${row.customerGroup}`, 'customer', row);
  const assortment = `assortment:${store.assortment}`;
  for (const row of of('products')) {
    if (!(row.assortments as unknown[]).includes(store.assortment)) continue;
    add(assortment, 'product', row);
    for (const barcode of row.barcodes as string[]) add(assortment, 'barcode', { barcode, sku: row.sku });
    for (const price of of('prices'))
      if (price.sku === row.sku && price.priceGroup === null) add(assortment, 'price', price);
  }
  for (const row of of('prices'))
    if ((store.priceGroups as unknown[]).includes(row.priceGroup))
      add(`price-group:${row.priceGroup}`, 'price', row);
  return rows;
}
