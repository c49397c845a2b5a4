import type { RoundingMode } from '../money/rounding-mode.ts';

/**
 * What a percentage is taken of, for one line:
 * - `net`: the price without tax.
 * - `netAndTaxesBefore`: net and the earlier taxes of the line that join the next base (compound tax).
 * - `gross`: net and all other taxes of the line; one tax per line at most can be one.
 * - `tax`: the tax of the code `taxOf` alone (a surcharge), which comes earlier on the line; else nothing.
 * - `netAndItself`: the price with this tax in it, tax = net × rate ÷ (1 − rate).
 * - `netAndItsKind`: the price with all taxes of this kind in it, tax = net × rate ÷ (1 − sum of their rates).
 */
export type TaxBase = 'net' | 'netAndTaxesBefore' | 'gross' | 'tax' | 'netAndItself' | 'netAndItsKind';

/** How one tax is rounded, where taxes are rounded by code. */
export interface CodeRounding {
  readonly mode: RoundingMode;
  /** 1 rounds to the minor unit, 5 to 0.05 where the minor unit is 0.01. */
  readonly stepMinor: number;
}

/** The amount that chooses the bracket. `gross` is with all other taxes of the line. */
export type MarginalBase =
  | 'netOfLine'
  | 'netOfUnit'
  | 'netOfDocument'
  | 'grossOfLine'
  | 'grossOfUnit'
  | 'grossOfDocument';

/**
 * A tax, or a combination of tax codes when it has `parts`. A code that has rates but no definition is a tax of
 * the net. Amounts are minor units.
 */
export interface TaxCode {
  readonly id: string;
  readonly name: string;
  /** The codes of a combination, in the order they are taxed in; empty for a tax. The rest is for taxes only. */
  readonly parts: readonly string[];
  /** `net` when not given. */
  readonly base?: TaxBase;
  readonly taxOf?: string | null;
  /** Whether later `netAndTaxesBefore` taxes of the line are taken of this one too. A `gross` tax never joins. */
  readonly joinsNextBase?: boolean;
  /** `channel` (when not given) follows the line or the channel; the others stand whatever these say. */
  readonly includedInPrice?: 'channel' | 'yes' | 'no';
  /** Instead of the setup's `mode` and `stepMinor`, where taxes are rounded by code. */
  readonly rounding?: CodeRounding | null;
  /** The least and the most that a line pays, whatever its sign; a line without tax stays without. */
  readonly minimumMinor?: number | null;
  readonly maximumMinor?: number | null;
  /**
   * With brackets: `whole` (when not given) taxes the whole base at the rate of the bracket that the marginal
   * base falls in; `interval` taxes each part of the marginal base at the rate of its own bracket.
   */
  readonly intervals?: 'whole' | 'interval';
  /** `netOfLine` when not given. */
  readonly marginalBase?: MarginalBase;
}
