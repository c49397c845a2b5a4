import type { UnitPrice } from '../money/unit-price.ts';

/** One dated price of a product: the base price (`priceGroup` null) or a price group's agreement. */
export interface PriceAgreement extends UnitPrice {
  readonly id: string;
  readonly sku: string;
  readonly priceGroup: string | null;
  readonly currency: string;
  readonly minQuantityThousandths: number;
  /** First day of validity, `YYYY-MM-DD` in the store's zone. */
  readonly validFrom: string;
  /** Last day of validity, or null for no end. */
  readonly validTo: string | null;
}

export interface PriceQuestion {
  readonly sku: string;
  readonly currency: string;
  /** Thousandths of the unit; a return asks with its absolute quantity. */
  readonly quantityThousandths: number;
  readonly date: string;
  /** The channel's price groups, most important first. */
  readonly priceGroups: readonly string[];
}

/**
 * The list price in force: of the agreements valid on the day and reached by the quantity, the one of the
 * most important price group wins, the base price after all groups; within a group the highest quantity
 * break, then the latest start, then the lower price, then the id, so that every host picks the same.
 */
export function resolvePrice(
  agreements: readonly PriceAgreement[],
  question: PriceQuestion,
): PriceAgreement | undefined {
  let best: PriceAgreement | undefined;
  for (const candidate of agreements) {
    if (!applies(candidate, question)) continue;
    if (best === undefined || compare(candidate, best, question.priceGroups) < 0) best = candidate;
  }
  return best;
}

function applies(agreement: PriceAgreement, question: PriceQuestion): boolean {
  return (
    agreement.sku === question.sku &&
    agreement.currency === question.currency &&
    agreement.minQuantityThousandths <= Math.abs(question.quantityThousandths) &&
    agreement.validFrom <= question.date &&
    (agreement.validTo === null || question.date <= agreement.validTo) &&
    (agreement.priceGroup === null || question.priceGroups.includes(agreement.priceGroup))
  );
}

function compare(a: PriceAgreement, b: PriceAgreement, priceGroups: readonly string[]): number {
  return (
    rank(a, priceGroups) - rank(b, priceGroups) ||
    b.minQuantityThousandths - a.minQuantityThousandths ||
    compareText(b.validFrom, a.validFrom) ||
    comparePrice(a, b) ||
    compareText(a.id, b.id)
  );
}

function rank(agreement: PriceAgreement, priceGroups: readonly string[]): number {
  return agreement.priceGroup === null ? priceGroups.length : priceGroups.indexOf(agreement.priceGroup);
}

function comparePrice(a: UnitPrice, b: UnitPrice): number {
  const left = BigInt(a.amountMinor) * BigInt(b.priceUnitThousandths);
  const right = BigInt(b.amountMinor) * BigInt(a.priceUnitThousandths);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By code unit, so that no host's locale changes the answer. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
