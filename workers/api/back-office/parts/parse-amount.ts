import { err, ok, type Result } from '../../../../commerce/result.ts';
import { parseDecimal } from './parse-decimal.ts';

const LIMIT = 1_000_000_000n;

/** A typed amount of the currency's main unit as whole minor units. Errors are a sentence. */
export function parseAmount(text: string, minorDigits: number): Result<number, string> {
  const decimal = parseDecimal(text);
  if (!decimal.ok) return decimal;
  const { units, digits } = decimal.value;
  if (digits > minorDigits)
    return err(
      minorDigits === 0
        ? 'This currency has no digits behind the point.'
        : `An amount has ${minorDigits} digits behind the point at most.`,
    );
  const amountMinor = units * 10n ** BigInt(minorDigits - digits);
  return amountMinor > LIMIT
    ? err('This amount is higher than a register can hold.')
    : ok(Number(amountMinor));
}

/** A typed percentage as basis points, above 0 and up to 100. */
export function parsePercent(text: string): Result<number, string> {
  const decimal = parseDecimal(text.replace(/%\s*$/, ''));
  if (!decimal.ok || decimal.value.digits > 2) return err('Type a percentage, such as 20 or 12.5.');
  const basisPoints = Number(decimal.value.units * 10n ** BigInt(2 - decimal.value.digits));
  if (basisPoints < 1) return err('A percentage is above 0.');
  return basisPoints > 10_000 ? err('A discount is 100 % at most.') : ok(basisPoints);
}

/** A typed whole number from 1. `what` is what is counted, such as pieces. */
export function parseCount(text: string, what: string): Result<number, string> {
  const typed = text.trim();
  if (!/^\d{1,7}$/.test(typed) || Number(typed) < 1 || Number(typed) > 1_000_000)
    return err(`Type a whole number of ${what}, from 1.`);
  return ok(Number(typed));
}
