import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildDemoRetailer } from '../../db/demo/build-demo.ts';
import type { Invoice, InvoiceRow } from './invoice.ts';
import { type KnownCatalogue, planCatalogue } from './plan-catalogue.ts';
import { listPrice, type PriceAgreement } from './price-book.ts';
import { readInvoices } from './read-invoices.ts';

const row = (sku: string, quantity: number, unitPriceText: string, description = ''): InvoiceRow => ({
  sku,
  description,
  quantity,
  unitPriceText,
  file: 'x.csv',
  line: 2,
});

const invoice = (at: string, rows: InvoiceRow[], more: Partial<Invoice> = {}): Invoice => ({
  invoiceNo: '1',
  kind: 'sale',
  at: `${at} 10:00:00`,
  country: 'United Kingdom',
  rows,
  ...more,
});

const nothing: KnownCatalogue = { skus: new Set(), customers: new Set(), agreements: [] };

const agreement = (sku: string, from: number, amountMinor: number, validFrom: string): PriceAgreement => ({
  id: `${sku}@${validFrom}@${from * 1000}`,
  sku,
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: from * 1000,
  amountMinor,
  priceUnitThousandths: 1000,
  validFrom,
  validTo: null,
});

describe('a code that headquarters does not know', () => {
  test('gets the first price seen, from the first day of the files, and its first description', () => {
    const rows = [row('A', 1, '2.55'), row('A', 1, '2.10', ' LANTERN\nRED '), row('POST', 1, '18.0')];
    const plan = planCatalogue([invoice('2011-01-05', []), invoice('2011-01-06', rows)], nothing, 'GBP');
    expect(plan.products).toEqual([
      { sku: 'A', name: 'LANTERN RED', stocked: true },
      { sku: 'POST', name: 'POST', stocked: false },
    ]);
    expect(plan.prices).toEqual([
      agreement('A', 1, 255, '2011-01-05'),
      agreement('POST', 1, 1800, '2011-01-05'),
    ]);
  });

  test('is not sold for nothing or less for ever after', () => {
    const rows = [
      row('A', 1, '0.0'),
      row('A', 1, '-1'),
      row('A', 1, '3'),
      row('B', 1, '-1'),
      row('C', 1, '0'),
    ];
    const { products, prices } = planCatalogue([invoice('2011-01-05', rows)], nothing, 'GBP');
    expect(products.map(({ sku }) => sku)).toEqual(['A', 'B', 'C']);
    expect(prices.map(({ sku, amountMinor }) => [sku, amountMinor])).toEqual([
      ['A', 300],
      ['C', 0],
    ]);
  });

  test('is another one than a code in other letters', () => {
    const { products } = planCatalogue(
      [invoice('2011-01-05', [row('a', 1, '1'), row('A', 1, '1')])],
      nothing,
      'GBP',
    );
    expect(products.map(({ sku }) => sku)).toEqual(['a', 'A']);
  });
});

describe('a code that headquarters knows', () => {
  const known = (...agreements: PriceAgreement[]): KnownCatalogue => ({
    ...nothing,
    skus: new Set(['A']),
    agreements,
  });
  const month = (month: string, price: string, quantity = 1) =>
    invoice(`${month}-05`, [row('A', quantity, price), row('A', quantity, price), row('A', quantity, price)]);

  test('keeps the price that its lines are at', () => {
    const plan = planCatalogue(
      [month('2011-01', '2.55')],
      known(agreement('A', 1, 255, '2010-12-01')),
      'GBP',
    );
    expect(plan.prices).toEqual([]);
  });

  test('gets the price of each month from its first day there', () => {
    const invoices = [month('2011-02', '4'), month('2011-01', '3'), month('2011-03', '4')];
    const plan = planCatalogue(invoices, known(agreement('A', 1, 255, '2010-12-01')), 'GBP');
    expect(plan.prices).toEqual([agreement('A', 1, 300, '2011-01-05'), agreement('A', 1, 400, '2011-02-05')]);
  });

  test('is priced at every quantity break that stands, because a higher break wins', () => {
    const standing = [agreement('A', 1, 255, '2010-12-01'), agreement('A', 12, 210, '2010-12-01')];
    const { prices } = planCatalogue([month('2011-01', '3', 24)], known(...standing), 'GBP');
    expect(prices).toEqual([agreement('A', 1, 300, '2011-01-05'), agreement('A', 12, 300, '2011-01-05')]);
  });

  test('has one price at a place', () => {
    const standing = { ...agreement('A', 1, 255, '2011-01-05'), id: 'by hand', validTo: '2011-12-31' };
    const { prices } = planCatalogue([month('2011-01', '3')], known(standing), 'GBP');
    expect(prices).toEqual([{ ...standing, amountMinor: 300 }]);
  });
});

test('new customers get the country of their first invoice', () => {
  const invoices = [
    invoice('2011-01-05', [], { customer: '1', country: 'France' }),
    invoice('2011-01-05', [], { customer: '1', country: 'Spain' }),
    invoice('2011-01-05', [], { customer: '2' }),
    invoice('2011-01-05', []),
  ];
  expect(planCatalogue(invoices, { ...nothing, customers: new Set(['2']) }, 'GBP').customers).toEqual([
    { number: '1', country: 'France' },
  ]);
});

test('the demo retailer has December’s prices', () => {
  const path = fileURLToPath(new URL('../../db/demo/online-retail-2010-12.csv.gz', import.meta.url));
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  const read = readInvoices([{ name: path, text }]);
  if (!read.ok) throw new Error(read.error.message);
  const { products, customers } = buildDemoRetailer(text);
  const agreements = products.flatMap(({ sku, prices }) =>
    prices.map((price) => ({ ...agreement(sku, 1, 0, '2010-12-01'), ...price })),
  );
  const known = {
    skus: new Set(products.map(({ sku }) => sku)),
    customers: new Set(customers.map(({ number }) => number)),
    agreements,
  };
  expect(planCatalogue(read.value.invoices, known, 'GBP')).toEqual({
    products: [],
    prices: [],
    customers: [],
  });
  expect(
    listPrice(agreements, {
      sku: '85123A',
      currency: 'GBP',
      quantity: 6,
      day: '2010-12-01',
      priceGroups: [],
    }),
  ).toMatchObject({ amountMinor: 295 });
});
