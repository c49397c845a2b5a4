import type { UnitPrice } from '../money/unit-price.ts';

/**
 * What a tax code takes from a day on; the latest start not after the day is in force. Several rates of one
 * code and start are the brackets of a progressive tax: each has its bounds.
 */
export interface TaxRate {
  readonly taxCode: string;
  /** `YYYY-MM-DD` in the store's zone. */
  readonly validFrom: string;
  /** Parts per million: 20 % is 200,000. Negative where tax is withheld. */
  readonly ratePpm: number;
  /** Tax per quantity instead of, or besides, the percentage: 1.20 a box is 120 per 1000. */
  readonly amountPerUnit?: UnitPrice | null;
  /** Taxed from above this amount … */
  readonly fromMinor?: number | null;
  /** … up to and with this one; without a bound, or at zero, the bracket has no end. */
  readonly upToMinor?: number | null;
}

function taxRateInForce(rates: readonly TaxRate[], taxCode: string, date: string): TaxRate | undefined {
  let best: TaxRate | undefined;
  for (const rate of rates) {
    if (rate.taxCode !== taxCode || rate.validFrom > date) continue;
    if (best === undefined || rate.validFrom > best.validFrom) best = rate;
  }
  return best;
}

/** The rate in force with its other brackets, lowest first; empty where the code has no rate that day. */
export function taxBracketsInForce(rates: readonly TaxRate[], taxCode: string, date: string): TaxRate[] {
  const first = taxRateInForce(rates, taxCode, date);
  if (first === undefined) return [];
  if (!isBracket(first)) return [first];
  return rates
    .filter((rate) => rate.taxCode === taxCode && rate.validFrom === first.validFrom)
    .sort((a, b) => lowerBound(a) - lowerBound(b));
}

export function isBracket(rate: TaxRate): boolean {
  return lowerBound(rate) > 0 || upperBound(rate) !== Number.POSITIVE_INFINITY;
}

export function lowerBound(rate: TaxRate): number {
  return rate.fromMinor ?? 0;
}

export function upperBound(rate: TaxRate): number {
  return rate.upToMinor || Number.POSITIVE_INFINITY;
}
