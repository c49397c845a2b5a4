import { type Minor, minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';

export { type TaxRate, taxRateInForce } from './tax-rate.ts';

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
