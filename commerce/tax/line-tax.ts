import { type Minor, minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';

/** A tax code's rate from a day on; the latest start not after the day is in force. */
export interface TaxRate {
  readonly taxCode: string;
  /** `YYYY-MM-DD` in the store's zone. */
  readonly validFrom: string;
  /** Parts per million: 20 % is 200,000. */
  readonly ratePpm: number;
}

export function taxRateInForce(
  rates: readonly TaxRate[],
  taxCode: string,
  date: string,
): TaxRate | undefined {
  let best: TaxRate | undefined;
  for (const rate of rates) {
    if (rate.taxCode !== taxCode || rate.validFrom > date) continue;
    if (best === undefined || rate.validFrom > best.validFrom) best = rate;
  }
  return best;
}

export interface TaxedAmount {
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
}

const MILLION = 1_000_000;

/**
 * Splits or adds a line's tax, rounded once per line, half away from zero.
 * Inclusive: tax = amount × rate ÷ (1 + rate), and the amount is the gross.
 * Exclusive: tax = amount × rate, and the amount is the net.
 */
export function taxLine(amountMinor: Minor, ratePpm: number, pricesIncludeTax: boolean): TaxedAmount {
  if (pricesIncludeTax) {
    const taxMinor = minor(multiplyDivide(amountMinor, ratePpm, MILLION + ratePpm));
    return { netMinor: minor(amountMinor - taxMinor), taxMinor, grossMinor: amountMinor };
  }
  const taxMinor = minor(multiplyDivide(amountMinor, ratePpm, MILLION));
  return { netMinor: amountMinor, taxMinor, grossMinor: minor(amountMinor + taxMinor) };
}
