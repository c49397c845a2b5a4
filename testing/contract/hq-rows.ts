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
  for (const row of of('tax-codes')) add('global', 'taxCode', row);
  for (const row of of('categories')) add('global', 'category', row);
  for (const row of of('affiliations')) add('global', 'affiliation', row);
  for (const row of of('loyalty-tiers')) add('global', 'loyaltyTier', row);
  for (const row of of('tax-rates'))
    if (row.region === store.taxRegion) add(`tax:${row.region}`, 'taxRate', row);
  for (const row of of('employees'))
    if (row.employeeGroup === store.employeeGroup) add(`employees:${row.employeeGroup}`, 'employee', row);
  for (const row of of('customers')) {
    if (row.customerGroup !== store.customerGroup) continue;
    add(`customers:${row.customerGroup}`, 'customer', row);
    for (const price of of('prices'))
      if (price.customer === row.number) add(`customers:${row.customerGroup}`, 'price', price);
  }
  for (const row of of('loyalty-cards'))
    if (row.customerGroup === store.customerGroup) add(`customers:${row.customerGroup}`, 'loyaltyCard', row);
  const assortment = `assortment:${store.assortment}`;
  for (const row of of('products')) {
    if (!(row.assortments as unknown[]).includes(store.assortment)) continue;
    add(assortment, 'product', row);
    for (const barcode of row.barcodes as string[]) add(assortment, 'barcode', { barcode, sku: row.sku });
    for (const price of of('prices'))
      if (price.sku === row.sku && price.priceGroup === null && !price.customer)
        add(assortment, 'price', price);
  }
  for (const group of new Set([...textsOf(store.priceGroups), ...textsOf(store.memberPriceGroups)])) {
    const stream = `price-group:${group}`;
    for (const row of of('price-groups')) if (row.id === group) add(stream, 'priceGroup', row);
    for (const row of of('prices')) if (row.priceGroup === group) add(stream, 'price', row);
    for (const offer of of('offers')) {
      if (!textsOf(offer.priceGroups).includes(group)) continue;
      add(stream, 'offer', offer);
      ((offer.lines ?? []) as Row[]).forEach((line, at) => {
        add(stream, 'offerLine', { ...line, offer: offer.id, line: at + 1 });
      });
      for (const coupon of of('coupons')) if (coupon.offer === offer.id) add(stream, 'coupon', coupon);
    }
  }
  return rows;
}

const textsOf = (value: unknown) => (value ?? []) as string[];
