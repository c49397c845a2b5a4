/** One invoice of the retailer's files: what the replay rings up as one retail transaction. */
export interface Invoice {
  /** As in the file: '536365', 'C536379'. */
  readonly invoiceNo: string;
  readonly kind: InvoiceKind;
  /** The first row's time, as in the file: `YYYY-MM-DD HH:MM:SS` on the shop's clock. */
  readonly at: string;
  /** '17850'; left out where the file names none. */
  readonly customer?: string;
  readonly country: string;
  readonly rows: readonly InvoiceRow[];
}

/** `C…` invoices are returns; others whose rows are all at price 0 correct the stock. */
export type InvoiceKind = 'sale' | 'return' | 'adjustment';

export interface InvoiceRow {
  /** Case-sensitive: '85123A' and '85123a' are two products. */
  readonly sku: string;
  /** As in the file, which may be empty or have blanks around it. */
  readonly description: string;
  /** Whole units, never 0; negative for what comes back or is written off. */
  readonly quantity: number;
  /** Decimal text of at most four decimals, as in the file: '2.55', '0.001'. */
  readonly unitPriceText: string;
  readonly file: string;
  /** The physical line of the file on which the row begins; the header is line 1. */
  readonly line: number;
}
