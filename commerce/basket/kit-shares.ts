import { allocate } from '../money/allocate.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import { lineAmountMinor } from '../money/unit-price.ts';
import { findPrice } from '../pricing/find-price.ts';
import type { ContextPriceGroup } from '../pricing/price-question.ts';
import type { Basket, BasketLine } from './basket.ts';
import { adjustmentsOf, agreementsOf, priceQuestion } from './price-lines.ts';
import type { KitShare } from './priced-basket.ts';
import type { ChannelPricing, PricingData, PricingProduct } from './pricing-data.ts';

/**
 * What a kit's components bear of its amount, in proportion to what they would cost by themselves. Each is taxed
 * and taken from stock as what it is.
 */
export function kitShares(
  line: BasketLine,
  kit: PricingProduct,
  amountMinor: number,
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
  groups: readonly ContextPriceGroup[],
): KitShare[] {
  const components = kit.kit.map(({ sku, quantityThousandths }) => ({
    sku,
    quantityThousandths: multiplyDivide(quantityThousandths, line.quantityThousandths, 1000),
  }));
  const weights = components.map(({ sku, quantityThousandths }) => {
    const product = data.products.get(sku);
    if (!product) return 0;
    const alone = { ...line, sku, quantityThousandths, unitOfMeasure: null };
    const question = priceQuestion(alone, product, basket, channel, groups);
    const { active } = findPrice(agreementsOf(product, data), adjustmentsOf(product, data), question);
    return active ? Math.max(0, lineAmountMinor(Math.abs(quantityThousandths), active)) : 0;
  });
  const shares = allocate(amountMinor, weights);
  return components.map((component, index) => ({ ...component, amountMinor: shares[index] ?? 0 }));
}
