import { fitPriceList, priceAt } from '../../db/demo/price-list.ts';
import { isStockItem } from './expected-figures.ts';
import type { Invoice, InvoiceRow } from './invoice.ts';
import { listPrice, type PriceAgreement } from './price-book.ts';
import { isSamePrice, type UnitPrice, unitPriceOf } from './unit-price.ts';

/** What headquarters knows before the replay. */
export interface KnownCatalogue {
  readonly skus: ReadonlySet<string>;
  readonly customers: ReadonlySet<string>;
  readonly agreements: readonly PriceAgreement[];
}

export interface CataloguePlan {
  readonly products: readonly { readonly sku: string; readonly name: string; readonly stocked: boolean }[];
  readonly prices: readonly PriceAgreement[];
  readonly customers: readonly { readonly number: string; readonly country: string }[];
}

const NAME_MAX = 200;

/**
 * What headquarters has to be told before the invoices can be rung up. Codes that it does not know get the first
 * price seen, from the files' first day. Codes that it knows have changed their prices since: per month they get
 * the price list that fits the month best, from its first day, where that differs from what is in force; so most
 * lines of any month are at the list price. Nothing that stands at headquarters is taken away.
 */
export function planCatalogue(
  invoices: readonly Invoice[],
  known: KnownCatalogue,
  currency: string,
): CataloguePlan {
  const rows = rowsBySku(invoices);
  const days = invoices.map(dayOf).sort();
  const newSkus = [...rows.keys()].filter((sku) => !known.skus.has(sku));
  const firstPrices = newSkus.flatMap((sku) => {
    const price = firstPrice(rows.get(sku) ?? []);
    return price === undefined ? [] : [agreementOf(sku, days[0] ?? '', 1000, unitPriceOf(price), currency)];
  });
  const changed = changedPrices(invoices, [...known.agreements, ...firstPrices], new Set(newSkus), currency);
  return {
    products: newSkus.map((sku) => ({
      sku,
      name: nameOf(sku, rows.get(sku) ?? []),
      stocked: isStockItem(sku),
    })),
    prices: [...firstPrices, ...changed],
    customers: newCustomers(invoices, known.customers),
  };
}

function rowsBySku(invoices: readonly Invoice[]): Map<string, InvoiceRow[]> {
  return Map.groupBy(
    invoices.flatMap(({ rows }) => rows),
    ({ sku }) => sku,
  );
}

const dayOf = ({ at }: Pick<Invoice, 'at'>) => at.slice(0, 10);

/** A product's list price cannot be negative, and what was given away once is not sold for nothing ever after. */
function firstPrice(rows: readonly InvoiceRow[]): string | undefined {
  const prices = rows
    .map(({ unitPriceText }) => unitPriceText)
    .filter((text) => unitPriceOf(text).amountMinor >= 0);
  return prices.find((text) => unitPriceOf(text).amountMinor > 0) ?? prices[0];
}

function nameOf(sku: string, rows: readonly InvoiceRow[]): string {
  const names = rows.map(({ description }) => description.replaceAll(/\s+/g, ' ').trim());
  return (names.find((name) => name !== '') ?? sku).slice(0, NAME_MAX).trim();
}

/** A base price from a day and a quantity break on. */
function agreementOf(
  sku: string,
  validFrom: string,
  minQuantityThousandths: number,
  { amountMinor, priceUnitThousandths }: UnitPrice,
  currency: string,
): PriceAgreement {
  const id = `${sku}@${validFrom}@${minQuantityThousandths}`;
  const price = { amountMinor, priceUnitThousandths };
  return { id, sku, priceGroup: null, currency, minQuantityThousandths, ...price, validFrom, validTo: null };
}

function changedPrices(
  invoices: readonly Invoice[],
  agreements: readonly PriceAgreement[],
  newSkus: ReadonlySet<string>,
  currency: string,
): PriceAgreement[] {
  const inForce = Map.groupBy(agreements, ({ sku }) => sku);
  const entered = new Map<string, PriceAgreement>();
  const seen = new Set<string>();
  const months = [...Map.groupBy(invoices, (invoice) => dayOf(invoice).slice(0, 7))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  for (const [, invoicesOfMonth] of months) {
    const day = invoicesOfMonth.map(dayOf).reduce((a, b) => (a < b ? a : b));
    for (const [sku, rows] of rowsBySku(invoicesOfMonth)) {
      // In the month in which it first appears, a new code keeps the first price seen.
      const isNew = newSkus.has(sku) && !seen.has(sku);
      seen.add(sku);
      if (isNew) continue;
      const standing = inForce.get(sku) ?? [];
      const changes = changesOf(sku, day, rows, standing, currency);
      for (const change of changes) entered.set(change.id, change);
      const replaced = new Set(changes.map(({ id }) => id));
      inForce.set(sku, [...standing.filter(({ id }) => !replaced.has(id)), ...changes]);
    }
  }
  return [...entered.values()];
}

/** A higher break wins over a later start, so every break that stands is looked at, lowest first. */
function changesOf(
  sku: string,
  day: string,
  rows: readonly InvoiceRow[],
  standing: readonly PriceAgreement[],
  currency: string,
): PriceAgreement[] {
  const fitted = fitPriceList(rows.filter(({ unitPriceText }) => !unitPriceText.startsWith('-')));
  const breaks = [...fitted, ...standing].map(({ minQuantityThousandths }) => minQuantityThousandths);
  const changes: PriceAgreement[] = [];
  for (const from of [...new Set(breaks)].sort((a, b) => a - b)) {
    const quantity = from / 1000;
    const price = priceAt(fitted, quantity);
    if (!price) continue;
    const question = { sku, currency, quantity, day, priceGroups: [] };
    const before = listPrice([...standing, ...changes], question);
    if (before && isSamePrice(before, price)) continue;
    const change = agreementOf(sku, day, from, price, currency);
    // A place has one price: what starts there the same day is replaced.
    const replaced = standing.find((agreement) => isSamePlace(agreement, change));
    changes.push(replaced ? { ...change, id: replaced.id, validTo: replaced.validTo } : change);
  }
  return changes;
}

function isSamePlace(a: PriceAgreement, b: PriceAgreement): boolean {
  return (
    a.priceGroup === b.priceGroup &&
    a.currency === b.currency &&
    a.validFrom === b.validFrom &&
    a.minQuantityThousandths === b.minQuantityThousandths
  );
}

function newCustomers(invoices: readonly Invoice[], known: ReadonlySet<string>): CataloguePlan['customers'] {
  const customers = new Map<string, { number: string; country: string }>();
  for (const { customer, country } of invoices) {
    if (customer !== undefined && !known.has(customer) && !customers.has(customer))
      customers.set(customer, { number: customer, country });
  }
  return [...customers.values()];
}
