import { expect, test } from 'vitest';
import { assignInvoices } from './assign-invoices.ts';
import type { Invoice } from './invoice.ts';
import type { PriceAgreement } from './price-book.ts';

const agreement: PriceAgreement = {
  id: 'a',
  sku: 'A',
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 1000,
  amountMinor: 100,
  priceUnitThousandths: 1000,
  validFrom: '2011-07-02',
  validTo: null,
};
const invoice = (invoiceNo: string, at: string): Invoice => ({
  invoiceNo,
  kind: 'sale',
  at,
  country: 'United Kingdom',
  rows: [{ sku: 'A', description: '', quantity: 1, unitPriceText: '1.00', file: 'x.csv', line: 2 }],
});

test('an invoice goes to its register, priced by the list of that store on its day there', () => {
  const london = { timeZone: 'Europe/London', currency: 'GBP', priceGroups: [] };
  const invoices = [
    invoice('7', '2011-07-01 23:30:00'),
    invoice('C4', '2011-07-01 22:30:00'),
    invoice('5', '2011-07-01 23:30:00'),
  ];
  const assigned = assignInvoices(invoices, [london, { ...london, timeZone: 'UTC' }, london], [agreement]);
  expect(
    assigned.map((plays) =>
      plays.map(({ invoice: { invoiceNo }, at, day, commands }) => [
        invoiceNo,
        at,
        day,
        commands.overriddenLines,
      ]),
    ),
  ).toEqual([
    [],
    [
      ['7', '2011-07-01T23:30:00Z', '2011-07-01', 1],
      ['C4', '2011-07-01T22:30:00Z', '2011-07-01', 1],
    ],
    [['5', '2011-07-01T23:30:00Z', '2011-07-02', 0]],
  ]);
});
