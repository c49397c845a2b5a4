import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sameUnitPrice } from '../../commerce/money/unit-price.ts';
import { readInvoices } from '../../scripts/replay/read-invoices.ts';
import { buildDemoRetailer, isStocked } from './build-demo.ts';
import { priceAt } from './price-list.ts';
import { unitPriceOf } from './unit-price-of.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const csv = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

describe('a small file', () => {
  const demo = buildDemoRetailer(
    csv(
      '536365,85123a,,2,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
      '536365,85123A,damaged,2,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
      '536366,85123A," LANTERN, WHITE ",1,2010-12-01 08:28:00,2.55,12583.0,France',
      '536367,85123A,"LANTERN, WHITE",1,2010-12-01 08:34:00,2.55,17850.0,France',
      '536368,10002,FIRST,1,2010-12-01 08:34:00,0.85,,United Kingdom',
      '536368,10002,SECOND,1,2010-12-01 08:34:00,0.85,,United Kingdom',
      '536368,POST,POSTAGE,1,2010-12-01 08:34:00,18.0,,United Kingdom',
      'A563185,B,Adjust bad debt,1,2010-12-01 08:34:00,-11062.06,99999.0,United Kingdom',
    ),
  );

  test('products in the order of their codes, which differ by case', () => {
    expect(demo.products.map(({ sku, name, stocked }) => [sku, name, stocked])).toEqual([
      ['10002', 'FIRST', true],
      ['85123A', 'LANTERN, WHITE', true],
      ['85123a', '85123a', true],
      ['POST', 'POSTAGE', false],
    ]);
    expect(demo.products[1]).toMatchObject({
      barcode: '2000000000015',
      taxCode: 'STANDARD',
      prices: [{ minQuantityThousandths: 1000, amountMinor: 255, priceUnitThousandths: 1000 }],
    });
  });

  test('customers by number, with the country seen first', () => {
    expect(demo.customers).toEqual([
      { number: '12583', country: 'France' },
      { number: '17850', country: 'United Kingdom' },
    ]);
  });
});

test.each([
  ['CSV', `${header}\n"536365`],
  ['begins with', 'InvoiceNo\n'],
  ['eight columns', csv('536365,10002,FIRST,1')],
  ['whole quantities', csv('536365,10002,FIRST,1.5,2010-12-01 08:26:00,2.55,,France')],
])('a file that is not "%s" is a bug', (sentence, text) => {
  expect(() => buildDemoRetailer(text)).toThrow(sentence);
});

test('exactly the codes of services and charges keep no stock', () => {
  const codes = ['POST', 'DOT', 'M', 'm', 'D', 'C2', 'S', 'B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'PADS'];
  for (const sku of [...codes, 'gift_0001_40']) expect(isStocked(sku), sku).toBe(false);
  for (const sku of ['85123A', 'DCGS0076', 'post', 'Dot', 'C22', 'gift_0002_40', 'GIFT_0001_40']) {
    expect(isStocked(sku), sku).toBe(true);
  }
});

describe('December 2010', () => {
  const file = new URL('online-retail-2010-12.csv.gz', import.meta.url);
  const csvText = gunzipSync(readFileSync(file)).toString('utf8');
  const demo = buildDemoRetailer(csvText);

  test('2,822 products and 948 customers, each with its own code', () => {
    const { products, customers } = demo;
    expect([products.length, customers.length]).toEqual([2822, 948]);
    expect(new Set(products.map(({ sku }) => sku)).size).toBe(2822);
    expect(new Set(products.map(({ barcode }) => barcode)).size).toBe(2822);
    expect(new Set(products.map(({ sku }) => sku.toUpperCase())).size).toBe(2822 - 60);
    expect(products.flatMap(({ sku, stocked }) => (stocked ? [] : sku)).join(' ')).toBe(
      'AMAZONFEE BANK CHARGES C2 D DOT M POST S gift_0001_40 gift_0001_50 m',
    );
  });

  test('every product has a name and one to four breaks from quantity 1', () => {
    for (const { sku, name, prices } of demo.products) {
      expect(name.trim(), sku).not.toBe('');
      expect(prices[0]?.minQuantityThousandths, sku).toBe(1000);
      expect(prices.length, sku).toBeLessThanOrEqual(4);
    }
  });

  test('a product as it comes out', () => {
    expect(demo.products.find(({ sku }) => sku === '85123A')).toEqual({
      sku: '85123A',
      name: 'WHITE HANGING HEART T-LIGHT HOLDER',
      barcode: '2000000024516',
      taxCode: 'STANDARD',
      stocked: true,
      prices: [
        { minQuantityThousandths: 1000, amountMinor: 295, priceUnitThousandths: 1000 },
        { minQuantityThousandths: 32_000, amountMinor: 255, priceUnitThousandths: 1000 },
      ],
    });
  });

  test('at most 35 % of the sold and returned lines differ from the price list', () => {
    const prices = new Map(demo.products.map((product) => [product.sku, product.prices]));
    const read = readInvoices([{ name: '2010-12.csv', text: csvText }]);
    const invoices = read.ok ? read.value.invoices.filter(({ kind }) => kind !== 'adjustment') : [];
    const lines = invoices.flatMap(({ rows }) => rows);
    const differing = lines.filter(({ sku, quantity, unitPriceText }) => {
      const list = priceAt(prices.get(sku) ?? [], quantity);
      return list === undefined || !sameUnitPrice(list, unitPriceOf(unitPriceText));
    });
    expect(differing.length / lines.length).toBeLessThan(0.35);
    // The figures that README.md tells.
    expect([lines.length, differing.length]).toEqual([42_341, 9168]);
    expect(demo.products.reduce((sum, product) => sum + product.prices.length, 0)).toBe(3878);
  });
});
