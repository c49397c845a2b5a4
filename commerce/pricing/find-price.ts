import type { UnitPrice } from '../money/unit-price.ts';
import { type AppliedAdjustment, adjustPrice } from './adjust-price.ts';
import { chooseAgreement } from './choose-agreement.ts';
import type { PriceAdjustment } from './price-adjustment.ts';
import type { PriceAgreement } from './price-agreement.ts';
import type { PriceQuestion } from './price-question.ts';

/** The three prices of a line, each of one of its unit of measure; null where the product has none. */
export interface PriceAnswer {
  readonly base: UnitPrice | null;
  /** The row that the base price comes from, also where an agreement goes before it. */
  readonly baseRow: PriceAgreement | null;
  /** The customer's or the price group's row in force; null where the base price is. */
  readonly agreement: PriceAgreement | null;
  /** The agreement's price, or the base price without one. */
  readonly agreementPrice: UnitPrice | null;
  /** The agreement price after its adjustments: what discounts start from. */
  readonly active: UnitPrice | null;
  readonly adjustments: readonly AppliedAdjustment[];
}

/**
 * The prices of one line. `rows` are those of the product and of its master, in any order, and may hold
 * others; `adjustments` are those that concern the product.
 */
export function findPrice(
  rows: readonly PriceAgreement[],
  adjustments: readonly PriceAdjustment[],
  question: PriceQuestion,
): PriceAnswer {
  const { base, baseRow, agreement } = chooseAgreement(rows, question);
  const agreementPrice = agreement
    ? { amountMinor: agreement.amountMinor, priceUnitThousandths: agreement.priceUnitThousandths }
    : base;
  const adjusted = agreementPrice && adjustPrice(agreementPrice, adjustments, question);
  return {
    base,
    baseRow,
    agreement,
    agreementPrice,
    active: adjusted?.active ?? null,
    adjustments: adjusted?.adjustments ?? [],
  };
}
