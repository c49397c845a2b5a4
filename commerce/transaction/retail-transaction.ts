import type { LineDiscount, PaidUnits } from '../basket/priced-basket.ts';
import type { Minor } from '../money/minor.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import type { LineTax } from '../tax/taxed-document.ts';

/** What the register believed of its line to the gateway when it booked: by itself, or by the cashier's switch. */
export type ConnectionState = 'online' | 'offline' | 'manual';

/** A moment of trading time: the instant, and the day and minute it falls on in the store's zone. */
export interface TradingMoment {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `YYYY-MM-DD` in the store's zone. */
  readonly date: string;
  /** Minutes since midnight in the store's zone. */
  readonly minuteOfDay: number;
}

export type TransactionType = 'sale' | 'return' | 'stockAdjustment' | 'void';

/**
 * One concluded retail transaction, as the body of its journal record. It carries the prices, taxes and
 * versions it was sold under and is never priced again. Amounts are minor units of `currency`; quantities of
 * goods that come back are negative.
 */
export interface RetailTransaction {
  readonly type: TransactionType;
  readonly store: string;
  readonly terminal: string;
  readonly receiptNumber: number;
  readonly receiptId: string;
  readonly shift: number;
  readonly businessDate: string;
  readonly startedAt: string;
  readonly concludedAt: string;
  readonly employee: string;
  readonly customer: string | null;
  readonly externalRef: string | null;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly taxExemption: string | null;
  /** Coupon codes that were accepted. */
  readonly coupons: readonly string[];
  /** The suspended transaction that it goes on with; not given in records of older versions. */
  readonly recalledFrom?: string | null | undefined;
  /** Why stock was adjusted. */
  readonly adjustmentReason: string | null;
  /** Who took something off the whole sale by hand, and why; the lines' discounts say how much. */
  readonly manualDiscount: DiscountReason | null;
  readonly connection: ConnectionState;
  readonly lines: readonly TransactionLine[];
  readonly tenders: readonly TenderLine[];
  /** Tenders that were taken and given back before the end; not given in records of older versions. */
  readonly voidedTenders?: readonly TenderLine[] | undefined;
  readonly totals: TransactionTotals;
  /** The stream versions that the prices and taxes were read from. */
  readonly snapshot: Readonly<Record<string, number>>;
  readonly engineVersion: string;
}

export interface DiscountReason {
  readonly reasonCode: string;
  readonly employee: string;
}

export interface TransactionLine {
  readonly line: number;
  readonly sku: string;
  readonly name: string;
  readonly quantityThousandths: number;
  readonly stocked: boolean;
  readonly voided: boolean;
  readonly unitPrice: UnitPrice;
  /** The list price in force, and whose it was; null when the channel had none. */
  readonly listPrice: UnitPrice | null;
  readonly priceAgreement: string | null;
  /** Why the unit price is not the list price. */
  readonly override: { readonly reasonCode: string; readonly employee: string } | null;
  /** Who took something off by hand, and why; `discounts` says how much. */
  readonly manualDiscount: DiscountReason | null;
  readonly returnOf: { readonly receiptId: string; readonly line: number } | null;
  /** Quantity × unit price, before discounts. */
  readonly amountMinor: Minor;
  readonly discounts: readonly LineDiscount[];
  /** What the units cost after discounts, in their order: what a return gives back. */
  readonly paid: readonly PaidUnits[];
  readonly taxCode: string;
  /** The rate of the line's only tax; 0 where it bears none or several. */
  readonly taxRatePpm: number;
  readonly taxes: readonly LineTax[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
}

export interface TenderLine {
  readonly line: number;
  readonly tenderType: string;
  /** What counts against the total: negative for a refund. Change is already taken off. */
  readonly amountMinor: Minor;
  readonly tenderedMinor: Minor;
  readonly changeMinor: Minor;
  /** What it pays of the goods before a discount for paying with it; not given in records of older versions. */
  readonly coversMinor?: number | undefined;
  /** What was taken more (or less) than counts against the total, where small coins are out of use. */
  readonly roundingMinor?: Minor | undefined;
  readonly card?: CardPayment | undefined;
}

/** What the terminal says of a payment that the bank approved. Never the card's number: its last four digits. */
export interface CardPayment {
  /** The register's own number of the attempt: the terminal charges it once, however often it is asked. */
  readonly intent: string;
  readonly reference: string;
  readonly brand: string;
  readonly lastFour: string;
}

export interface TransactionTotals {
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
  readonly discountMinor: Minor;
  readonly quantityThousandths: number;
}
