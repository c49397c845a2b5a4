import * as z from 'zod';

/**
 * The rows that travel in packages: HQ selects them, a channel database keeps them. `key` names the columns
 * that identify a row, `row` its shape. A reader ignores columns it does not know, so adding one is safe;
 * a row that does not fit is refused by name.
 */
const id = z.string().min(1).max(100);
const day = z.iso.date();
const count = z.int();
const flag = z.boolean();

export const distributedTables = {
  store: {
    key: ['store'],
    row: z.object({
      store: id,
      name: z.string(),
      receiptLines: z.array(z.string()),
      currency: z.string().length(3),
      timeZone: z.string(),
      country: z.string(),
      pricesIncludeTax: flag,
      priceGroups: z.array(id),
    }),
  },
  offlineProfile: {
    key: ['terminal'],
    row: z.object({
      terminal: id,
      supportOffline: flag,
      requestTimeoutMs: count,
      reconnectIntervalMs: count,
      healthCheckIntervalMs: count,
      manualSwitch: flag,
      offlineHoursMax: count,
      persistentStorage: z.enum(['warn', 'require']),
      pauseSync: flag,
    }),
  },
  product: {
    key: ['sku'],
    row: z.object({
      sku: id,
      name: z.string(),
      taxCode: id,
      stocked: flag,
      variantOf: id.nullable(),
      variant: z.record(z.string(), z.string()),
    }),
  },
  barcode: { key: ['barcode'], row: z.object({ barcode: id, sku: id }) },
  price: {
    key: ['id'],
    row: z.object({
      id,
      sku: id,
      priceGroup: id.nullable(),
      currency: z.string().length(3),
      minQuantityThousandths: count,
      amountMinor: count,
      priceUnitThousandths: z.int().positive(),
      validFrom: day,
      validTo: day.nullable(),
    }),
  },
  taxRate: {
    key: ['taxCode', 'validFrom'],
    row: z.object({ taxCode: id, validFrom: day, ratePpm: z.int().min(0) }),
  },
  tenderType: {
    key: ['id'],
    row: z.object({
      id,
      name: z.string(),
      kind: z.enum(['cash', 'card', 'voucher', 'giftCard', 'onAccount']),
      givesChange: flag,
      opensDrawer: flag,
    }),
  },
  reasonCode: {
    key: ['id'],
    row: z.object({
      id,
      text: z.string(),
      usage: z.enum(['priceOverride', 'return', 'taxExemption', 'stockAdjustment']),
    }),
  },
  permissionGroup: {
    key: ['id'],
    row: z.object({
      id,
      name: z.string(),
      overridePrice: flag,
      negativePrice: flag,
      returnGoods: flag,
      voidTransaction: flag,
      exemptTax: flag,
      adjustStock: flag,
      closeShift: flag,
    }),
  },
  employee: { key: ['number'], row: z.object({ number: id, name: z.string(), permissionGroup: id }) },
  customer: { key: ['number'], row: z.object({ number: id, name: z.string(), country: z.string() }) },
} as const satisfies Record<string, { key: readonly string[]; row: z.ZodObject }>;

export type DistributedTable = keyof typeof distributedTables;
export type DistributedRow<T extends DistributedTable> = z.infer<(typeof distributedTables)[T]['row']>;

export const distributedTableNames = Object.keys(distributedTables) as DistributedTable[];

/** A row's identity as one text; parts cannot run into each other. */
export function rowKey(table: DistributedTable, row: Readonly<Record<string, unknown>>): string {
  const columns: readonly string[] = distributedTables[table].key;
  return columns.length === 1
    ? String(row[columns[0] ?? ''])
    : JSON.stringify(columns.map((column) => row[column]));
}
