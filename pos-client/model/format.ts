import { multiplyDivide } from '../../commerce/money/multiply-divide.ts';
import type { UnitPrice } from '../../commerce/money/unit-price.ts';

/** The language of every text and figure on the screen. */
export const locale = 'en-GB';

/** A price finer than the minor unit shows this many decimals at most. */
const PRICE_DECIMALS_MAX = 4;
const MINUS = '−';

/** '£15.30', '−£2.00': for the one figure that answers. */
export function formatMoney(amountMinor: number, currency: string): string {
  return formatDecimal(amountMinor, minorDigits(currency), minorDigits(currency), currency);
}

/** '15.30', without the sign of the currency: for columns. */
export function formatAmount(amountMinor: number, currency: string): string {
  return formatDecimal(amountMinor, minorDigits(currency), minorDigits(currency));
}

/** The price of one unit: '2.55', and '0.001' where it is finer than the minor unit. */
export function formatUnitPrice(price: UnitPrice, currency: string, style?: 'money'): string {
  const digits = minorDigits(currency);
  const decimals = Math.max(PRICE_DECIMALS_MAX, digits);
  const scaled = multiplyDivide(
    price.amountMinor,
    1000 * 10 ** (decimals - digits),
    price.priceUnitThousandths,
  );
  return formatDecimal(scaled, decimals, digits, style && currency);
}

/** '3', '0.246', '−1'. */
export function formatQuantity(thousandths: number): string {
  return formatDecimal(thousandths, 3, 0);
}

/** '1,310'. */
export function formatCount(count: number): string {
  return formatDecimal(count, 0, 0);
}

/** '20%', '17.5%', from parts per million. */
export function formatRate(ppm: number): string {
  return `${formatDecimal(ppm, 4, 0)}%`;
}

/** '12.5%', from hundredths of a percent. */
export function formatPercent(basisPoints: number): string {
  return `${formatDecimal(basisPoints, 2, 0)}%`;
}

/** '512 B', '41.3 KB', '1.2 MB'. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const kilobytes = Math.round(bytes / 100);
  if (kilobytes < 10_000) return `${formatDecimal(kilobytes, 1, 0)} KB`;
  return `${formatDecimal(Math.round(bytes / 100_000), 1, 0)} MB`;
}

/** How many decimals the currency's minor unit has: 2 for GBP, 0 for JPY. */
export function minorDigits(currency: string): number {
  return formatter(0, 20, currency).digits;
}

/**
 * `scaled ÷ 10^decimals`, with at least `fewest` decimals shown. The figure goes to Intl as a decimal text, so
 * that no amount passes through a binary fraction.
 */
function formatDecimal(scaled: number, decimals: number, fewest: number, currency?: string): string {
  const digits = String(Math.abs(scaled)).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  const { intl } = formatter(fewest, decimals, currency);
  const shown = intl.format(text as Intl.StringNumericLiteral);
  return scaled < 0 ? MINUS + shown : shown;
}

interface CachedFormatter {
  readonly intl: Intl.NumberFormat;
  readonly digits: number;
}

const cache = new Map<string, CachedFormatter>();

/** Made once: an Intl.NumberFormat costs fifty times what formatting with it does. */
function formatter(fewest: number, most: number, currency?: string): CachedFormatter {
  const key = `${currency ?? ''} ${fewest} ${most}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const style = currency ? ({ style: 'currency', currency } as const) : {};
  const intl = new Intl.NumberFormat(locale, {
    ...style,
    minimumFractionDigits: fewest,
    maximumFractionDigits: most,
  });
  const digits = currency
    ? (new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions()
        .maximumFractionDigits ?? 2)
    : most;
  const made = { intl, digits };
  cache.set(key, made);
  return made;
}
