import { applyStep } from '../../db/channel/apply-package.ts';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { type DistributedTable, rowKey } from '../../protocol/distributed-tables.ts';

/** A small store to sell from: two priced products, taxes of two years, an employee of each kind. */
export const storeRows: readonly [DistributedTable, Record<string, unknown>][] = [
  [
    'store',
    {
      store: 'S1',
      name: 'Northgate Gifts',
      receiptLines: [],
      currency: 'GBP',
      timeZone: 'Europe/London',
      country: 'United Kingdom',
      pricesIncludeTax: true,
      priceGroups: ['members'],
    },
  ],
  ['taxRate', { taxCode: 'STANDARD', validFrom: '2010-01-01', ratePpm: 175_000 }],
  ['taxRate', { taxCode: 'STANDARD', validFrom: '2011-01-04', ratePpm: 200_000 }],
  ['tenderType', { id: 'CASH', name: 'Cash', kind: 'cash', givesChange: true, opensDrawer: true }],
  ['reasonCode', { id: 'AGREED', text: 'Agreed', usage: 'priceOverride' }],
  ['reasonCode', { id: 'GOODWILL', text: 'Goodwill', usage: 'discount' }],
  ['reasonCode', { id: 'COUNT', text: 'Count', usage: 'stockAdjustment' }],
  ['reasonCode', { id: 'EXPORT', text: 'Export', usage: 'taxExemption' }],
  [
    'permissionGroup',
    {
      id: 'all',
      name: 'All',
      overridePrice: true,
      negativePrice: true,
      returnGoods: true,
      voidTransaction: true,
      exemptTax: true,
      adjustStock: true,
      closeShift: true,
      openDrawer: true,
      manageCash: true,
      lineDiscountMaxBasisPoints: 2000,
      saleDiscountMaxBasisPoints: 1000,
    },
  ],
  [
    'permissionGroup',
    {
      id: 'none',
      name: 'None',
      overridePrice: false,
      negativePrice: false,
      returnGoods: false,
      voidTransaction: false,
      exemptTax: false,
      adjustStock: false,
      closeShift: false,
      openDrawer: false,
      manageCash: false,
      lineDiscountMaxBasisPoints: 0,
      saleDiscountMaxBasisPoints: 0,
    },
  ],
  ['employee', { number: '1', name: 'Maya', permissionGroup: 'all' }],
  ['employee', { number: '2', name: 'Tom', permissionGroup: 'none' }],
  ['customer', { number: '17850', name: 'Customer 17850', country: 'United Kingdom' }],
  ['product', product('85123A', 'White heart holder')],
  ['product', product('85123a', 'Another code, but for its case')],
  ['product', product('POST', 'Postage', false)],
  ['barcode', { barcode: '2000000000015', sku: '85123A' }],
  ['price', price('85123A', 1000, 295)],
  ['price', price('85123A', 32_000, 255)],
  ['price', { ...price('85123A', 1000, 280), id: 'members', priceGroup: 'members', validFrom: '2011-06-01' }],
  ['price', { ...price('85123a', 1000, 1), priceUnitThousandths: 10_000 }],
];

function product(sku: string, name: string, stocked = true) {
  return { sku, name, taxCode: 'STANDARD', stocked, variantOf: null, variant: {} };
}

function price(sku: string, minQuantityThousandths: number, amountMinor: number) {
  const id = `${sku}@${minQuantityThousandths}`;
  return {
    id,
    sku,
    priceGroup: null,
    currency: 'GBP',
    minQuantityThousandths,
    amountMinor,
    priceUnitThousandths: 1000,
    validFrom: '2010-12-01',
    validTo: null,
  };
}

export const put = ([t, r]: readonly [DistributedTable, Record<string, unknown>]) =>
  JSON.stringify({ t, k: rowKey(t, r), r });
export const remove = (t: DistributedTable, k: string) => JSON.stringify({ t, k });

/** Applies one version of a stream from lines, one blob each. */
export function apply(
  database: SqlDatabase,
  stream: string,
  kind: 'load' | 'delta',
  version: number,
  blobs: readonly (readonly string[])[],
  { blob, row }: { readonly blob: number; readonly row: number } = { blob: 0, row: 0 },
) {
  return applyStep<number>(
    {
      database,
      machineTimeMs: () => 1000 + version,
      chunks: new ChunkTimer(() => 0),
      blobLines: async (index) => {
        const lines = blobs[index];
        if (!lines) throw new Error(`blob ${index} cannot be had`);
        return lines;
      },
    },
    stream,
    {
      ...{ kind, version, base: kind === 'load' ? version : 0, overlaid: 0 },
      blobs: blobs.map((_, index) => index),
      from: { blob, row },
    },
  );
}
