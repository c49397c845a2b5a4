import { describe, expect, test } from 'vitest';
import type { Invoice, InvoiceRow } from './invoice.ts';
import { invoiceCommands } from './invoice-commands.ts';

const row = (sku: string, quantity: number, unitPriceText: string): InvoiceRow => ({
  sku,
  description: '',
  quantity,
  unitPriceText,
  file: 'x.csv',
  line: 2,
});
const sale: Invoice = {
  invoiceNo: '536365',
  kind: 'sale',
  at: '2010-12-01 08:26:00',
  country: 'United Kingdom',
  rows: [row('A', 6, '2.55'), row('A', 6, '2.10'), row('B', 1, '0.001')],
};
const at = '2010-12-01T08:26:00Z';
const listPriceOf = (sku: string) =>
  sku === 'A' ? { amountMinor: 2550, priceUnitThousandths: 10_000 } : undefined;

test('a sale is scanned, with an override where the list has another price or none', () => {
  const override = (amountMinor: number, priceUnitThousandths: number) => ({
    unitPrice: { amountMinor, priceUnitThousandths },
    reasonCode: 'AGREED',
  });
  expect(invoiceCommands(sale, listPriceOf)).toEqual({
    head: [{ type: 'setReference', externalRef: '536365', at }],
    rows: [
      { type: 'scan', code: 'A', quantityThousandths: 6000, at },
      { type: 'scan', code: 'A', quantityThousandths: 6000, at, override: override(210, 1000) },
      { type: 'scan', code: 'B', quantityThousandths: 1000, at, override: override(1, 10_000) },
    ],
    conclude: { type: 'pay', tenderType: 'CASH', at },
    overriddenLines: 2,
  });
});

describe('the list price', () => {
  test('is asked for with the quantity of the row', () => {
    const asked: [string, number][] = [];
    invoiceCommands({ ...sale, rows: [row('A', 6, '1'), row('B', -2, '1')] }, (...question) => {
      asked.push(question);
      return undefined;
    });
    expect(asked).toEqual([
      ['A', 6],
      ['B', -2],
    ]);
  });
});

test('what comes back is a return, also in an invoice that sells', () => {
  const { rows } = invoiceCommands(
    { ...sale, rows: [row('A', -6, '2.55'), row('A', 1, '2.55')] },
    listPriceOf,
  );
  expect(rows).toEqual([
    { type: 'return', code: 'A', quantityThousandths: 6000, at },
    { type: 'scan', code: 'A', quantityThousandths: 1000, at },
  ]);
});

test('a customer abroad is named and pays no VAT', () => {
  const { head } = invoiceCommands({ ...sale, customer: '12583', country: 'France' }, listPriceOf);
  expect(head.slice(1)).toEqual([
    { type: 'setCustomer', customer: '12583', at },
    { type: 'exemptTax', reasonCode: 'EXPORT', at },
  ]);
});

test('an adjustment of the stock has no price and no tax', () => {
  const invoice: Invoice = { ...sale, kind: 'adjustment', country: 'France', rows: [row('A', -3, '0.0')] };
  expect(invoiceCommands(invoice, listPriceOf)).toEqual({
    head: [{ type: 'setReference', externalRef: '536365', at }],
    rows: [{ type: 'adjustStock', code: 'A', quantityThousandths: -3000, reasonCode: 'COUNT', at }],
    conclude: { type: 'concludeStockAdjustment', at },
    overriddenLines: 0,
  });
});
