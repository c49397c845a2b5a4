import type { UnitPrice } from '../../commerce/money/unit-price.ts';
import { minorDigits } from './format.ts';

const PRICE_DECIMALS_MAX = 4;
const QUANTITY_DECIMALS = 3;
const PERCENT_DECIMALS = 2;

/**
 * A typed amount in minor units, or null where it is none. Comma and point are both the decimal sign, so
 * '1,000' of a currency with two decimals is refused rather than guessed at.
 */
export function parseAmountMinor(text: string, currency: string): number | null {
  return scaledInteger(text, minorDigits(currency));
}

/** A typed price of one unit, with up to four decimals, or null. */
export function parseUnitPrice(text: string, currency: string): UnitPrice | null {
  const digits = minorDigits(currency);
  const shortest = text.trim().replace(/([.,]\d*?)0+$/, '$1');
  for (let decimals = digits; decimals <= Math.max(PRICE_DECIMALS_MAX, digits); decimals++) {
    const amountMinor = scaledInteger(shortest, decimals);
    if (amountMinor !== null) return { amountMinor, priceUnitThousandths: 1000 * 10 ** (decimals - digits) };
  }
  return null;
}

/** A typed percentage in hundredths of a percent, or null. */
export function parsePercentBasisPoints(text: string): number | null {
  return scaledInteger(text.replace(/%\s*$/, ''), PERCENT_DECIMALS);
}

/** A typed quantity in thousandths, or null. */
export function parseQuantityThousandths(text: string): number | null {
  return scaledInteger(text, QUANTITY_DECIMALS);
}

/** What was typed or scanned into the field for codes: a code, or a quantity and a code ('3*85123A'). */
export interface Entry {
  readonly quantityThousandths: number | null;
  readonly code: string;
}

export function parseEntry(text: string): Entry {
  const trimmed = text.trim();
  const [, quantity, code] = /^([\d.,]+)\s*[*×]\s*(.*)$/.exec(trimmed) ?? [];
  const quantityThousandths = quantity === undefined ? null : parseQuantityThousandths(quantity);
  if (quantityThousandths === null || code === undefined) return { quantityThousandths: null, code: trimmed };
  return { quantityThousandths, code };
}

/** The decimal text × 10^decimals as an integer; null where it has more decimals, or is no number. */
function scaledInteger(text: string, decimals: number): number | null {
  const [, sign = '', whole = '', fraction = ''] = /^([-−]?)(\d*)(?:[.,](\d*))?$/.exec(text.trim()) ?? [];
  if (whole + fraction === '' || fraction.length > decimals) return null;
  const value = Number(whole + fraction.padEnd(decimals, '0'));
  if (!Number.isSafeInteger(value)) return null;
  return sign === '' || value === 0 ? value : -value;
}
