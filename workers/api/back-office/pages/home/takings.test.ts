import { expect, test } from 'vitest';
import type { SummaryRow } from '../../app/book-rows.ts';
import type { StoreRow } from '../../app/master-rows.ts';
import { takingsByCurrency, takingsByStore } from './takings.ts';

const store = (id: string, currency: string) => ({ store: id, name: `Store ${id}`, currency }) as StoreRow;
const row = (of: string, type: SummaryRow['type'], transactions: number, grossMinor: number): SummaryRow => ({
  store: of,
  type,
  transactions,
  offlineTransactions: 1,
  lines: transactions * 2,
  grossMinor,
  taxMinor: Math.trunc(grossMinor / 6),
});

const takings = takingsByStore(
  [
    row('S1', 'sale', 10, 6000),
    row('S1', 'return', 2, -600),
    row('S1', 'void', 3, 900),
    row('S2', 'sale', 1, 1200),
  ],
  [store('S1', 'GBP'), store('S2', 'EUR'), store('S3', 'GBP')],
);

test('a store took its sales less its returns', () => {
  expect(takings).toMatchObject([
    { store: 'S1', sales: 10, returns: 2, offline: 2, lines: 24, grossMinor: 5400, taxMinor: 900 },
    { store: 'S2', sales: 1, returns: 0, grossMinor: 1200 },
    { store: 'S3', sales: 0, returns: 0, grossMinor: 0 },
  ]);
});

test('currencies are summed apart', () => {
  expect(takingsByCurrency(takings)).toEqual([
    { currency: 'GBP', grossMinor: 5400, taxMinor: 900 },
    { currency: 'EUR', grossMinor: 1200, taxMinor: 200 },
  ]);
});
