import { type Basket, type BasketLine, plainBasket, plainLine } from '../../commerce/basket/basket.ts';
import { priceBasket } from '../../commerce/basket/price-basket.ts';
import type { PricedBasket } from '../../commerce/basket/priced-basket.ts';
import {
  type ChannelPricing,
  type DiscountBlocks,
  type PricingData,
  type PricingProduct,
  type PricingSettings,
  targetsOf,
} from '../../commerce/basket/pricing-data.ts';
import type { UnitPrice } from '../../commerce/money/unit-price.ts';
import type { PriceAdjustment } from '../../commerce/pricing/price-adjustment.ts';
import type { PriceAgreement } from '../../commerce/pricing/price-agreement.ts';
import { defaultPriceSettings } from '../../commerce/pricing/price-question.ts';
import type { PackingInstance } from '../../commerce/promotions/best-price/packing.ts';
import { solvePacking } from '../../commerce/promotions/best-price/solve-packing.ts';
import type {
  Coupon,
  Offer,
  OfferLimits,
  OfferLine,
  OfferRule,
  Reward,
} from '../../commerce/promotions/offer.ts';
import type { TaxCode } from '../../commerce/tax/tax-code.ts';
import type { TaxRate } from '../../commerce/tax/tax-rate.ts';
import { usualTaxRounding } from '../../commerce/tax/tax-setup.ts';

/** A channel with what it knows: a shop made for one question. */
export interface World {
  readonly channel: ChannelPricing;
  readonly data: PricingData;
}

export interface WorldSpec {
  readonly products: readonly ProductSpec[];
  readonly offers?: readonly OfferSpec[];
  readonly agreements?: readonly PriceAgreement[];
  /** Price adjustments of all products. */
  readonly adjustments?: readonly PriceAdjustment[];
  readonly coupons?: readonly Coupon[];
  readonly taxes?: TaxesSpec;
  readonly pricesIncludeTax?: boolean;
  /** With their priorities; the channel is in all of them. */
  readonly priceGroups?: Readonly<Record<string, number>>;
  readonly settings?: Partial<PricingSettings>;
}

export interface ProductSpec {
  readonly sku: string;
  /** Of one; nothing for a product that agreements price. In minor units, or per as many as it says. */
  readonly price?: number | UnitPrice;
  readonly taxCode?: string;
  readonly blocks?: Partial<DiscountBlocks>;
  readonly categories?: readonly string[];
  readonly unitOfMeasure?: string;
  readonly isWeighed?: boolean;
  /** One of each. */
  readonly kit?: readonly string[];
}

export interface OfferSpec {
  readonly id: string;
  readonly rule: OfferRule;
  /** Products of each group; all products in the first when not given. */
  readonly groups?: readonly (readonly string[])[];
  /** Lines instead of `groups`. */
  readonly lines?: readonly (Pick<OfferLine, 'target'> & Partial<OfferLine>)[];
  readonly priority?: number;
  readonly concurrency?: Offer['concurrency'];
  readonly limits?: Partial<OfferLimits>;
  /** When and for whom it applies, where it is not always and for everybody. */
  readonly terms?: Partial<Offer>;
}

export interface TaxesSpec {
  readonly codes: readonly TaxCode[];
  readonly rates: readonly TaxRate[];
}

export const today = '2026-01-15';
export const longAgo = '2020-01-01';
export const currency = 'XTS';
export const untaxed = 'UNTAXED';
/** Of the conformance runner and its oracle. */
export const nodesMax = 1000;

/** Without anything else said: best price within a priority, taxes by line and code, half away from zero. */
export const usualSettings: PricingSettings = {
  ...defaultPriceSettings,
  concurrency: 'withinPriority',
  compounding: 'running',
  exclusiveThresholdsCompete: false,
  taxRounding: usualTaxRounding,
  inclusiveAmountKeeps: 'gross',
  manualLineDiscount: 'compound',
  offersOnOverriddenPrices: false,
  offersOnKeyedInPrices: true,
};

export function makeWorld(spec: WorldSpec): World {
  const groups = { everybody: 0, ...spec.priceGroups };
  const agreements = [...spec.products.flatMap(basePrice), ...(spec.agreements ?? [])];
  const offers = (spec.offers ?? []).map(makeOffer);
  const lines = [
    ...(spec.offers ?? []).flatMap(offerLines),
    ...(spec.adjustments ?? []).map(({ id }) => offerLine(id, 'all', 0, 0)),
  ];
  return {
    channel: {
      currency,
      pricesIncludeTax: spec.pricesIncludeTax ?? true,
      priceGroups: Object.keys(groups),
      settings: { ...usualSettings, ...spec.settings },
    },
    data: {
      products: new Map(spec.products.map((product) => [product.sku, makeProduct(product)])),
      agreements: Map.groupBy(agreements, ({ sku }) => sku),
      adjustments: new Map((spec.adjustments ?? []).map((adjustment) => [adjustment.id, adjustment])),
      offers: new Map(offers.map((offer) => [offer.id, offer])),
      offerLines: Map.groupBy(lines, ({ target }) => target),
      coupons: new Map((spec.coupons ?? []).map((coupon) => [coupon.code, coupon])),
      groupPriorities: new Map(Object.entries(groups)),
      taxCodes: spec.taxes?.codes ?? [],
      taxRates: [{ taxCode: untaxed, validFrom: longAgo, ratePpm: 0 }, ...(spec.taxes?.rates ?? [])],
      snapshot: {},
    },
  };
}

