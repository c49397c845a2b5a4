import { comparePrices, type UnitPrice } from './unit-price.ts';

/** A price agreement as headquarters' API gives it out; without a price group it is the base price. */
export interface PriceAgreement extends UnitPrice {
  readonly id: string;
  readonly sku: string;
  readonly priceGroup: string | null;
  readonly currency: string;
  readonly minQuantityThousandths: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface PriceQuestion {
  readonly sku: string;
  readonly currency: string;
  /** Whole units; what comes back asks with its quantity as well, so the sign does not matter. */
  readonly quantity: number;
  /** `YYYY-MM-DD` in the store's zone. */
  readonly day: string;
  /** The store's, most important first. */
  readonly priceGroups: readonly string[];
}

/**
 * The list price as the retailer's rule says it, decided here a second time so that a register that decides
 * otherwise is found out: the store's most important price group that has one, else the base price; of these
 * the highest quantity break reached, then the latest start, the lower price, the id.
 */
export function listPrice(
  agreements: readonly PriceAgreement[],
  question: PriceQuestion,
): PriceAgreement | undefined {
  const { sku, currency, quantity, day, priceGroups } = question;
  const inForce = agreements
    .filter((agreement) => agreement.sku === sku && agreement.currency === currency)
    .filter(({ validFrom, validTo }) => validFrom <= day && day <= (validTo ?? day))
    .filter(({ minQuantityThousandths }) => minQuantityThousandths <= 1000 * Math.abs(quantity));
  for (const group of [...priceGroups, null]) {
    const [first] = inForce.filter(({ priceGroup }) => priceGroup === group).sort(byPrecedence);
    if (first) return first;
  }
  return undefined;
}

function byPrecedence(a: PriceAgreement, b: PriceAgreement): number {
  if (a.minQuantityThousandths !== b.minQuantityThousandths)
    return b.minQuantityThousandths - a.minQuantityThousandths;
  if (a.validFrom !== b.validFrom) return a.validFrom > b.validFrom ? -1 : 1;
  return comparePrices(a, b) || (a.id < b.id ? -1 : 1);
}
