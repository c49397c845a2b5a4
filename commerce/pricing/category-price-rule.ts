import { dayBefore } from './day-before.ts';
import type { PriceAgreement } from './price-agreement.ts';
import { type PriceEnding, withEnding } from './price-ending.ts';
import { type CostRule, priceFromCost } from './price-from-cost.ts';

/** Headquarters' rule that prices the products of a category by writing agreements; registers never run it. */
export interface CategoryPriceRule {
  readonly id: string;
  readonly basis: 'cost' | 'basePrice' | 'currentPrice';
  readonly calculation: CostRule;
  readonly ending: PriceEnding | null;
  readonly currency: string;
  /** Null writes base prices. */
  readonly priceGroup: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Amounts of one of the product; null where it has none. */
export interface ProductBasis {
  readonly sku: string;
  readonly costMinor: number | null;
  readonly basePriceMinor: number | null;
  readonly currentPriceMinor: number | null;
}

export interface RuleOutcome {
  readonly written: readonly PriceAgreement[];
  /** Earlier agreements of this rule, ending on the day before. */
  readonly ended: readonly PriceAgreement[];
  /** Products without the amount that the rule starts from. */
  readonly withoutBasis: readonly string[];
}

/**
 * The agreements that the rule writes for these products. `earlier` are those that the same rule has written
 * before: of the products that are priced again, those still in force are ended. A second run writes the same ids.
 */
export function applyCategoryPriceRule(
  rule: CategoryPriceRule,
  products: readonly ProductBasis[],
  earlier: readonly PriceAgreement[],
): RuleOutcome {
  const written: PriceAgreement[] = [];
  const withoutBasis: string[] = [];
  for (const product of products) {
    const basisMinor = product[basisField[rule.basis]];
    if (basisMinor === null) withoutBasis.push(product.sku);
    else written.push(agreementOf(rule, product.sku, basisMinor));
  }
  const priced = new Set(written.map(({ sku }) => sku));
  const ended = earlier
    .filter(({ sku }) => priced.has(sku))
    .filter(({ validFrom }) => validFrom < rule.validFrom)
    .filter(({ validTo }) => validTo === null || rule.validFrom <= validTo)
    .map((agreement) => ({ ...agreement, validTo: dayBefore(rule.validFrom) }));
  return { written, ended, withoutBasis };
}

const basisField = {
  cost: 'costMinor',
  basePrice: 'basePriceMinor',
  currentPrice: 'currentPriceMinor',
} as const;

function agreementOf(rule: CategoryPriceRule, sku: string, basisMinor: number): PriceAgreement {
  const priceMinor = Math.max(0, priceFromCost(basisMinor, rule.calculation));
  return {
    id: `${rule.id}@${sku}@${rule.validFrom}`,
    sku,
    priceGroup: rule.priceGroup,
    currency: rule.currency,
    minQuantityThousandths: 1000,
    amountMinor: rule.ending ? withEnding(priceMinor, rule.ending) : priceMinor,
    priceUnitThousandths: 1000,
    validFrom: rule.validFrom,
    validTo: rule.validTo,
  };
}
