import { err, ok, type Result } from '../../../../commerce/result.ts';
import { locale } from './locale.ts';
import { decimalText } from './money.ts';
import { parseDecimal } from './parse-decimal.ts';

const counts = new Intl.NumberFormat(locale);
const quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });

/** `1,234`, with a true minus sign. */
export function count(value: number): string {
  return counts.format(value).replace('-', '−');
}

/** Thousandths of the unit as `1`, `1.5` or `−2`. */
export function quantity(thousandths: number): string {
  return quantities.format(decimalText(thousandths, 3) as Intl.StringNumericLiteral).replace('-', '−');
}

/** A typed quantity as thousandths, from 0.001. */
export function parseQuantity(text: string): Result<number, string> {
  const decimal = parseDecimal(text);
  if (!decimal.ok) return err('Type a quantity, such as 1 or 12.');
  const { units, digits } = decimal.value;
  if (digits > 3) return err('A quantity has three digits behind the point at most.');
  const thousandths = units * 10n ** BigInt(3 - digits);
  if (thousandths < 1n) return err('A price starts at a quantity above nothing.');
  if (thousandths > 1_000_000_000n) return err('This quantity is larger than a register can hold.');
  return ok(Number(thousandths));
}

/** `1 register`, `2 registers`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `312 bytes`, `2.1 KB`, `1.9 MB`: thousands, one digit. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const kilo = bytes < 999_950;
  const tenths = Math.round(bytes / (kilo ? 100 : 100_000));
  return `${quantities.format(decimalText(tenths, 1) as Intl.StringNumericLiteral)} ${kilo ? 'KB' : 'MB'}`;
}
