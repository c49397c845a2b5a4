import { assert } from '../../commerce/assert.ts';
import type { UnitPrice } from '../../commerce/money/unit-price.ts';

/**
 * A price as it is written in the file ('2.55', '0.001', '-11062.06'; at most four decimals that count) as
 * whole pence for the smallest of 1, 10 and 100 units that makes it exact. Works on the text: no rounding.
 */
export function unitPriceOf(text: string): UnitPrice {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  assert(parts !== null, `a unit price is a decimal number, not ${JSON.stringify(text)}`);
  const [, sign = '', whole = '', fraction = ''] = parts;
  const decimals = fraction.replace(/0+$/, '');
  assert(decimals.length <= 4, `a unit price has at most four decimals, not ${text}`);
  const places = Math.max(2, decimals.length);
  const amountMinor = Number(whole + decimals.padEnd(places, '0'));
  assert(Number.isSafeInteger(amountMinor), `a unit price is a safe integer of the minor unit, not ${text}`);
  return {
    amountMinor: sign === '-' && amountMinor !== 0 ? -amountMinor : amountMinor,
    priceUnitThousandths: 1000 * 10 ** (places - 2),
  };
}
