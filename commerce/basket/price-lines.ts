import { zeroMinor } from '../money/minor.ts';
import { lineAmountMinor, type UnitPrice } from '../money/unit-price.ts';
import { findPrice, type PriceAnswer } from '../pricing/find-price.ts';
import type { PriceAdjustment } from '../pricing/price-adjustment.ts';
import type { PriceAgreement } from '../pricing/price-agreement.ts';
import type { ContextPriceGroup, PriceQuestion } from '../pricing/price-question.ts';
import type { Basket, BasketLine } from './basket.ts';
import type { LineFault } from './priced-basket.ts';
import type { ChannelPricing, PricingData, PricingProduct } from './pricing-data.ts';

/** A basket line with its price, before any discount. */
export interface LineAtPrice {
  readonly line: BasketLine;
  readonly product: PricingProduct | null;
  readonly answer: PriceAnswer | null;
  readonly unitPrice: UnitPrice;
  /** Quantity × unit price, rounded once; negative for what comes back. */
  readonly amountMinor: number;
  readonly fault: LineFault | null;
}

const nothing: UnitPrice = { amountMinor: 0, priceUnitThousandths: 1000 };
const noAgreements: readonly PriceAgreement[] = [];

export function priceLines(
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
  groups: readonly ContextPriceGroup[],
): LineAtPrice[] {
  return basket.lines.map((line) => priceLine(line, basket, channel, data, groups));
}

function priceLine(
  line: BasketLine,
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
  groups: readonly ContextPriceGroup[],
): LineAtPrice {
  const product = data.products.get(line.sku) ?? null;
  if (line.settled) {
    const { unitPrice, netMinor, grossMinor } = line.settled;
    const amountMinor = channel.pricesIncludeTax ? grossMinor : netMinor;
    return { line, product, answer: null, unitPrice, amountMinor, fault: null };
  }
  if (!product) return unpriced(line, product, null, { type: 'unknownProduct', sku: line.sku });
  const question = priceQuestion(line, product, basket, channel, groups);
  const answer = findPrice(agreementsOf(product, data), adjustmentsOf(product, data), question);
  const unitPrice = line.fixedPrice?.unitPrice ?? answer.active;
  if (!unitPrice) return unpriced(line, product, answer, { type: 'noPrice', sku: line.sku });
  const amountMinor = lineAmountMinor(line.quantityThousandths, unitPrice);
  return { line, product, answer, unitPrice, amountMinor, fault: null };
}

export function priceQuestion(
  line: BasketLine,
  product: PricingProduct,
  basket: Basket,
  { currency, settings }: ChannelPricing,
  priceGroups: readonly ContextPriceGroup[],
): PriceQuestion {
  return {
    product,
    currency,
    quantityThousandths: Math.abs(line.quantityThousandths),
    unitOfMeasure: line.unitOfMeasure,
    date: basket.date,
    customer: basket.customer?.number ?? null,
    priceGroups,
    contextAttributes: basket.customer?.attributes ?? noAttributes,
    settings,
  };
}

const noAttributes = {};

/** The product's own rows and its master's. */
export function agreementsOf(
  { sku, variantOf }: PricingProduct,
  data: PricingData,
): readonly PriceAgreement[] {
  const own = data.agreements.get(sku) ?? noAgreements;
  const masters = variantOf === null ? undefined : data.agreements.get(variantOf);
  return masters ? [...own, ...masters] : own;
}

/** The adjustments that name the product and do not exclude it. */
export function adjustmentsOf(product: PricingProduct, data: PricingData): readonly PriceAdjustment[] {
  if (data.adjustments.size === 0) return noAdjustments;
  const found = new Map<string, boolean>();
  for (const target of product.targets) {
    for (const { offer, exclude } of data.offerLines.get(target) ?? [])
      if (data.adjustments.has(offer)) found.set(offer, (found.get(offer) ?? true) && !exclude);
  }
  return [...found].flatMap(([id, isIncluded]) => (isIncluded ? (data.adjustments.get(id) ?? []) : []));
}

const noAdjustments: readonly PriceAdjustment[] = [];

/** The price groups of the channel and of whoever buys, with their priorities. */
export function contextGroups(
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
): ContextPriceGroup[] {
  const group = (id: string, source: ContextPriceGroup['source']): ContextPriceGroup => ({
    id,
    priority: data.groupPriorities.get(id) ?? 0,
    source,
  });
  return [
    ...channel.priceGroups.map((id) => group(id, 'channel')),
    ...(basket.customer?.priceGroups ?? []).map(({ id, source }) => group(id, source)),
  ];
}

function unpriced(
  line: BasketLine,
  product: PricingProduct | null,
  answer: PriceAnswer | null,
  fault: LineFault,
): LineAtPrice {
  return { line, product, answer, unitPrice: nothing, amountMinor: zeroMinor, fault };
}
