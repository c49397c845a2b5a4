import Papa from 'papaparse';
import { assert } from '../../commerce/assert.ts';
import { demoBarcode } from './demo-barcode.ts';
import { fitPriceList, type PriceBreak, type PriceObservation } from './price-list.ts';

export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  readonly barcode: string;
  readonly taxCode: 'STANDARD';
  /** False for services and charges, of which no stock is kept. */
  readonly stocked: boolean;
  readonly prices: readonly PriceBreak[];
}

export interface DemoCustomer {
  /** As printed: '17850'. */
  readonly number: string;
  readonly country: string;
}

export interface DemoRetailer {
  /** Ordered by sku, by code unit; a product's barcode is numbered by its place. */
  readonly products: readonly DemoProduct[];
  /** Ordered by number; the country is the one seen first. */
  readonly customers: readonly DemoCustomer[];
}

/**
 * The demo retailer's catalogue and customers from a month of invoices in the "Online Retail" format. The
 * text is the project's own file: what does not fit the format is a bug, not an answer.
 */
export function buildDemoRetailer(csvText: string): DemoRetailer {
  const products = new Map<string, { names: string[]; prices: PriceObservation[] }>();
  const customers = new Map<string, DemoCustomer>();
  for (const row of readRows(csvText)) {
    const product = products.get(row.sku) ?? { names: [], prices: [] };
    if (row.description !== '') product.names.push(row.description);
    product.prices.push({ quantity: row.quantity, unitPriceText: row.unitPriceText });
    products.set(row.sku, product);
    if (row.customer !== '' && !customers.has(row.customer)) {
      customers.set(row.customer, { number: row.customer, country: row.country });
    }
  }
  return {
    products: sortedByKey(products).map(([sku, { names, prices }], index) => ({
      sku,
      name: mostFrequent(names) ?? sku,
      barcode: demoBarcode(index),
      taxCode: 'STANDARD',
      stocked: isStocked(sku),
      prices: fitPriceList(prices),
    })),
    customers: sortedByKey(customers).map(([, customer]) => customer),
  };
}

const notStocked = new Set([
  ...['POST', 'DOT', 'M', 'm', 'D', 'C2', 'S', 'B'],
  ...['BANK CHARGES', 'AMAZONFEE', 'CRUK', 'PADS'],
]);

/** Postage, fees, discounts, samples and vouchers are sold but not counted. Codes are case-sensitive. */
export function isStocked(sku: string): boolean {
  return !notStocked.has(sku) && !sku.startsWith('gift_0001_');
}

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

interface Row {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceText: string;
  readonly customer: string;
  readonly country: string;
}

function readRows(csvText: string): Row[] {
  const parsed = Papa.parse<string[]>(csvText, { delimiter: ',', skipEmptyLines: true });
  assert(parsed.errors.length === 0, `the demo file is CSV: ${parsed.errors[0]?.message}`);
  const [first = [], ...records] = parsed.data;
  assert(first.join(',') === header, `the demo file begins with ${header}`);
  return records.filter(([invoiceNo]) => !invoiceNo?.startsWith('A')).map(readRow);
}

function readRow(record: readonly string[]): Row {
  const [, sku = '', description = '', quantity = '', , unitPriceText = '', customer = '', country = ''] =
    record;
  assert(record.length === 8 && sku !== '', `the demo file has eight columns: ${record.join(',')}`);
  assert(/^-?\d+$/.test(quantity), `the demo file has whole quantities: ${record.join(',')}`);
  return {
    sku,
    description: description.trim(),
    quantity: Number(quantity),
    unitPriceText,
    customer: customer.replace(/\.0+$/, ''),
    country,
  };
}

/** The first of those that occur most often. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | undefined;
  for (const [value, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = value;
  }
  return best;
}

/** By code unit, so that no host's locale changes the order. */
function sortedByKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
