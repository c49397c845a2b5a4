import type { UnitPrice } from '../money/unit-price.ts';
import type { LineTax } from '../tax/taxed-document.ts';

/** What is to be priced: a cart, a quote's lines, an invoice of old days. Order of lines settles ties. */
export interface Basket {
  /** One instant for the whole basket: the day in the store's zone, and the minutes since its midnight. */
  readonly date: string;
  readonly minuteOfDay: number;
  readonly customer: BasketCustomer | null;
  readonly coupons: readonly string[];
  readonly lines: readonly BasketLine[];
  /** Taken off everything after all offers, by hand. */
  readonly discount: ManualDiscount | null;
  readonly isTaxExempt: boolean;
  readonly delivery: Delivery | null;
  /** How it is paid, as far as that is known; a null amount pays all. */
  readonly tenders: readonly { readonly tenderType: string; readonly amountMinor: number | null }[];
}

export interface BasketCustomer {
  readonly number: string | null;
  /** Price groups that the buyer brings along, and what brings them. */
  readonly priceGroups: readonly {
    readonly id: string;
    readonly source: 'customer' | 'affiliation' | 'loyalty';
  }[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** Whoever buys, as masters know them. */
export interface Buyer extends BasketCustomer {
  readonly isTaxExempt: boolean;
}

export interface BasketLine {
  readonly id: string;
  readonly sku: string;
  /** Negative for goods that come back without a receipt, or with one (`settled`). */
  readonly quantityThousandths: number;
  /** Null for the product's own. */
  readonly unitOfMeasure: string | null;
  /** Instead of the list price: keyed in for a product without one, or set by an employee. */
  readonly fixedPrice: { readonly unitPrice: UnitPrice; readonly how: 'keyedIn' | 'overridden' } | null;
  readonly discount: ManualDiscount | null;
  readonly taxCode: string | null;
  readonly isTaxExempt: boolean;
  /** Goods of an earlier receipt: at what was paid for them, whatever they cost today. */
  readonly settled: SettledAmounts | null;
}

export type ManualDiscount =
  | { readonly type: 'percent'; readonly basisPoints: number }
  | { readonly type: 'amount'; readonly amountMinor: number };

/** Negative amounts of what goes back to the customer. */
export interface SettledAmounts {
  readonly unitPrice: UnitPrice;
  readonly netMinor: number;
  readonly grossMinor: number;
  readonly taxes: readonly LineTax[];
}

export interface Delivery {
  readonly mode: string;
  readonly chargeMinor: number;
  readonly taxCode: string;
}

/** A line with nothing special about it. */
export function plainLine(id: string, sku: string, quantityThousandths: number): BasketLine {
  return {
    id,
    sku,
    quantityThousandths,
    unitOfMeasure: null,
    fixedPrice: null,
    discount: null,
    taxCode: null,
    isTaxExempt: false,
    settled: null,
  };
}

/** Lines and a day, nothing else. */
export function plainBasket(date: string, lines: readonly BasketLine[]): Basket {
  return {
    date,
    minuteOfDay: 0,
    customer: null,
    coupons: [],
    lines,
    discount: null,
    isTaxExempt: false,
    delivery: null,
    tenders: [],
  };
}