/** Goods of a world by their SKUs, sold on one day, with whatever else the basket has. */
export function basketOf(lines: readonly BasketLine[], more: Partial<Basket> = {}): Basket {
  return { ...plainBasket(today, lines), ...more };
}

/** Negative units come back. */
export function lineOf(sku: string, units = 1): BasketLine {
  return plainLine(sku, sku, Math.round(units * 1000));
}

/** The entry that registers call. */
export function priceIn({ channel, data }: World, basket: Basket): PricedBasket {
  return priceBasket(basket, channel, data, solve);
}

export function solve(instance: PackingInstance) {
  return solvePacking(instance, { nodesMax });
}

/** One of each product of the world, sold. */
export function priceOneOfEach(spec: WorldSpec, more: Partial<Basket> = {}): PricedBasket {
  return priceIn(
    makeWorld(spec),
    basketOf(
      spec.products.map(({ sku }) => lineOf(sku)),
      more,
    ),
  );
}

/** What an offer took off in all. */
export function discountOf({ lines }: PricedBasket, offer: string): number {
  return lines
    .flatMap(({ discounts }) => discounts)
    .reduce((sum, discount) => sum + (discount.offer === offer ? discount.amountMinor : 0), 0);
}

/** A reward as vectors write it: basis points or an amount. */
export function rewardOf({
  pct,
  amt,
}: {
  readonly pct?: number | undefined;
  readonly amt?: number | undefined;
}): Reward {
  return pct === undefined
    ? { type: 'amount', amountMinor: amt ?? 0 }
    : { type: 'percent', basisPoints: pct };
}

/** An agreement for everybody; fields that are given restrict it. */
export function agreement(
  id: string,
  sku: string,
  price: UnitPrice,
  more: Partial<PriceAgreement> = {},
): PriceAgreement {
  return {
    id,
    sku,
    ...price,
    priceGroup: null,
    currency,
    minQuantityThousandths: 0,
    validFrom: longAgo,
    validTo: null,
    ...more,
  };
}

export function priceOfOne(amountMinor: number): UnitPrice {
  return { amountMinor, priceUnitThousandths: 1000 };
}

function basePrice({ sku, price }: ProductSpec): PriceAgreement[] {
  if (price === undefined) return [];
  return [agreement(`${sku} base`, sku, typeof price === 'number' ? priceOfOne(price) : price)];
}

function makeProduct(spec: ProductSpec): PricingProduct {
  const { sku, taxCode = untaxed, blocks, kit = [], categories = [] } = spec;
  return {
    sku,
    name: sku,
    variantOf: null,
    dimensions: {},
    unitOfMeasure: spec.unitOfMeasure ?? 'each',
    unitConversions: [],
    attributes: {},
    targets: targetsOf({ sku, variantOf: null, categories, labels: [] }),
    taxCode,
    isWeighed: spec.isWeighed ?? false,
    blocks: { offers: false, manual: false, tender: false, ...blocks },
    kit: kit.map((component) => ({ sku: component, quantityThousandths: 1000 })),
  };
}

function makeOffer({ id, rule, priority = 0, concurrency = 'bestPrice', limits, terms }: OfferSpec): Offer {
  return {
    id,
    name: id,
    currency,
    validFrom: longAgo,
    validTo: null,
    periods: [],
    priceGroups: ['everybody'],
    allPriceGroups: false,
    couponNeeded: false,
    priority,
    concurrency,
    limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null, ...limits },
    rule,
    ...terms,
  };
}

function offerLines({ id, groups, lines }: OfferSpec): OfferLine[] {
  if (lines) return lines.map((line, index) => ({ ...offerLine(id, line.target, index, 0), ...line }));
  if (!groups) return [offerLine(id, 'all', 0, 0)];
  return groups.flatMap((skus, group) =>
    skus.map((sku, line) => offerLine(id, `product:${sku}`, line, group)),
  );
}

function offerLine(offer: string, target: string, line: number, group: number): OfferLine {
  return { offer, line, target, dimensions: {}, unitOfMeasure: null, exclude: false, group, reward: null };
}
