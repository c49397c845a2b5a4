import type { UnitPrice } from '../money/unit-price.ts';
import { compareAgreements, priorityOf, replacementOf } from './agreement-order.ts';
import { compareUnitPrices } from './compare-unit-prices.ts';
import { mismatchOf } from './match-agreement.ts';
import { type PriceAgreement, priceScope } from './price-agreement.ts';
import type { PriceQuestion } from './price-question.ts';
import { conversionToLineUnit, convertUnitPrice, isInLineUnit } from './unit-conversion.ts';

export interface ChosenAgreement {
  /** The best base row, also where an agreement goes before it. */
  readonly baseRow: PriceAgreement | null;
  /** Its price in the line's unit of measure. */
  readonly base: UnitPrice | null;
  /** The customer's or the price group's row in force; null where the base price is. */
  readonly agreement: PriceAgreement | null;
}

/** The best candidate of each scope. */
export interface BestOfScopes {
  readonly customer: PriceAgreement | undefined;
  readonly group: PriceAgreement | undefined;
  readonly base: PriceAgreement | undefined;
}

/**
 * The row that prices a line, before adjustments. Each scope names its best candidate: the highest pricing
 * priority, then the most specific variant, then by `settings.choice` the cheapest, or rank, quantity break,
 * latest start, lower price, id. Then `specific` takes the customer's, else the group's, else the base
 * price; `lowest` the cheapest of them, where a group of a priority above 0 leaves the base price out.
 */
export function chooseAgreement(rows: readonly PriceAgreement[], question: PriceQuestion): ChosenAgreement {
  const best = bestOfScopes(rows, question);
  const base = best.base ? priceInLineUnit(best.base, question) : null;
  const agreement =
    question.settings.choice === 'lowest'
      ? cheapest(best, baseCompetes(best, question) ? base : null)
      : (best.customer ?? best.group);
  return { baseRow: best.base ?? null, base, agreement: agreement ?? null };
}

export function bestOfScopes(rows: readonly PriceAgreement[], question: PriceQuestion): BestOfScopes {
  const lowest = question.settings.choice === 'lowest';
  let customer: PriceAgreement | undefined;
  let group: PriceAgreement | undefined;
  let base: PriceAgreement | undefined;
  for (const row of rows) {
    if (mismatchOf(row, question) !== null) continue;
    if (lowest && replacementOf(row, rows, question)) continue;
    switch (priceScope(row)) {
      case 'customer':
        customer = firstOf(row, customer, question);
        break;
      case 'priceGroup':
        group = firstOf(row, group, question);
        break;
      default:
        base = firstOf(row, base, question);
    }
  }
  return { customer, group, base };
}

/** A base price is the only one that converts; every other candidate is in the line's unit. */
export function priceInLineUnit(row: PriceAgreement, question: PriceQuestion): UnitPrice {
  const conversion = isInLineUnit(row, question) ? undefined : conversionToLineUnit(row, question);
  if (conversion) return convertUnitPrice(row, conversion);
  return { amountMinor: row.amountMinor, priceUnitThousandths: row.priceUnitThousandths };
}

export function baseCompetes({ group }: BestOfScopes, question: PriceQuestion): boolean {
  return group === undefined || priorityOf(group, question) <= 0;
}

function firstOf(
  row: PriceAgreement,
  best: PriceAgreement | undefined,
  question: PriceQuestion,
): PriceAgreement {
  return best === undefined || compareAgreements(row, best, question) < 0 ? row : best;
}

/** Of equal prices the more specific scope's. Undefined where the base price is below all. */
function cheapest({ customer, group }: BestOfScopes, base: UnitPrice | null): PriceAgreement | undefined {
  const best = customer && (!group || compareUnitPrices(customer, group) <= 0) ? customer : group;
  return best && base && compareUnitPrices(base, best) < 0 ? undefined : best;
}
