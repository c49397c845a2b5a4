import { assert } from '../assert.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import type { PriceAgreement } from './price-agreement.ts';
import type { PriceQuestion, UnitConversion } from './price-question.ts';

export function isInLineUnit(row: PriceAgreement, question: PriceQuestion): boolean {
  const own = question.product.unitOfMeasure;
  return (row.unitOfMeasure ?? own) === (question.unitOfMeasure ?? own);
}

/** From the product's own unit to the line's, where a row in the own unit has to be converted. */
export function conversionToLineUnit(
  row: PriceAgreement,
  { product, unitOfMeasure }: PriceQuestion,
): UnitConversion | undefined {
  if ((row.unitOfMeasure ?? product.unitOfMeasure) !== product.unitOfMeasure) return undefined;
  for (const conversion of product.unitConversions) {
    if (conversion.unitOfMeasure === unitOfMeasure) return conversion;
  }
  return undefined;
}

/** The price of one of the line's unit, exactly: what does not divide goes into the price unit. */
export function convertUnitPrice(price: UnitPrice, conversion: UnitConversion): UnitPrice {
  const amountMinor = price.amountMinor * conversion.numerator;
  const priceUnitThousandths = price.priceUnitThousandths * conversion.denominator;
  assert(
    Number.isSafeInteger(amountMinor) && Number.isSafeInteger(priceUnitThousandths),
    'a price in another unit of measure is of safe integers',
  );
  return { amountMinor, priceUnitThousandths };
}
