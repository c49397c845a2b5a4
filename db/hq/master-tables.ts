import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as z from 'zod';
import * as m from './masters-schema.ts';

/** A list of single values that belongs to a row: a product's barcodes, its assortments. */
export interface ValueList {
  readonly table: SQLiteTable;
  readonly owner: SQLiteColumn;
  readonly value: SQLiteColumn;
}

/** A master as headquarters' API offers it: its noun, its shape, where it is kept and what it refers to. */
export interface MasterTable {
  readonly noun: string;
  readonly title: string;
  readonly table: SQLiteTable;
  readonly key: SQLiteColumn;
  readonly shape: z.ZodObject;
  readonly lists: Readonly<Record<string, ValueList>>;
  /** Fields whose value has to exist elsewhere. */
  readonly references: Readonly<Record<string, SQLiteColumn>>;
}

const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\s/]([^/]*[^\s/])?$/, 'has neither a slash nor a space at its ends');
const name = z.string().trim().min(1).max(200);
const day = z.iso.date();
const currency = z.string().regex(/^[A-Z]{3}$/, 'is a currency code of three capital letters, such as GBP');
const country = z.string().min(1).max(60);
const milliseconds = z.int().min(100).max(86_400_000);

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

const named = (noun: string, title: string, table: typeof m.assortment): MasterTable => ({
  noun,
  title,
  table,
  key: table.id,
  shape: z.object({ id, name }),
  lists: {},
  references: {},
});

