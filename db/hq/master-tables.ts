import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as z from 'zod';
import { streamKinds } from '../../commerce/distribution/stream-kinds.ts';
import { reasonUsages } from '../../commerce/transaction/reason-usage.ts';
import { pricingSettings } from '../../protocol/pricing-shapes.ts';
import { country, currency, id, name, timeOfDay, timeZone } from './master-fields.ts';
import * as m from './masters-schema.ts';
import { customerMasters, productMasters, taxCodes, taxRates } from './pricing-masters.ts';

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
  /** Values deeper in a row that have to exist elsewhere. */
  readonly named?: readonly { readonly of: SQLiteColumn; readonly values: (row: Row) => NamedValue[] }[];
  /** What must never lead back to where it came from. */
  readonly circle?: {
    readonly field: string;
    readonly leadsTo: (row: Row) => string[];
    /** A query of the pairs that are stored: a key, and one that it leads to. */
    readonly edges: string;
  };
  /** Fields that may be so large that lists leave them out. */
  readonly notListed?: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** A value and its place in the row, such as `kit/0/sku`. */
export interface NamedValue {
  readonly path: string;
  readonly value: string;
}

const milliseconds = z.int().min(100).max(86_400_000);

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
  {
    noun: 'price-groups',
    title: 'Price group',
    table: m.priceGroup,
    key: m.priceGroup.id,
    shape: z.object({ id, name, priority: z.int().min(-1_000_000).max(1_000_000).default(0) }),
    lists: {},
    references: {},
  },
  named('tax-regions', 'Tax region', m.taxRegion as unknown as typeof m.assortment),
  taxCodes,
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
      timeZone,
      country,
      pricesIncludeTax: z.boolean(),
      taxRegion: id,
      assortment: id,
      priceGroups: z.array(id).max(20),
      memberPriceGroups: z.array(id).max(50).default([]),
      pricing: pricingSettings.strict().prefault({}),
      employeeGroup: id,
      customerGroup: id,
    }),
    lists: {},
    references: {
      taxRegion: m.taxRegion.id,
      assortment: m.assortment.id,
      priceGroups: m.priceGroup.id,
      memberPriceGroups: m.priceGroup.id,
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
      supportOffline: z.boolean().default(true),
    }),
    lists: {},
    references: { store: m.store.store, offlineProfile: m.offlineProfile.id },
  },
  taxRates,
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
      minimumMinor: z.int().min(0).nullable().default(null),
      maximumMinor: z.int().min(1).nullable().default(null),
      changeMaxMinor: z.int().min(0).nullable().default(null),
      roundingStepMinor: z.int().min(1).nullable().default(null),
      paysPart: z.boolean().default(true),
      connector: z.enum(['none', 'terminalSimulator']).default('none'),
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
      usage: z.enum(reasonUsages),
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
      openDrawer: z.boolean().default(false),
      manageCash: z.boolean().default(false),
      viewReports: z.boolean().default(true),
      lineDiscountMaxBasisPoints: z.int().min(0).max(10_000).default(0),
      saleDiscountMaxBasisPoints: z.int().min(0).max(10_000).default(0),
      priceOverrideMaxBasisPoints: z.int().min(0).max(10_000).default(10_000),
      returnMaxMinor: z.int().min(0).nullable().default(null),
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
  ...customerMasters,
  ...productMasters,
  {
    noun: 'distribution-jobs',
    title: 'Distribution job',
    table: m.distributionJob,
    key: m.distributionJob.id,
    shape: z
      .object({
        id,
        name,
        everyMinutes: z.int().min(0).max(1440),
        streamKinds: z.array(z.enum(streamKinds)).max(streamKinds.length).default([]),
        runFrom: timeOfDay.nullable().default(null),
        runUntil: timeOfDay.nullable().default(null),
        timeZone: timeZone.default('UTC'),
        paused: z.boolean().default(false),
      })
      .refine(({ runFrom, runUntil }) => (runFrom === null) === (runUntil === null), {
        path: ['runUntil'],
        message: 'comes together with runFrom: the hours begin and end',
      }),
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
