import type { Invoice, InvoiceRow } from './invoice.ts';

/** What head office must hold after the invoices were rung up, computed from the files alone. */
export interface ExpectedFigures {
  /** Sales, returns and adjustments. */
  readonly transactions: number;
  readonly sales: number;
  readonly returns: number;
  readonly adjustments: number;
  /** Rows of all transactions, those of adjustments too. */
  readonly lines: number;
  readonly grossMinor: number;
  readonly vatMinor: number;
  /** The sum of Quantity over all rows: returns and write-offs lower it. */
  readonly quantity: number;
  /** What the stock of each stock item changed by, in units; items that no row moves are absent. */
  readonly stock: ReadonlyMap<string, number>;
}

/** One row's money in pence, rounded half away from zero twice: the amount, then the VAT within it. */
export interface LineFigures {
  readonly amountMinor: bigint;
  readonly vatMinor: bigint;
}

/** Throws a RangeError if a total is no safe integer any more. */
export function expectedFigures(invoices: readonly Invoice[]): ExpectedFigures {
  const stock = new Map<string, number>();
  let [grossMinor, vatMinor, quantity, lines] = [0n, 0n, 0n, 0];
  for (const invoice of invoices) {
    for (const row of invoice.rows) {
      const line = lineFigures(invoice, row);
      grossMinor += line.amountMinor;
      vatMinor += line.vatMinor;
      quantity += BigInt(row.quantity);
      lines += 1;
      if (!isStockItem(row.sku)) continue;
      const change = invoice.kind === 'adjustment' ? row.quantity : -row.quantity;
      stock.set(row.sku, (stock.get(row.sku) ?? 0) + change);
    }
  }
  return {
    transactions: invoices.length,
    sales: invoices.filter(({ kind }) => kind === 'sale').length,
    returns: invoices.filter(({ kind }) => kind === 'return').length,
    adjustments: invoices.filter(({ kind }) => kind === 'adjustment').length,
    lines,
    grossMinor: safeNumber(grossMinor),
    vatMinor: safeNumber(vatMinor),
    quantity: safeNumber(quantity),
    stock,
  };
}

/** Quantity × unit price, and the VAT that it includes: for the United Kingdom only, none in adjustments. */
export function lineFigures(invoice: Omit<Invoice, 'rows'>, row: InvoiceRow): LineFigures {
  if (invoice.kind === 'adjustment') return { amountMinor: 0n, vatMinor: 0n };
  const amountMinor = divideRounded(BigInt(row.quantity) * tenThousandths(row.unitPriceText), 100n);
  if (invoice.country !== 'United Kingdom') return { amountMinor, vatMinor: 0n };
  const permille = vatPermille(invoice.at);
  return { amountMinor, vatMinor: divideRounded(amountMinor * permille, 1000n + permille) };
}

/** The United Kingdom's standard rate rose from 17.5 % to 20 % on 4 January 2011. */
export function vatPermille(at: string): bigint {
  return at.slice(0, 10) < '2011-01-04' ? 175n : 200n;
}

const notStockItems = /^(POST|DOT|M|m|D|C2|S|B|BANK CHARGES|AMAZONFEE|CRUK|PADS|gift_0001_.*)$/;

export function isStockItem(sku: string): boolean {
  return !notStockItems.test(sku);
}

/** '2.55' is 25,500 ten-thousandths of a pound. */
function tenThousandths(unitPriceText: string): bigint {
  const [whole = '', decimals = ''] = unitPriceText.split('.');
  return BigInt(whole + decimals.padEnd(4, '0'));
}

/** Half away from zero; `divisor` is positive. */
function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = dividend < 0n ? -divisor : divisor;
  return (2n * dividend + half) / (2n * divisor);
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`a total of ${value} is no safe integer`);
  return number;
}
