import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { expectedFigures, isStockItem, lineFigures, vatPermille } from './expected-figures.ts';
import type { Invoice, InvoiceRow } from './invoice.ts';
import { readInvoiceFile } from './read-file.ts';
import { readInvoices } from './read-invoices.ts';

async function invoicesOf(path: string): Promise<readonly Invoice[]> {
  const file = await readInvoiceFile(fileURLToPath(new URL(path, import.meta.url)));
  if (!file.ok) throw new Error(file.error.message);
  const answer = readInvoices([file.value]);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.invoices;
}

test('the small file, computed by hand', async () => {
  expect(expectedFigures(await invoicesOf('testdata/small.csv'))).toEqual({
    transactions: 6,
    sales: 3,
    returns: 1,
    adjustments: 2,
    lines: 18,
    // 540000: 1530 + 295 + 0 + 1800 + 3 + 470; 540001: 1530 - 333 + 1 + 0; C540002: -510 - 1;
    // 540005: 765 + 3404 + 166
    grossMinor: 4098 + 1198 - 511 + 4335,
    // 540000 at 17.5 %: 228 + 44 + 0 + 268 + 0 + 70; 540001 at 20 %: 255 - 56 + 0 + 0; C540002: -85 + 0
    vatMinor: 610 + 199 - 85,
    // 540000: 36; 540001: 16; C540002: -7; 540003: -3; 540004: 11; 540005: 6
    quantity: 59,
    stock: new Map([
      ['85123A', -6 - 6 + 2 - 3],
      ['85123a', -1],
      ['21000', -2 - 3 + 10],
      ['22000', -25 - 5 - 4 + 5],
      ['22001', -1],
      ['DCGS0076', -2],
    ]),
  });
});

test('December 2010, as published', async () => {
  const { stock, ...figures } = expectedFigures(
    await invoicesOf('../../db/demo/online-retail-2010-12.csv.gz'),
  );
  expect(figures).toEqual({
    transactions: 2025,
    sales: 1559,
    returns: 326,
    adjustments: 140,
    lines: 42_481,
    grossMinor: 74_895_702,
    vatMinor: 10_078_951,
    quantity: 342_228,
  });
  expect(stock.size).toBe(2811);
});

describe('a line', () => {
  const invoice = {
    invoiceNo: '1',
    kind: 'sale',
    at: '2011-01-04 09:00:00',
    country: 'United Kingdom',
  } as const;
  const row = (quantity: number, unitPriceText: string): InvoiceRow => ({
    ...{ sku: '1', description: '', file: 'x.csv', line: 2 },
    ...{ quantity, unitPriceText },
  });

  test.each([
    [6, '2.55', 1530n, 255n],
    [1, '0.03', 3n, 1n],
    [-1, '0.03', -3n, -1n],
    [1, '-0.03', -3n, -1n],
    [5, '0.001', 1n, 0n],
    [-5, '0.001', -1n, 0n],
    [4, '0.001', 0n, 0n],
    [2, '1.2345', 247n, 41n],
    [3, '-0.5', -150n, -25n],
    [80_995, '2.08', 16_846_960n, 2_807_827n],
    [-9_999_999, '999999.9999', -999_999_899_900_000n, -166_666_649_983_333n],
  ])('of %i at %s is %s pence with %s pence of VAT', (quantity, price, amountMinor, vatMinor) => {
    expect(lineFigures(invoice, row(quantity, price))).toEqual({ amountMinor, vatMinor });
  });

  test('has no VAT outside the United Kingdom, and in an adjustment no money at all', () => {
    const [amountMinor, vatMinor] = [1530n, 0n];
    for (const country of ['EIRE', 'Channel Islands', 'united kingdom']) {
      expect(lineFigures({ ...invoice, country }, row(6, '2.55'))).toEqual({ amountMinor, vatMinor });
    }
    const none = { amountMinor: 0n, vatMinor: 0n };
    expect(lineFigures({ ...invoice, kind: 'adjustment' }, row(6, '0.0'))).toEqual(none);
  });

  test.each([
    ['2010-12-31 23:59:59', 175n],
    ['2011-01-03 23:59:59', 175n],
    ['2011-01-04 00:00:00', 200n],
    ['2011-12-09 12:50:00', 200n],
  ])('of %s has VAT at %s per mille', (at, permille) => {
    expect(vatPermille(at)).toBe(permille);
  });
});

test('exactly the codes of services and charges are no stock items', () => {
  const codes = ['POST', 'DOT', 'M', 'm', 'D', 'C2', 'S', 'B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'PADS'];
  for (const sku of [...codes, 'gift_0001_40']) expect(isStockItem(sku), sku).toBe(false);
  for (const sku of ['85123A', 'DCGS0076', 'post', 'Dot', 'C22', 'gift_0002_40', 'GIFT_0001_40', 'MM']) {
    expect(isStockItem(sku), sku).toBe(true);
  }
});

test('a total that is no safe integer is a bug', async () => {
  const [invoice] = await invoicesOf('testdata/small.csv');
  if (invoice === undefined) throw new Error('the small file has invoices');
  const row = {
    sku: '1',
    description: '',
    quantity: 9_999_999,
    unitPriceText: '999999.9999',
    file: '',
    line: 2,
  };
  expect(() => expectedFigures([{ ...invoice, rows: Array(10).fill(row) }])).toThrow('no safe integer');
});
