import { expectedFigures } from './expected-figures.ts';
import type { Invoice } from './invoice.ts';
import { type BookedSale, type Books, stockKey } from './read-back.ts';

/** What the registers of a replay should have brought to headquarters. */
export interface Expected {
  /** Every invoice with the store of its register. */
  readonly played: readonly {
    readonly invoice: Invoice;
    readonly store: string;
    readonly terminal: string;
  }[];
  /** As the registers said when they concluded them. */
  readonly offlineTransactions: number;
  readonly shiftsClosed: number;
}

/** What headquarters holds of the replay: its own transactions, and what its books grew by. */
export interface Held {
  readonly sales: readonly BookedSale[];
  readonly before: Books;
  readonly after: Books;
}

export interface Comparison {
  readonly hq: {
    readonly transactions: number;
    readonly lines: number;
    readonly grossMinor: number;
    readonly vatMinor: number;
    readonly quantity: number;
    readonly offlineTransactions: number;
  };
  readonly ledger: { readonly debitMinor: number; readonly creditMinor: number };
  /** Invoices with no transaction, invoices with more than one. */
  readonly lost: number;
  readonly duplicated: number;
  /** Stock codes of a store whose stock changed by something else than the invoices say. */
  readonly stockMismatches: number;
  /** One sentence for everything that does not agree; none if all does. */
  readonly disagreements: readonly string[];
}

export function compare(expected: Expected, held: Held): Comparison {
  const sales = held.sales.filter(({ type }) => type !== 'void');
  const byReference = Map.groupBy(sales, ({ externalRef }) => externalRef ?? '');
  const found = expected.played.map((each) => byReference.get(each.invoice.invoiceNo) ?? []);
  const hq = figuresOf(sales);
  const ledger = {
    debitMinor: held.after.ledger.debitMinor - held.before.ledger.debitMinor,
    creditMinor: held.after.ledger.creditMinor - held.before.ledger.creditMinor,
  };
  const stock = stockDisagreements(expected.played, held);
  const disagreements = [
    ...expected.played.flatMap((each, index) => transactionDisagreements(each, found[index] ?? [])),
    ...totalDisagreements(expected, hq, ledger),
    ...stock,
    ...shiftDisagreements(expected, held),
    ...held.after.suspended
      .filter((each) => !held.before.suspended.includes(each))
      .map((each) => `suspended: ${each}`),
  ];
  const count = (is: (transactions: number) => boolean) => found.filter(({ length }) => is(length)).length;
  return {
    hq,
    ledger,
    lost: count((transactions) => transactions === 0),
    duplicated: count((transactions) => transactions > 1),
    stockMismatches: stock.length,
    disagreements,
  };
}

function figuresOf(sales: readonly BookedSale[]): Comparison['hq'] {
  const sum = (of: (sale: BookedSale) => number) => sales.reduce((total, each) => total + of(each), 0);
  return {
    transactions: sales.length,
    lines: sum(({ lineCount }) => lineCount),
    grossMinor: sum(({ grossMinor }) => grossMinor),
    vatMinor: sum(({ taxMinor }) => taxMinor),
    quantity: sum(({ quantityThousandths }) => quantityThousandths) / 1000,
    offlineTransactions: sales.filter(({ connection }) => connection !== 'online').length,
  };
}

/** Each invoice by itself: wrong amounts that cancel each other out are still wrong. */
function transactionDisagreements(
  { invoice, store, terminal }: Expected['played'][number],
  booked: readonly BookedSale[],
): string[] {
  const { invoiceNo } = invoice;
  const [first] = booked;
  if (!first) return [`${invoiceNo} is not at headquarters`];
  if (booked.length > 1) return [`${invoiceNo} is at headquarters ${booked.length} times`];
  const { lines, grossMinor, vatMinor, quantity } = expectedFigures([invoice]);
  return [
    disagreement(`${invoiceNo}: register`, `${store}-${terminal}`, `${first.store}-${first.terminal}`),
    disagreement(`${invoiceNo}: type`, typeOf(invoice), first.type),
    disagreement(`${invoiceNo}: lines`, lines, first.lineCount),
    disagreement(`${invoiceNo}: grossMinor`, grossMinor, first.grossMinor),
    disagreement(`${invoiceNo}: vatMinor`, vatMinor, first.taxMinor),
    disagreement(`${invoiceNo}: quantity`, quantity, first.quantityThousandths / 1000),
  ].flat();
}

/** A register calls a return what takes goods back only: the rows tell, not the invoice's letter. */
function typeOf({ kind, rows }: Invoice): BookedSale['type'] {
  if (kind === 'adjustment') return 'stockAdjustment';
  return rows.every(({ quantity }) => quantity < 0) ? 'return' : 'sale';
}

function totalDisagreements(
  { played, offlineTransactions }: Expected,
  hq: Comparison['hq'],
  ledger: Comparison['ledger'],
): string[] {
  const invoices = played.map(({ invoice }) => invoice);
  const { transactions, lines, grossMinor, vatMinor, quantity } = expectedFigures(invoices);
  const entries = ledgerOf(invoices);
  return [
    disagreement('transactions', transactions, hq.transactions),
    disagreement('lines', lines, hq.lines),
    disagreement('grossMinor', grossMinor, hq.grossMinor),
    disagreement('vatMinor', vatMinor, hq.vatMinor),
    disagreement('quantity', quantity, hq.quantity),
    disagreement('offlineTransactions', offlineTransactions, hq.offlineTransactions),
    disagreement('ledger debits', entries.debitMinor, ledger.debitMinor),
    disagreement('ledger credits', entries.creditMinor, ledger.creditMinor),
  ].flat();
}

/** Debits and credits of all invoices: cash against sales and VAT, each netted within an invoice. */
function ledgerOf(invoices: readonly Invoice[]): Comparison['ledger'] {
  let [debitMinor, creditMinor] = [0, 0];
  for (const invoice of invoices) {
    const { grossMinor, vatMinor } = expectedFigures([invoice]);
    for (const entry of [grossMinor, vatMinor - grossMinor, -vatMinor]) {
      if (entry > 0) debitMinor += entry;
      else creditMinor -= entry;
    }
  }
  return { debitMinor, creditMinor };
}

function stockDisagreements(played: Expected['played'], { before, after }: Held): string[] {
  const expected = new Map<string, number>();
  for (const [store, ofStore] of Map.groupBy(played, (each) => each.store)) {
    const { stock } = expectedFigures(ofStore.map(({ invoice }) => invoice));
    for (const [sku, quantity] of stock) expected.set(stockKey(store, sku), quantity);
  }
  const keys = new Set([...expected.keys(), ...before.stock.keys(), ...after.stock.keys()]);
  return [...keys].flatMap((key) => {
    const change = (after.stock.get(key) ?? 0) - (before.stock.get(key) ?? 0);
    return disagreement(`stock of ${key}`, expected.get(key) ?? 0, change / 1000);
  });
}

function shiftDisagreements({ shiftsClosed }: Expected, { before, after }: Held): string[] {
  return disagreement('closed shifts', shiftsClosed, after.closedShifts - before.closedShifts);
}

function disagreement(what: string, expected: string | number, held: string | number): string[] {
  return expected === held ? [] : [`${what}: ${expected} in the files, ${held} at headquarters`];
}
