import { describe, expect, test } from 'vitest';
import { compare, type Expected, type Held } from './compare.ts';
import type { Invoice } from './invoice.ts';
import { type BookedSale, type Books, stockKey } from './read-back.ts';

const row = (sku: string, quantity: number, unitPriceText: string) => ({
  sku,
  description: '',
  quantity,
  unitPriceText,
  file: 'x.csv',
  line: 2,
});
const sale: Invoice = {
  invoiceNo: '540000',
  kind: 'sale',
  at: '2011-01-05 10:00:00',
  country: 'United Kingdom',
  rows: [row('A', 2, '6.00'), row('POST', 1, '1.20')],
};
const taken: Invoice = { ...sale, invoiceNo: 'C540001', kind: 'return', rows: [row('A', -1, '6.00')] };
const counted: Invoice = { ...sale, invoiceNo: '540002', kind: 'adjustment', rows: [row('22000', 3, '0')] };

const booked = (more: Partial<BookedSale>): BookedSale => ({
  id: '',
  store: 'S1',
  terminal: '1',
  epoch: 1,
  type: 'sale',
  externalRef: '540000',
  connection: 'online',
  lineCount: 2,
  grossMinor: 1320,
  taxMinor: 220,
  quantityThousandths: 3000,
  ...more,
});
const sales = [
  booked({}),
  booked({
    type: 'return',
    externalRef: 'C540001',
    lineCount: 1,
    grossMinor: -600,
    taxMinor: -100,
    quantityThousandths: -1000,
    connection: 'offline',
  }),
  booked({
    store: 'S2',
    type: 'stockAdjustment',
    externalRef: '540002',
    lineCount: 1,
    grossMinor: 0,
    taxMinor: 0,
    quantityThousandths: 3000,
  }),
];

const before: Books = {
  stock: new Map([[stockKey('S1', 'A'), 9000]]),
  ledger: { debitMinor: 50, creditMinor: 50 },
  closedShifts: 4,
  suspended: ['an old one'],
};
const after: Books = {
  stock: new Map([
    [stockKey('S1', 'A'), 8000],
    [stockKey('S2', '22000'), 3000],
  ]),
  ledger: { debitMinor: 50 + 1320 + 600, creditMinor: 50 + 1320 + 600 },
  closedShifts: 6,
  suspended: ['an old one'],
};

const place = { store: 'S1', terminal: '1' };
const expected: Expected = {
  played: [
    { invoice: sale, ...place },
    { invoice: taken, ...place },
    { invoice: counted, store: 'S2', terminal: '1' },
  ],
  offlineTransactions: 1,
  shiftsClosed: 2,
};
const held: Held = { sales, before, after };

test('books that grew by what the invoices say agree', () => {
  expect(compare(expected, held)).toEqual({
    hq: { transactions: 3, lines: 4, grossMinor: 720, vatMinor: 120, quantity: 5, offlineTransactions: 1 },
    ledger: { debitMinor: 1920, creditMinor: 1920 },
    lost: 0,
    duplicated: 0,
    stockMismatches: 0,
    disagreements: [],
  });
});

test('a voided transaction counts for nothing', () => {
  const withVoid = [...sales, booked({ type: 'void', externalRef: '540009' })];
  expect(compare(expected, { ...held, sales: withVoid }).disagreements).toEqual([]);
});

describe('is found out:', () => {
  const disagreements = (change: Partial<Held>, expects: Partial<Expected> = {}) =>
    compare({ ...expected, ...expects }, { ...held, ...change });

  test('a lost transaction', () => {
    const { lost, disagreements: said } = disagreements({ sales: sales.slice(1) });
    expect(lost).toBe(1);
    expect(said).toContain('540000 is not at headquarters');
    expect(said).toContain('transactions: 3 in the files, 2 at headquarters');
  });

  test('a transaction that came twice', () => {
    const { duplicated, disagreements: said } = disagreements({ sales: [...sales, booked({})] });
    expect(duplicated).toBe(1);
    expect(said).toContain('540000 is at headquarters 2 times');
  });

  test('a transaction that nobody rang up', () => {
    const {
      lost,
      duplicated,
      disagreements: said,
    } = disagreements({
      sales: [...sales, booked({ externalRef: 'x' })],
    });
    expect([lost, duplicated]).toEqual([0, 0]);
    expect(said).toContain('transactions: 3 in the files, 4 at headquarters');
  });

  test.each([
    [{ grossMinor: 1321 }, '540000: grossMinor: 1320 in the files, 1321 at headquarters'],
    [{ taxMinor: 221 }, '540000: vatMinor: 220 in the files, 221 at headquarters'],
    [{ lineCount: 3 }, '540000: lines: 2 in the files, 3 at headquarters'],
    [{ quantityThousandths: 3001 }, '540000: quantity: 3 in the files, 3.001 at headquarters'],
    [{ terminal: '2' }, '540000: register: S1-1 in the files, S1-2 at headquarters'],
    [{ type: 'return' as const }, '540000: type: sale in the files, return at headquarters'],
    [{ connection: 'manual' as const }, 'offlineTransactions: 1 in the files, 2 at headquarters'],
  ])('%j', (change, sentence) => {
    expect(disagreements({ sales: [booked(change), ...sales.slice(1)] }).disagreements).toContain(sentence);
  });

  test('wrong stock, of the right code in another store too', () => {
    const stock = new Map([
      [stockKey('S1', 'A'), 8000],
      [stockKey('S1', '22000'), 3000],
    ]);
    const { stockMismatches, disagreements: said } = disagreements({ after: { ...after, stock } });
    expect(stockMismatches).toBe(2);
    expect(said).toContain('stock of ["S2","22000"]: 3 in the files, 0 at headquarters');
  });

  test.each([
    [
      { ledger: { debitMinor: 1971, creditMinor: 1970 } },
      'ledger debits: 1920 in the files, 1921 at headquarters',
    ],
    [{ closedShifts: 5 }, 'closed shifts: 2 in the files, 1 at headquarters'],
    [{ suspended: ['an old one', 'S1-1-5: bad'] }, 'suspended: S1-1-5: bad'],
  ])('%j', (change, sentence) => {
    expect(disagreements({ after: { ...after, ...change } }).disagreements).toEqual([sentence]);
  });
});
