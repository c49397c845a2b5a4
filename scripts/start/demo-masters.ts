import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildDemoRetailer } from '../../db/demo/build-demo.ts';
import { sellsOffline } from '../../db/demo/sells-offline.ts';
import { demoCoupons, demoOffers } from './demo-offers.ts';

export const demoStores = ['S1', 'S2'];
export const demoTerminals = ['1', '2'];
const priceFrom = '2010-12-01';

const stores = [
  { store: 'S1', name: 'Northgate Gifts', line: '12 Northgate, Chester' },
  { store: 'S2', name: 'Quay Street Gifts', line: '4 Quay Street, Bristol' },
];

export interface DemoEmployee {
  readonly number: string;
  readonly name: string;
  readonly store: string;
  readonly permissionGroup: string;
}

export const demoEmployees: readonly DemoEmployee[] = [
  { number: '1001', name: 'Maya Osei', store: 'S1', permissionGroup: 'cashier' },
  { number: '1002', name: 'Tom Hale', store: 'S1', permissionGroup: 'supervisor' },
  { number: '2001', name: 'Ines Prado', store: 'S2', permissionGroup: 'cashier' },
  { number: '2002', name: 'Sam Whitlock', store: 'S2', permissionGroup: 'supervisor' },
];

/** The demo retailer as writes of headquarters' API, in an order in which every reference exists. */
export function demoMasters(): { noun: string; items: object[] }[] {
  const retailer = buildDemoRetailer(
    gunzipSync(readFileSync('db/demo/online-retail-2010-12.csv.gz')).toString('utf8'),
  );
  const every = {
    overridePrice: true,
    negativePrice: true,
    returnGoods: true,
    voidTransaction: true,
    exemptTax: true,
    adjustStock: true,
    closeShift: true,
    openDrawer: true,
    manageCash: true,
    lineDiscountMaxBasisPoints: 10_000,
    saleDiscountMaxBasisPoints: 10_000,
  };
  return [
    { noun: 'assortments', items: [{ id: 'gifts', name: 'Gifts' }] },
    { noun: 'price-groups', items: [{ id: 'standard', name: 'Standard' }] },
    { noun: 'tax-regions', items: [{ id: 'UK', name: 'United Kingdom' }] },
    {
      noun: 'tax-codes',
      items: [
        { id: 'STANDARD', name: 'Standard rate' },
        { id: 'ZERO', name: 'Zero rate' },
      ],
    },
    {
      noun: 'employee-groups',
      items: stores.map(({ store, name }) => ({ id: `staff-${store}`, name: `Staff of ${name}` })),
    },
    { noun: 'customer-groups', items: [{ id: 'customers', name: 'Customers' }] },
    {
      noun: 'tax-rates',
      items: [
        {
          id: 'UK-STANDARD-2010',
          region: 'UK',
          taxCode: 'STANDARD',
          validFrom: '2010-01-01',
          ratePpm: 175_000,
        },
        {
          id: 'UK-STANDARD-2011',
          region: 'UK',
          taxCode: 'STANDARD',
          validFrom: '2011-01-04',
          ratePpm: 200_000,
        },
        { id: 'UK-ZERO-2010', region: 'UK', taxCode: 'ZERO', validFrom: '2010-01-01', ratePpm: 0 },
      ],
    },
    {
      noun: 'tender-types',
      items: [
        { id: 'CASH', name: 'Cash', kind: 'cash', givesChange: true, opensDrawer: true },
        {
          ...{ id: 'CARD', name: 'Card', kind: 'card', givesChange: false, opensDrawer: false },
          connector: 'terminalSimulator',
        },
        { id: 'VOUCHER', name: 'Voucher', kind: 'voucher', givesChange: false, opensDrawer: true },
      ],
    },
    {
      noun: 'reason-codes',
      items: [
        { id: 'AGREED', text: 'Price agreed with the customer', usage: 'priceOverride' },
        { id: 'DAMAGED', text: 'Damaged or incomplete', usage: 'priceOverride' },
        { id: 'LABEL', text: 'Shelf label says otherwise', usage: 'priceOverride' },
        { id: 'GOODWILL', text: 'Goodwill', usage: 'discount' },
        { id: 'WORN', text: 'Damaged or worn', usage: 'discount' },
        { id: 'EXPORT', text: 'Sent outside the United Kingdom', usage: 'taxExemption' },
        { id: 'COUNT', text: 'Stock count', usage: 'stockAdjustment' },
      ],
    },
    {
      noun: 'permission-groups',
      items: [
        {
          id: 'cashier',
          name: 'Cashier',
          ...every,
          negativePrice: false,
          exemptTax: false,
          adjustStock: false,
          lineDiscountMaxBasisPoints: 1000,
          saleDiscountMaxBasisPoints: 500,
        },
        { id: 'supervisor', name: 'Supervisor', ...every },
      ],
    },
    {
      noun: 'offline-profiles',
      items: [sellsOffline],
    },
    {
      noun: 'stores',
      items: stores.map(({ store, name, line }) => ({
        store,
        name,
        receiptLines: [name, line],
        currency: 'GBP',
        timeZone: 'Europe/London',
        country: 'United Kingdom',
        pricesIncludeTax: true,
        taxRegion: 'UK',
        assortment: 'gifts',
        priceGroups: ['standard'],
        employeeGroup: `staff-${store}`,
        customerGroup: 'customers',
      })),
    },
    {
      noun: 'registers',
      items: demoStores.flatMap((store) =>
        demoTerminals.map((terminal) => ({
          id: `${store}-${terminal}`,
          store,
          terminal,
          name: `Till ${terminal}`,
          offlineProfile: 'standard',
        })),
      ),
    },
    {
      noun: 'employees',
      items: demoEmployees.map(({ number, name, store, permissionGroup }) => ({
        number,
        name,
        permissionGroup,
        employeeGroup: `staff-${store}`,
      })),
    },
    {
      noun: 'products',
      items: retailer.products.map(({ sku, name, barcode, taxCode, stocked }) => ({
        sku,
        name,
        taxCode,
        stocked,
        barcodes: [barcode],
        assortments: ['gifts'],
      })),
    },
    {
      noun: 'prices',
      items: retailer.products.flatMap(({ sku, prices }) =>
        prices.map((price) => ({
          id: `${sku}@${priceFrom}@${price.minQuantityThousandths}`,
          sku,
          currency: 'GBP',
          validFrom: priceFrom,
          ...price,
        })),
      ),
    },
    { noun: 'offers', items: demoOffers },
    { noun: 'coupons', items: demoCoupons },
    {
      noun: 'customers',
      items: retailer.customers.map(({ number, country }) => ({
        number,
        name: `Customer ${number}`,
        country,
        customerGroup: 'customers',
      })),
    },
    { noun: 'distribution-jobs', items: [{ id: 'all', name: 'Everything', everyMinutes: 1 }] },
  ];
}
