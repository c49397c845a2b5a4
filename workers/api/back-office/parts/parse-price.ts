import type { UnitPrice } from '../../../../commerce/money/unit-price.ts';
import { err, ok, type Result } from '../../../../commerce/result.ts';
import { parseDecimal } from './parse-decimal.ts';

/** What headquarters accepts for an amount and for a price unit. */
const LIMIT = 1_000_000_000n;

/**
 * The price of one, typed as decimal text in the currency's main unit. Digits finer than the minor unit make
 * the price unit larger: 2.55 is 255 for 1,000 thousandths, 0.001 is 1 for 10,000. Errors are a sentence.
 */
export function parsePrice(text: string, minorDigits: number): Result<UnitPrice, string> {
  const decimal = parseDecimal(text);
  if (!decimal.ok) return decimal;
  const { units, digits } = decimal.value;
  const finer = Math.max(digits - minorDigits, 0);
  const amountMinor = units * 10n ** BigInt(Math.max(minorDigits - digits, 0));
  const priceUnitThousandths = 1000n * 10n ** BigInt(finer);
  if (amountMinor > LIMIT) return err('This price is higher than a register can hold.');
  if (priceUnitThousandths > LIMIT)
    return err(`A price has ${minorDigits + 6} digits behind the point at most.`);
  return ok({ amountMinor: Number(amountMinor), priceUnitThousandths: Number(priceUnitThousandths) });
}
