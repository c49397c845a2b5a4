import type { Invoice, InvoiceRow } from './invoice.ts';
import { isSamePrice, type UnitPrice, unitPriceOf } from './unit-price.ts';

/** A line for a headless register; `at` is the trading time. */
export interface RegisterCommand {
  readonly type: string;
  readonly at?: string;
  readonly [field: string]: unknown;
}

/** An invoice as a register rings it up, in this order. */
export interface InvoiceCommands {
  /** The reference comes first, so that a register that was killed can tell which invoice it had begun. */
  readonly head: readonly RegisterCommand[];
  /** One for each row of the file. */
  readonly rows: readonly RegisterCommand[];
  readonly conclude: RegisterCommand;
  /** Rows at another price than the list's, sent as price overrides. */
  readonly overriddenLines: number;
}

export type ListPriceOf = (sku: string, quantity: number) => UnitPrice | undefined;

const HOME = 'United Kingdom';

/** `listPriceOf` answers the list price in force in the register's store on the invoice's day. */
export function invoiceCommands(invoice: Invoice, listPriceOf: ListPriceOf): InvoiceCommands {
  const { invoiceNo, kind, customer, country } = invoice;
  const at = tradingTime(invoice.at);
  const head: RegisterCommand[] = [{ type: 'setReference', externalRef: invoiceNo, at }];
  if (customer !== undefined) head.push({ type: 'setCustomer', customer, at });
  if (kind === 'adjustment') {
    const rows = invoice.rows.map(({ sku, quantity }) => adjustStock(sku, quantity, at));
    return { head, rows, conclude: { type: 'concludeStockAdjustment', at }, overriddenLines: 0 };
  }
  if (country !== HOME) head.push({ type: 'exemptTax', reasonCode: 'EXPORT', at });
  const rows = invoice.rows.map((row) => sellOrTakeBack(row, listPriceOf(row.sku, row.quantity), at));
  return {
    head,
    rows,
    conclude: { type: 'pay', tenderType: 'CASH', at },
    overriddenLines: rows.filter((command) => 'override' in command).length,
  };
}

/** The files' times are taken as UTC. */
export function tradingTime(at: string): string {
  return `${at.replace(' ', 'T')}Z`;
}

/** What comes back is a return of a positive quantity, whichever kind of invoice it stands in. */
function sellOrTakeBack(row: InvoiceRow, list: UnitPrice | undefined, at: string): RegisterCommand {
  const unitPrice = unitPriceOf(row.unitPriceText);
  const command = {
    type: row.quantity > 0 ? 'scan' : 'return',
    code: row.sku,
    quantityThousandths: 1000 * Math.abs(row.quantity),
    at,
  };
  if (list && isSamePrice(list, unitPrice)) return command;
  return { ...command, override: { unitPrice, reasonCode: 'AGREED' } };
}

function adjustStock(code: string, quantity: number, at: string): RegisterCommand {
  return { type: 'adjustStock', code, quantityThousandths: 1000 * quantity, reasonCode: 'COUNT', at };
}
