import type { PriceAdjustment } from '../pricing/price-adjustment.ts';
import type { PriceAgreement } from '../pricing/price-agreement.ts';
import type { PriceSettings, ProductToPrice } from '../pricing/price-question.ts';
import type { Coupon, Offer, OfferLine } from '../promotions/offer.ts';
import type { Matchable } from '../promotions/offer-matches.ts';
import type { OfferSettings } from '../promotions/select-offers.ts';
import type { TaxCode } from '../tax/tax-code.ts';
import type { TaxRate } from '../tax/tax-rate.ts';
import type { TaxRounding } from '../tax/tax-setup.ts';

/** How a channel prices. */
export interface ChannelPricing {
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly priceGroups: readonly string[];
  readonly settings: PricingSettings;
}

/** Where retailers differ. */
export interface PricingSettings extends PriceSettings, OfferSettings {
  readonly taxRounding: TaxRounding;
  /** What stays of a price with tax in it for somebody who pays no tax. */
  readonly inclusiveAmountKeeps: 'gross' | 'net';
  /** Whether a manual discount comes on top of a line's offers, or instead of them. */
  readonly manualLineDiscount: 'compound' | 'replace';
  /**
   * What a discount of the whole sale is taken off: the lines' prices (when not given), or what they cost with tax.
   * Where prices include tax it is the same.
   */
  readonly manualTotalDiscount?: 'ofPrices' | 'ofGross';
  readonly offersOnOverriddenPrices: boolean;
  readonly offersOnKeyedInPrices: boolean;
}

/**
 * What pricing reads, loaded by key for the basket at hand and never as a whole catalogue. `snapshot` names the
 * stream versions that were read.
 */
export interface PricingData {
  readonly products: ReadonlyMap<string, PricingProduct>;
  /** By SKU, a master's under its own. */
  readonly agreements: ReadonlyMap<string, readonly PriceAgreement[]>;
  /** Offers whose rule is a price adjustment, as what they are to prices; they are not among `offers`. */
  readonly adjustments: ReadonlyMap<string, PriceAdjustment>;
  readonly offers: ReadonlyMap<string, Offer>;
  /** Lines of both by what they name. */
  readonly offerLines: ReadonlyMap<string, readonly OfferLine[]>;
  readonly coupons: ReadonlyMap<string, Coupon>;
  /** Priorities of price groups; 0 for one that is not here. */
  readonly groupPriorities: ReadonlyMap<string, number>;
  readonly taxCodes: readonly TaxCode[];
  readonly taxRates: readonly TaxRate[];
  readonly snapshot: Readonly<Record<string, number>>;
}

/** What pricing has to know of a product. */
export interface PricingProduct extends ProductToPrice, Matchable {
  readonly name: string;
  readonly unitOfMeasure: string;
  readonly taxCode: string;
  /** Sold by weight or measure: its line is one unit to offers. */
  readonly isWeighed: boolean;
  readonly blocks: DiscountBlocks;
  /** What a kit is made of; empty for anything else. */
  readonly kit: readonly { readonly sku: string; readonly quantityThousandths: number }[];
}

/** Discounts that a product takes no part in. */
export interface DiscountBlocks {
  readonly offers: boolean;
  readonly manual: boolean;
  readonly tender: boolean;
}

/**
 * Everything that an offer's line may name a product by, the most particular first: of several lines of an
 * offer the first one with a reward of its own decides.
 */
export function targetsOf(product: {
  readonly sku: string;
  readonly variantOf: string | null;
  /** The nearest first, then what it lies in. */
  readonly categories: readonly string[];
  readonly labels: readonly string[];
}): string[] {
  return [
    `product:${product.sku}`,
    ...(product.variantOf === null ? [] : [`product:${product.variantOf}`]),
    ...product.categories.map((category) => `category:${category}`),
    ...product.labels.map((label) => `label:${label}`),
    'all',
  ];
}
