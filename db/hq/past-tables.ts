import type { PastTable } from './rows-as-of.ts';

/** The masters that pricing reads, as they were in the streams of a store. */
const own = (name: string): Pick<PastTable, 'sqlTable' | 'logNames'> => ({
  sqlTable: name,
  logNames: [name],
});
const inGroups = "v.kind = 'price-group'";

export const pastTables = {
  store: {
    ...own('store'),
    table: 'store',
    lookup: 'store',
    rowKey: (column) => column('store'),
    inStream: (column) => `v.stream = 'store:' || ${column('store')}`,
  },
  priceGroup: {
    ...own('price_group'),
    table: 'priceGroup',
    lookup: 'id',
    rowKey: (column) => column('id'),
    inStream: (column) => `v.stream = 'price-group:' || ${column('id')}`,
  },
  product: {
    ...own('product'),
    table: 'product',
    lookup: 'sku',
    rowKey: (column) => column('sku'),
    inStream: () => "v.kind = 'assortment'",
  },
  barcode: {
    ...own('barcode'),
    table: 'barcode',
    lookup: 'barcode',
    rowKey: (column) => column('barcode'),
    inStream: () => "v.kind = 'assortment'",
  },
  /** Base prices are in the stream of the assortment, others in their group's or their customer's (?3). */
  price: {
    table: 'price',
    sqlTable: 'price',
    logNames: ['base_price', 'price', 'customer_price'],
    lookup: 'sku',
    rowKey: (column) => column('id'),
    inStream: (column) => `CASE WHEN ${column('customer')} IS NOT NULL
      THEN v.kind = 'customers' AND ${column('customer')} = ?3
      WHEN ${column('price_group')} IS NOT NULL THEN v.stream = 'price-group:' || ${column('price_group')}
      ELSE v.kind = 'assortment' END`,
  },
  offer: {
    ...own('offer'),
    table: 'offer',
    lookup: 'id',
    rowKey: (column) => column('id'),
    inStream: () => inGroups,
    byVersionOnly: true,
  },
  offerLine: {
    ...own('offer_line'),
    table: 'offerLine',
    lookup: 'target',
    rowKey: (column) => `json_array(${column('offer')}, ${column('line')})`,
    inStream: () => inGroups,
    byVersionOnly: true,
  },
  coupon: {
    ...own('coupon'),
    table: 'coupon',
    lookup: 'code',
    rowKey: (column) => column('code'),
    inStream: () => inGroups,
    byVersionOnly: true,
  },
  customer: {
    ...own('customer'),
    table: 'customer',
    lookup: 'number',
    rowKey: (column) => column('number'),
    inStream: (column) => `v.stream = 'customers:' || ${column('customer_group')}`,
    more: ['customer_group'],
  },
  loyaltyCard: {
    ...own('loyalty_card'),
    table: 'loyaltyCard',
    lookup: 'card',
    rowKey: (column) => column('card'),
    inStream: (column) => `v.stream = 'customers:' || ${column('customer_group')}`,
    more: ['customer_group'],
  },
  loyaltyTier: {
    ...own('loyalty_tier'),
    table: 'loyaltyTier',
    rowKey: (column) => column('id'),
    inStream: () => "v.stream = 'global'",
  },
  taxCode: {
    ...own('tax_code'),
    table: 'taxCode',
    rowKey: (column) => column('id'),
    inStream: () => "v.stream = 'global'",
  },
  taxRate: {
    ...own('tax_rate'),
    table: 'taxRate',
    rowKey: (
      column,
    ) => `iif(${column('from_minor')} IS NULL, json_array(${column('tax_code')}, ${column('valid_from')}),
      json_array(${column('tax_code')}, ${column('valid_from')}, ${column('from_minor')}))`,
    scope: 'region',
    inStream: (column) => `v.stream = 'tax:' || ${column('region')}`,
    more: ['region', 'id'],
    alsoTold: 'id',
  },
  /** Which products an assortment has. */
  assortmentProduct: {
    ...own('assortment_product'),
    table: null,
    lookup: 'sku',
    rowKey: (column) => column('sku'),
    scope: 'assortment',
    inStream: (column) => `v.stream = 'assortment:' || ${column('assortment')}`,
    more: ['sku', 'assortment'],
  },
  /** Which offers a price group has. */
  offerPriceGroup: {
    ...own('offer_price_group'),
    table: null,
    lookup: 'offer',
    rowKey: (column) => column('offer'),
    scope: 'price_group',
    inStream: (column) => `v.stream = 'price-group:' || ${column('price_group')}`,
    more: ['offer', 'price_group'],
  },
} as const satisfies Record<string, PastTable>;
