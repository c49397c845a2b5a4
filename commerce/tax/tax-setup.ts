import type { CodeRounding, TaxCode } from './tax-code.ts';
import type { TaxRate } from './tax-rate.ts';

/** Taxes are computed exactly and rounded once, here. */
export interface TaxRounding extends CodeRounding {
  /** `unit`: one unit's tax is rounded and multiplied; a quantity that is no whole number is one unit. */
  readonly scope: 'unit' | 'line' | 'document';
  /** `combination` rounds the sum of the taxes of a line, or of the lines that bear the same codes. */
  readonly by: 'code' | 'combination';
  /** What is rounded of a price with tax in it; the other part is the rest. */
  readonly target: 'tax' | 'net';
  /** How a document's tax goes back to its lines; `runningSum` goes through them in order. */
  readonly spread: 'largestRemainder' | 'runningSum';
}

export const usualTaxRounding: TaxRounding = {
  scope: 'line',
  by: 'code',
  mode: 'halfAwayFromZero',
  stepMinor: 1,
  target: 'tax',
  spread: 'largestRemainder',
};

/** How a channel taxes, and what it knows of taxes. */
export interface TaxSetup {
  readonly pricesIncludeTax: boolean;
  readonly codes: readonly TaxCode[];
  readonly rates: readonly TaxRate[];
  /** `usualTaxRounding` when not given. */
  readonly rounding?: TaxRounding;
  /**
   * What stays of an amount with tax in it when the line is exempt or its code overridden: the `gross` (when not
   * given), or the `net`, so that the customer no longer pays the tax that was in the price.
   */
  readonly inclusiveAmountKeeps?: 'gross' | 'net';
}
