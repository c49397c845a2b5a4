import type { SummaryRow } from '../../app/book-rows.ts';
import type { StoreRow } from '../../app/master-rows.ts';

export interface StoreTakings {
  readonly store: string;
  readonly name: string;
  readonly currency: string;
  readonly sales: number;
  readonly returns: number;
  readonly offline: number;
  readonly lines: number;
  readonly grossMinor: number;
  readonly taxMinor: number;
}

/** What every store took: sales less returns, in the order of the stores. Voids and stock counts take nothing. */
export function takingsByStore(
  rows: readonly SummaryRow[],
  stores: readonly StoreRow[],
): readonly StoreTakings[] {
  return stores.map(({ store, name, currency }) => {
    const own = rows.filter((row) => row.store === store && (row.type === 'sale' || row.type === 'return'));
    const sum = (of: (row: SummaryRow) => number) => own.reduce((total, row) => total + of(row), 0);
    const counted = (type: SummaryRow['type']) => own.find((row) => row.type === type)?.transactions ?? 0;
    return {
      store,
      name,
      currency,
      sales: counted('sale'),
      returns: counted('return'),
      offline: sum((row) => row.offlineTransactions),
      lines: sum((row) => row.lines),
      grossMinor: sum((row) => row.grossMinor),
      taxMinor: sum((row) => row.taxMinor),
    };
  });
}

export interface CurrencyTakings {
  readonly currency: string;
  readonly grossMinor: number;
  readonly taxMinor: number;
}

/** Amounts of different currencies are never added. */
export function takingsByCurrency(takings: readonly StoreTakings[]): readonly CurrencyTakings[] {
  const sums = new Map<string, CurrencyTakings>();
  for (const { currency, grossMinor, taxMinor } of takings) {
    const before = sums.get(currency) ?? { currency, grossMinor: 0, taxMinor: 0 };
    sums.set(currency, {
      currency,
      grossMinor: before.grossMinor + grossMinor,
      taxMinor: before.taxMinor + taxMinor,
    });
  }
  return [...sums.values()];
}
