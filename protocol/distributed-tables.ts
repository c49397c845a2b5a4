import * as z from 'zod';
import { reasonUsages } from '../commerce/transaction/reason-usage.ts';
import { offerLineRow, offerRow } from './offer-shapes.ts';
import {
  attributePredicate,
  attributes,
  discountBlocks,
  kitComponent,
  pricingSettings,
  unitConversion,
} from './pricing-shapes.ts';
import { taxCodeRow, taxRateRow } from './tax-shapes.ts';

/**
 * The rows that travel in packages: HQ selects them, a channel database keeps them. `key` names the columns
 * that identify a row, `row` its shape. A reader ignores columns it does not know, and a column that was added
 * has a default for the rows that were published before it, so adding one is safe; a row that does not fit is
 * refused by name.
 */
const id = z.string().min(1).max(100);
const day = z.iso.date();
const count = z.int();
const flag = z.boolean();
const ids = z.array(id);

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
      priceGroups: ids,
      memberPriceGroups: ids.default([]),
      pricing: pricingSettings.prefault({}),
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
      categories: ids.default([]),
      labels: ids.default([]),
      attributes: attributes.default({}),
      unitOfMeasure: z.string().default('EA'),
      unitConversions: z.array(unitConversion).default([]),
      isWeighed: flag.default(false),
      blocks: discountBlocks.prefault({}),
      kit: z.array(kitComponent).default([]),
    }),
  },
  barcode: { key: ['barcode'], row: z.object({ barcode: id, sku: id }) },
  price: {
    key: ['id'],
    row: z.object({
      id,
      sku: id,
      priceGroup: id.nullable(),
      customer: id.nullable().default(null),
      currency: z.string().length(3),
      dimensions: attributes.default({}),
      unitOfMeasure: z.string().nullable().default(null),
      minQuantityThousandths: count,
      attributes: z.array(attributePredicate).default([]),
      headerRank: count.default(0),
      lineRank: count.default(0),
      amountMinor: count,
      priceUnitThousandths: z.int().positive(),
      validFrom: day,
      validTo: day.nullable(),
    }),
  },
  category: {
    key: ['id'],
    row: z.object({ id, name: z.string(), parent: id.nullable() }),
  },
  priceGroup: { key: ['id'], row: z.object({ id, name: z.string(), priority: count }) },
  offer: { key: ['id'], row: offerRow },
  offerLine: { key: ['offer', 'line'], row: offerLineRow },
  coupon: {
    key: ['code'],
    row: z.object({
      code: id,
      offer: id,
      validFrom: day,
      validTo: day.nullable(),
      customer: id.nullable(),
      usesMax: count.nullable(),
    }),
  },
  taxCode: { key: ['id'], row: taxCodeRow },
  taxRate: { key: ['taxCode', 'validFrom', 'fromMinor'], row: taxRateRow },
  tenderType: {
    key: ['id'],
    row: z.object({
      id,
      name: z.string(),
      kind: z.enum(['cash', 'card', 'voucher', 'giftCard', 'onAccount']),
      givesChange: flag,
      opensDrawer: flag,
      minimumMinor: count.nullable().default(null),
      maximumMinor: count.nullable().default(null),
      changeMaxMinor: count.nullable().default(null),
      roundingStepMinor: count.nullable().default(null),
      paysPart: flag.default(true),
      connector: z.enum(['none', 'terminalSimulator']).default('none'),
    }),
  },
  reasonCode: {
    key: ['id'],
    row: z.object({
      id,
      text: z.string(),
      usage: z.enum(reasonUsages),
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
      openDrawer: flag.default(false),
      manageCash: flag.default(false),
      viewReports: flag.default(true),
      lineDiscountMaxBasisPoints: count.default(0),
      saleDiscountMaxBasisPoints: count.default(0),
      priceOverrideMaxBasisPoints: count.default(10_000),
      returnMaxMinor: count.nullable().default(null),
    }),
  },
  employee: { key: ['number'], row: z.object({ number: id, name: z.string(), permissionGroup: id }) },
  customer: {
    key: ['number'],
    row: z.object({
      number: id,
      name: z.string(),
      country: z.string(),
      priceGroups: ids.default([]),
      attributes: attributes.default({}),
      isTaxExempt: flag.default(false),
    }),
  },
  affiliation: { key: ['id'], row: z.object({ id, name: z.string(), priceGroups: ids }) },
  loyaltyTier: { key: ['id'], row: z.object({ id, name: z.string(), priceGroups: ids }) },
  loyaltyCard: { key: ['card'], row: z.object({ card: id, tier: id, customer: id.nullable() }) },
} as const satisfies Record<string, { key: readonly string[]; row: z.ZodObject }>;

export type DistributedTable = keyof typeof distributedTables;
export type DistributedRow<T extends DistributedTable> = z.infer<(typeof distributedTables)[T]['row']>;

export const distributedTableNames = Object.keys(distributedTables) as DistributedTable[];

/**
 * A row's identity as one text; parts cannot run into each other. A part that is null is left out, so that a key
 * can grow: rows of the shorter key keep theirs.
 */
export function rowKey(table: DistributedTable, row: Readonly<Record<string, unknown>>): string {
  const columns: readonly string[] = distributedTables[table].key;
  return columns.length === 1
    ? String(row[columns[0] ?? ''])
    : JSON.stringify(
        columns.map((column) => row[column]).filter((part) => part !== null && part !== undefined),
      );
}

/** How a column is kept in SQL: booleans as 0 and 1, lists and objects as JSON. */
export function columnKind(type: z.ZodType): 'flag' | 'json' | 'plain' {
  let inner = type;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodOptional
  )
    inner = inner.unwrap() as z.ZodType;
  if (inner instanceof z.ZodBoolean) return 'flag';
  const isJson =
    inner instanceof z.ZodArray ||
    inner instanceof z.ZodRecord ||
    inner instanceof z.ZodObject ||
    inner instanceof z.ZodDiscriminatedUnion;
  return isJson ? 'json' : 'plain';
}

/** The name of a column in SQL. */
export function columnName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
