import type { TaxCode } from '../../commerce/tax/tax-code.ts';
import type { TaxRate } from '../../commerce/tax/tax-rate.ts';
import { type Currency, ratePpm, type Written } from './currency.ts';
import { longAgo, type TaxesSpec } from './world.ts';

/** A tax as vectors write it: percentages, or an amount per unit. */
export interface WrittenTax {
  readonly rate?: Written | undefined;
  readonly fixed?: Written | undefined;
  readonly included?: boolean | undefined;
  readonly affects_next_base?: boolean | undefined;
  readonly base_affected?: boolean | undefined;
  /** On net and all taxes before it. */
  readonly compound?: boolean | undefined;
  readonly priority?: number | undefined;
  /** A share of the price with all taxes of this kind in it. */
  readonly division?: boolean | undefined;
}

/** The taxes of one product under one code, in their order; those with a priority by it. */
export function taxesOf(code: string, taxes: readonly WrittenTax[], currency: Currency): TaxesSpec {
  const ordered = taxes.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  const hasCompound = ordered.some(({ compound }) => compound);
  const ids = ordered.map((_, index) => `${code} ${index + 1}`);
  return {
    codes: [
      { id: code, name: code, parts: ids },
      ...ordered.map((tax, index) => codeOf(tax, ids[index] ?? '', hasCompound)),
    ],
    rates: ordered.map((tax, index) => rateOf(tax, ids[index] ?? '', currency)),
  };
}

/** One percentage under a code of its own. */
export function taxOfRate(code: string, percent: Written): TaxesSpec {
  return { codes: [], rates: [{ taxCode: code, validFrom: longAgo, ratePpm: ratePpm(percent) }] };
}

export function allTaxes(taxes: readonly TaxesSpec[]): TaxesSpec {
  return {
    codes: taxes.flatMap(({ codes }) => codes),
    rates: taxes.flatMap(({ rates }) => rates),
  };
}

function codeOf(tax: WrittenTax, id: string, hasCompound: boolean): TaxCode {
  const ofTaxesBefore = hasCompound ? tax.compound : tax.base_affected !== false;
  return {
    id,
    name: id,
    parts: [],
    base: tax.division ? 'netAndItsKind' : ofTaxesBefore ? 'netAndTaxesBefore' : 'net',
    joinsNextBase: hasCompound || (tax.affects_next_base ?? false),
    includedInPrice: tax.included ? 'yes' : 'channel',
  };
}

function rateOf({ rate, fixed }: WrittenTax, taxCode: string, currency: Currency): TaxRate {
  return {
    taxCode,
    validFrom: longAgo,
    ratePpm: rate === undefined ? 0 : ratePpm(rate),
    amountPerUnit: fixed === undefined ? null : currency.price(fixed),
  };
}
