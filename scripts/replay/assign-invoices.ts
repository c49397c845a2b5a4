import { registerIndex } from './assign-register.ts';
import type { Invoice } from './invoice.ts';
import { type InvoiceCommands, invoiceCommands, tradingTime } from './invoice-commands.ts';
import { listPrice, type PriceAgreement } from './price-book.ts';
import { tradingDay } from './trading-day.ts';
import type { UnitPrice } from './unit-price.ts';

/** What the assignment needs to know of a register's store. */
export interface StorePricing {
  readonly timeZone: string;
  readonly currency: string;
  /** Most important first. */
  readonly priceGroups: readonly string[];
}

/** An invoice as one register plays it. */
export interface Play {
  readonly invoice: Invoice;
  /** Trading time, ISO UTC. */
  readonly at: string;
  /** The day it falls on in the store's zone. */
  readonly day: string;
  readonly commands: InvoiceCommands;
}

/** Gives every invoice to its register, in order, with the commands that ring it up there. */
export function assignInvoices(
  invoices: readonly Invoice[],
  registers: readonly StorePricing[],
  agreements: readonly PriceAgreement[],
): Play[][] {
  const bySku = Map.groupBy(agreements, ({ sku }) => sku);
  const assigned: Play[][] = registers.map(() => []);
  for (const invoice of invoices) {
    const index = registerIndex(invoice.invoiceNo, registers.length);
    const register = registers[index];
    if (!register) throw new RangeError(`there is no register ${index}`);
    const { timeZone, currency, priceGroups } = register;
    const at = tradingTime(invoice.at);
    const day = tradingDay(at, timeZone);
    const listPriceOf = (sku: string, quantity: number): UnitPrice | undefined =>
      listPrice(bySku.get(sku) ?? [], { sku, quantity, currency, day, priceGroups });
    assigned[index]?.push({ invoice, at, day, commands: invoiceCommands(invoice, listPriceOf) });
  }
  return assigned;
}
