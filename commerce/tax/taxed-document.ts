import type { Minor } from '../money/minor.ts';

/** What is taxed: the lines that count, without voided ones. */
export interface TaxableDocument {
  /** The day whose rates are in force, `YYYY-MM-DD`. */
  readonly date: string;
  readonly lines: readonly TaxableLine[];
}

export interface TaxableLine {
  /** After discounts: with tax where prices include it, else without. Negative for what comes back. */
  readonly amountMinor: number;
  readonly quantityThousandths: number;
  readonly taxCode: string;
  /** Where the line differs from the channel's `pricesIncludeTax`. */
  readonly amountIncludesTax?: boolean;
  /** True for all taxes, or the codes that the line does not pay. */
  readonly exempt?: boolean | readonly string[];
  /** The code that is taxed instead of `taxCode`. */
  readonly override?: string | null;
  /** What was taxed before, taken over as it is: goods that come back take the tax of their sale with them. */
  readonly fixedTax?: { readonly netMinor: number; readonly taxes: readonly LineTax[] } | null;
}

/** One tax of a line, or of a document. */
export interface LineTax {
  readonly code: string;
  /** Zero where exempt. Of a bracket tax, the rate of the bracket that the amount reaches. */
  readonly ratePpm: number;
  readonly baseMinor: number;
  readonly taxMinor: number;
}

/** Why a line could not be taxed; it then stands in the document without tax. */
export type TaxFault =
  | { readonly type: 'noTaxRate'; readonly taxCode: string }
  | { readonly type: 'circularTaxCode'; readonly taxCode: string }
  /** Taxes of one line that have no joint answer: two of the gross, or a price that is all tax. */
  | { readonly type: 'taxNotComputable'; readonly taxCode: string };

export interface TaxedLine {
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
  /** In the order they are computed in. */
  readonly taxes: readonly LineTax[];
  readonly fault: TaxFault | null;
}

export interface TaxedDocument {
  /** In the order of the document's lines. */
  readonly lines: readonly TaxedLine[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
  /** One for each code and rate, in the order they appear. */
  readonly taxes: readonly LineTax[];
}
