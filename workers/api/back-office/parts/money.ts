import type { UnitPrice } from '../../../../commerce/money/unit-price.ts';
import { locale } from './locale.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** Digits of the currency's minor unit: 2 for GBP, 0 for JPY. */
export function fractionDigits(currency: string): number {
  return moneyFormat(currency, 'symbol').resolvedOptions().maximumFractionDigits ?? 2;
}

/** `123456` of a unit with 2 digits as `1234.56`: a whole number in, exact decimal text out. */
export function decimalText(units: number | bigint, digits: number): string {
  const whole = BigInt(units);
  const magnitude = String(whole < 0n ? -whole : whole).padStart(digits + 1, '0');
  const cut = magnitude.length - digits;
  return `${whole < 0n ? '-' : ''}${magnitude.slice(0, cut)}${digits > 0 ? `.${magnitude.slice(cut)}` : ''}`;
}

/** `£1,234.56`, with a true minus sign. */
export function money(amountMinor: number, currency: string): string {
  return written(moneyFormat(currency, 'symbol'), decimalText(amountMinor, fractionDigits(currency)));
}

/** The figure alone, for columns whose header names the currency. */
export function amount(amountMinor: number, currency: string): string {
  return written(moneyFormat(currency, 'plain'), decimalText(amountMinor, fractionDigits(currency)));
}

/** What a price asks for one, as the shortest exact decimal text, or null where no decimal is exact. */
export function eachText(price: UnitPrice, currency: string): string | null {
  const digits = fractionDigits(currency);
  const scaled = BigInt(price.amountMinor) * 1000n;
  const unit = BigInt(price.priceUnitThousandths);
  for (let more = 0; more <= 9; more++) {
    const dividend = scaled * 10n ** BigInt(more);
    if (dividend % unit === 0n) return decimalText(dividend / unit, digits + more);
  }
  return null;
}

/** `£2.55`, `£0.001`, or `£1.00 for 3` where one has no exact price. */
export function unitPrice(price: UnitPrice, currency: string): string {
  const each = eachText(price, currency);
  if (each === null)
    return `${money(price.amountMinor, currency)} for ${decimalText(price.priceUnitThousandths, 3).replace(/\.?0+$/, '')}`;
  const digits = each.split('.')[1]?.length ?? 0;
  return written(moneyFormat(currency, 'symbol', digits), each);
}

/** The sign that stands before an amount in a form, such as `£`. */
export function currencySymbol(currency: string): string {
  const part = moneyFormat(currency, 'symbol')
    .formatToParts(0)
    .find(({ type }) => type === 'currency');
  return part?.value ?? currency;
}

function moneyFormat(currency: string, kind: 'symbol' | 'plain', digits?: number): Intl.NumberFormat {
  const key = `${currency} ${kind} ${digits ?? ''}`;
  let format = formats.get(key);
  if (!format) {
    const fraction =
      digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const plain = kind === 'plain' ? plainDigits(currency) : {};
    format = new Intl.NumberFormat(
      locale,
      kind === 'symbol' ? { style: 'currency', currency, ...fraction } : { ...plain, ...fraction },
    );
    formats.set(key, format);
  }
  return format;
}

function plainDigits(currency: string): Intl.NumberFormatOptions {
  const digits = fractionDigits(currency);
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/** Formats exact decimal text: a number would lose digits beyond 2^53. */
function written(format: Intl.NumberFormat, decimal: string): string {
  return format.format(decimal as Intl.StringNumericLiteral).replace('-', '−');
}
