import type { BasketRow } from './price-here.ts';

const UNITS_MAX = 9999;
const ROWS_MAX = 200;

/** A basket as it stands in an address: `85123A*2,20725`. A link to it shows the same to everybody. */
export function basketText(rows: readonly BasketRow[]): string {
  return rows
    .map(
      ({ sku, units }) =>
        `${encodeURIComponent(sku).replaceAll('*', '%2A')}${units === 1 ? '' : `*${units}`}`,
    )
    .join(',');
}

/** The basket of an address; what cannot be read is left out. */
export function readBasket(text: string): BasketRow[] {
  return text
    .split(',')
    .slice(0, ROWS_MAX)
    .flatMap((part) => {
      const [, code, count] = /^(.+?)(?:\*(\d{1,4}))?$/.exec(part) ?? [];
      if (code === undefined) return [];
      const units = Math.min(Number(count ?? 1), UNITS_MAX);
      return units > 0 ? [{ sku: decoded(code), units }] : [];
    });
}

function decoded(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}
