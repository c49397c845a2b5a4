import { predicateHolds } from './attribute-predicate.ts';
import type { PriceAgreement } from './price-agreement.ts';
import { groupPriority, type PriceQuestion } from './price-question.ts';
import { conversionToLineUnit, isInLineUnit } from './unit-conversion.ts';

/** Why a row is no candidate for a question. */
export type Mismatch =
  | 'otherProduct'
  | 'otherVariant'
  | 'otherCurrency'
  | 'otherUnit'
  | 'otherCustomer'
  | 'notInGroup'
  | 'attributeNotMet'
  | 'notYetValid'
  | 'expired'
  | 'quantityNotReached';

/** The first thing in which the row does not fit, or null for a candidate. */
export function mismatchOf(row: PriceAgreement, question: PriceQuestion): Mismatch | null {
  const { product } = question;
  if (row.sku !== product.sku && row.sku !== product.variantOf) return 'otherProduct';
  if (row.dimensions && otherDimension(row, question) !== undefined) return 'otherVariant';
  if (row.currency !== question.currency) return 'otherCurrency';
  const inLineUnit = isInLineUnit(row, question);
  if (!inLineUnit && !(isBase(row) && conversionToLineUnit(row, question))) return 'otherUnit';
  if (row.customer && row.customer !== question.customer) return 'otherCustomer';
  if (row.priceGroup !== null && groupPriority(question.priceGroups, row.priceGroup) === undefined)
    return 'notInGroup';
  if (row.attributes && unmetAttribute(row, question) !== undefined) return 'attributeNotMet';
  if (row.validFrom > question.date) return 'notYetValid';
  if (row.validTo !== null && question.date > row.validTo) return 'expired';
  return reachesQuantity(row, question, inLineUnit) ? null : 'quantityNotReached';
}

export function isBase(row: PriceAgreement): boolean {
  return row.priceGroup === null && !row.customer;
}

/** The first dimension in which the product is another one than the row wants. */
export function otherDimension(row: PriceAgreement, question: PriceQuestion): string | undefined {
  for (const name in row.dimensions) {
    if (question.product.dimensions[name] !== row.dimensions[name]) return name;
  }
  return undefined;
}

/** The first attribute that is not as the row wants it. */
export function unmetAttribute(row: PriceAgreement, question: PriceQuestion): string | undefined {
  if (!row.attributes) return undefined;
  for (const predicate of row.attributes) {
    const { contextAttributes, product } = question;
    const values = predicate.of === 'context' ? contextAttributes : product.attributes;
    if (!predicateHolds(predicate, values)) return predicate.name;
  }
  return undefined;
}

const ONE_THOUSANDTHS = 1000;

/**
 * A break counts in the row's unit, so a base price by the piece sees the pieces of a box. A price from one on is
 * no break: goods by weight cost it below one, too.
 */
function reachesQuantity(row: PriceAgreement, question: PriceQuestion, inLineUnit: boolean): boolean {
  if (row.minQuantityThousandths <= ONE_THOUSANDTHS && inLineUnit) return true;
  const quantity = Math.abs(question.quantityThousandths);
  if (inLineUnit) return row.minQuantityThousandths <= quantity;
  const conversion = conversionToLineUnit(row, question);
  if (!conversion) return false;
  return row.minQuantityThousandths * conversion.denominator <= quantity * conversion.numerator;
}