export const masterTables: readonly MasterTable[] = [
  named('assortments', 'Assortment', m.assortment),
  named('price-groups', 'Price group', m.priceGroup as unknown as typeof m.assortment),
  named('tax-regions', 'Tax region', m.taxRegion as unknown as typeof m.assortment),
  named('tax-codes', 'Tax code', m.taxCode as unknown as typeof m.assortment),
  named('employee-groups', 'Employee group', m.employeeGroup as unknown as typeof m.assortment),
  named('customer-groups', 'Customer group', m.customerGroup as unknown as typeof m.assortment),
  {
    noun: 'offline-profiles',
    title: 'Offline profile',
    table: m.offlineProfile,
    key: m.offlineProfile.id,
    shape: z.object({
      id,
      name,
      supportOffline: z.boolean(),
      requestTimeoutMs: milliseconds,
      reconnectIntervalMs: milliseconds,
      healthCheckIntervalMs: milliseconds,
      manualSwitch: z.boolean(),
      offlineHoursMax: z
        .int()
        .min(1)
        .max(24 * 60),
      persistentStorage: z.enum(['warn', 'require']),
      pauseSync: z.boolean(),
    }),
    lists: {},
    references: {},
  },
  {
    noun: 'stores',
    title: 'Store',
    table: m.store,
    key: m.store.store,
    shape: z.object({
      store: id.regex(/^[A-Za-z0-9_]+$/, 'has letters, digits and underscores only'),
      name,
      receiptLines: z.array(z.string().max(48)).max(10),
      currency,
      timeZone: z.string().refine(isTimeZone, 'is a time zone of the IANA list, such as Europe/London'),
      country,
      pricesIncludeTax: z.boolean(),
      taxRegion: id,
      assortment: id,
      priceGroups: z.array(id).max(20),
      employeeGroup: id,
      customerGroup: id,
    }),
    lists: {},
    references: {
      taxRegion: m.taxRegion.id,
      assortment: m.assortment.id,
      priceGroups: m.priceGroup.id,
      employeeGroup: m.employeeGroup.id,
      customerGroup: m.customerGroup.id,
    },
  },
  {
    noun: 'registers',
    title: 'Register',
    table: m.register,
    key: m.register.id,
    shape: z.object({
      id,
      store: id,
      terminal: id.regex(/^[A-Za-z0-9_]+$/, 'has letters, digits and underscores only'),
      name,
      offlineProfile: id,
    }),
    lists: {},
    references: { store: m.store.store, offlineProfile: m.offlineProfile.id },
  },
  {
    noun: 'products',
    title: 'Product',
    table: m.product,
    key: m.product.sku,
    shape: z.object({
      sku: id,
      name,
      taxCode: id,
      stocked: z.boolean(),
      variantOf: id.nullable().default(null),
      variant: z.record(z.string().max(40), z.string().max(80)).default({}),
      barcodes: z.array(id).max(20).default([]),
      assortments: z.array(id).max(50).default([]),
    }),
    lists: {
      barcodes: { table: m.barcode, owner: m.barcode.sku, value: m.barcode.barcode },
      assortments: {
        table: m.assortmentProduct,
        owner: m.assortmentProduct.sku,
        value: m.assortmentProduct.assortment,
      },
    },
    references: { taxCode: m.taxCode.id, variantOf: m.product.sku, assortments: m.assortment.id },
  },
  {
    noun: 'prices',
    title: 'Price',
    table: m.price,
    key: m.price.id,
    shape: z
      .object({
        id,
        sku: id,
        priceGroup: id.nullable().default(null),
        currency,
        minQuantityThousandths: z.int().min(1).max(1_000_000_000).default(1000),
        amountMinor: z.int().min(0).max(1_000_000_000),
        priceUnitThousandths: z.int().min(1).max(1_000_000_000).default(1000),
        validFrom: day,
        validTo: day.nullable().default(null),
      })
      .refine((price) => price.validTo === null || price.validFrom <= price.validTo, {
        path: ['validTo'],
        message: 'is not before validFrom',
      }) as unknown as z.ZodObject,
    lists: {},
    references: { sku: m.product.sku, priceGroup: m.priceGroup.id },
  },
  {
    noun: 'tax-rates',
    title: 'Tax rate',
    table: m.taxRate,
    key: m.taxRate.id,
    shape: z.object({ id, region: id, taxCode: id, validFrom: day, ratePpm: z.int().min(0).max(1_000_000) }),
    lists: {},
    references: { region: m.taxRegion.id, taxCode: m.taxCode.id },
  },
  {
    noun: 'tender-types',
    title: 'Tender type',
    table: m.tenderType,
    key: m.tenderType.id,
    shape: z.object({
      id,
      name,
      kind: z.enum(['cash', 'card', 'voucher', 'giftCard', 'onAccount']),
      givesChange: z.boolean(),
      opensDrawer: z.boolean(),
    }),
    lists: {},
    references: {},
  },
  {
    noun: 'reason-codes',
    title: 'Reason code',
    table: m.reasonCode,
    key: m.reasonCode.id,
    shape: z.object({
      id,
      text: name,
      usage: z.enum(['priceOverride', 'return', 'taxExemption', 'stockAdjustment']),
    }),
    lists: {},
    references: {},
  },
  {
    noun: 'permission-groups',
    title: 'Permission group',
    table: m.permissionGroup,
    key: m.permissionGroup.id,
    shape: z.object({
      id,
      name,
      overridePrice: z.boolean(),
      negativePrice: z.boolean(),
      returnGoods: z.boolean(),
      voidTransaction: z.boolean(),
      exemptTax: z.boolean(),
      adjustStock: z.boolean(),
      closeShift: z.boolean(),
    }),
    lists: {},
    references: {},
  },
  {
    noun: 'employees',
    title: 'Employee',
    table: m.employee,
    key: m.employee.number,
    shape: z.object({ number: id, name, permissionGroup: id, employeeGroup: id }),
    lists: {},
    references: { permissionGroup: m.permissionGroup.id, employeeGroup: m.employeeGroup.id },
  },
  {
    noun: 'customers',
    title: 'Customer',
    table: m.customer,
    key: m.customer.number,
    shape: z.object({ number: id, name, country, customerGroup: id }),
    lists: {},
    references: { customerGroup: m.customerGroup.id },
  },
  {
    noun: 'distribution-jobs',
    title: 'Distribution job',
    table: m.distributionJob,
    key: m.distributionJob.id,
    shape: z.object({ id, name, everyMinutes: z.int().min(0).max(1440) }),
    lists: {},
    references: {},
  },
];

/** The property of the API that holds a master's key. */
export function keyField(master: MasterTable): string {
  const columns: Record<string, SQLiteColumn> = getTableColumns(master.table);
  const field = Object.keys(columns).find((property) => columns[property] === master.key);
  if (field === undefined) throw new Error(`${getTableName(master.table)} has no such key`);
  return field;
}
