import { adjustmentOfOffer } from '../basket/adjustment-of-offer.ts';
import type { Buyer } from '../basket/basket.ts';
import type { ChannelPricing, PricingData, PricingProduct } from '../basket/pricing-data.ts';
import type { PriceAdjustment } from '../pricing/price-adjustment.ts';
import type { PriceAgreement } from '../pricing/price-agreement.ts';
import type { Coupon, Offer, OfferLine } from '../promotions/offer.ts';
import type { ChannelPort, ChannelSetup, Snapshot } from './channel-port.ts';

/**
 * What pricing reads, kept by key while a snapshot lasts: rows of a version never change, so what was read for
 * one line serves the next ones.
 */
export class PricingCache {
  readonly #channel: ChannelPort;
  readonly #snapshot: Snapshot;
  readonly #products = new Map<string, PricingProduct>();
  readonly #agreements = new Map<string, readonly PriceAgreement[]>();
  readonly #offers = new Map<string, Offer>();
  readonly #adjustments = new Map<string, PriceAdjustment>();
  readonly #offerLines = new Map<string, readonly OfferLine[]>();
  readonly #coupons = new Map<string, Coupon>();
  readonly #buyers = new Map<string, Buyer | null>();

  constructor(channel: ChannelPort, snapshot: Snapshot) {
    this.#channel = channel;
    this.#snapshot = snapshot;
  }

  /** How many products it holds, for whoever has to keep memory from growing with the assortment. */
  get size(): number {
    return this.#products.size;
  }

  data(setup: ChannelSetup): PricingData {
    return {
      products: this.#products,
      agreements: this.#agreements,
      adjustments: this.#adjustments,
      offers: this.#offers,
      offerLines: this.#offerLines,
      coupons: this.#coupons,
      groupPriorities: setup.groupPriorities,
      taxCodes: setup.taxCodes,
      taxRates: setup.taxRates,
      snapshot: this.#snapshot,
    };
  }

  /** Makes sure that everything about these products is at hand: prices, offers, the components of kits. */
  async keepProducts(skus: readonly string[]): Promise<void> {
    const missing = [...new Set(skus)].filter((sku) => !this.#products.has(sku));
    if (missing.length === 0) return;
    const found = await this.#channel.pricingProducts(missing, this.#snapshot);
    const priced = new Set<string>();
    const targets = new Set<string>();
    for (const product of found) {
      this.#products.set(product.sku, product);
      if (!this.#agreements.has(product.sku)) priced.add(product.sku);
      if (product.variantOf !== null && !this.#agreements.has(product.variantOf))
        priced.add(product.variantOf);
      for (const target of product.targets) if (!this.#offerLines.has(target)) targets.add(target);
    }
    await this.#keepAgreements([...priced]);
    await this.#keepOffers([...targets]);
  }

  /** Read each time that it is shown: how often it was used is no matter of the snapshot. */
  async keepCoupon(code: string): Promise<Coupon | null> {
    const coupon = await this.#channel.coupon(code, this.#snapshot);
    if (coupon) this.#coupons.set(code, coupon);
    return coupon;
  }

  /** Whoever buys under a customer's number; null for nobody known. */
  async keepBuyer(number: string): Promise<Buyer | null> {
    const known = this.#buyers.get(number);
    if (known !== undefined) return known;
    const customer = await this.#channel.customer(number, this.#snapshot);
    const buyer = customer && {
      number,
      priceGroups: customer.priceGroups.map((id) => ({ id, source: 'customer' as const })),
      attributes: customer.attributes,
      isTaxExempt: customer.isTaxExempt,
    };
    this.#buyers.set(number, buyer);
    return buyer;
  }

  buyer(number: string | null): Buyer | null {
    return number === null ? null : (this.#buyers.get(number) ?? null);
  }

  async #keepAgreements(skus: readonly string[]): Promise<void> {
    if (skus.length === 0) return;
    const found = Map.groupBy(await this.#channel.agreements(skus, this.#snapshot), ({ sku }) => sku);
    for (const sku of skus) this.#agreements.set(sku, found.get(sku) ?? []);
  }

  async #keepOffers(targets: readonly string[]): Promise<void> {
    if (targets.length === 0) return;
    const { offers, lines } = await this.#channel.offersFor(targets, this.#snapshot);
    for (const offer of offers) {
      const adjustment = adjustmentOfOffer(offer);
      if (adjustment) this.#adjustments.set(offer.id, adjustment);
      else this.#offers.set(offer.id, offer);
    }
    const found = Map.groupBy(lines, ({ target }) => target);
    for (const target of targets) this.#offerLines.set(target, found.get(target) ?? []);
  }
}

/** How the channel prices, as its setup says. */
export function channelPricing(setup: ChannelSetup): ChannelPricing {
  const { currency, pricesIncludeTax, priceGroups, pricing } = setup;
  return { currency, pricesIncludeTax, priceGroups, settings: pricing };
}
