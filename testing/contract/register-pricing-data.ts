import { adjustmentOfOffer } from '../../commerce/basket/adjustment-of-offer.ts';
import type { PricingData } from '../../commerce/basket/pricing-data.ts';
import type { ChannelPort, Snapshot } from '../../commerce/runtime/channel-port.ts';

/** What a register prices with, by the plain words of the port: every map written as sorted entries. */
export async function registerPricingData(
  channel: ChannelPort,
  snapshot: Snapshot,
  wanted: {
    readonly skus: readonly string[];
    readonly coupons: readonly string[];
    readonly customer: string | null;
  },
) {
  const setup = await channel.setup(snapshot);
  if (!setup) throw new Error('the store has not arrived');
  const products = await channel.pricingProducts(wanted.skus, snapshot);
  const priced = products.flatMap(({ sku, variantOf }) => [sku, variantOf ?? sku]);
  const agreements = await channel.agreements([...new Set(priced)], snapshot);
  const customer = wanted.customer === null ? null : await channel.customer(wanted.customer, snapshot);
  const targets = [...new Set(products.flatMap((product) => product.targets))];
  const { offers, lines } = await channel.offersFor(targets, snapshot);
  const coupons = await Promise.all(wanted.coupons.map((code) => channel.coupon(code, snapshot)));
  const { currency, pricesIncludeTax, priceGroups, pricing, groupPriorities, taxCodes, taxRates } = setup;
  const data: PricingData = {
    products: new Map(products.map((product) => [product.sku, product])),
    agreements: Map.groupBy(
      agreements.filter((row) => !row.customer || row.customer === customer?.number),
      ({ sku }) => sku,
    ),
    adjustments: new Map(
      offers.flatMap((offer) => {
        const adjustment = adjustmentOfOffer(offer);
        return adjustment ? [[offer.id, adjustment]] : [];
      }),
    ),
    offers: new Map(
      offers.flatMap((offer) => (offer.rule.type === 'priceAdjustment' ? [] : [[offer.id, offer]])),
    ),
    offerLines: Map.groupBy(lines, ({ target }) => target),
    coupons: new Map(coupons.flatMap((coupon) => (coupon ? [[coupon.code, coupon]] : []))),
    groupPriorities,
    taxCodes,
    taxRates,
    snapshot,
  };
  return {
    channel: { currency, pricesIncludeTax, priceGroups, settings: pricing },
    data: inOrder(data),
    customer,
  };
}

/** Pricing data with everything in one order, so that it can be compared. */
export function inOrder(data: PricingData) {
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, sorted(value instanceof Map ? [...value] : value)]),
  );
}

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items = value.map((item) => (Array.isArray(item) ? item.map(sorted) : item)) as unknown[];
  return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
