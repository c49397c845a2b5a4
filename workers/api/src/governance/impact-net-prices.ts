import type { UnitPrice } from '../../../../commerce/money/unit-price.ts';
import { taxDocument } from '../../../../commerce/tax/tax-document.ts';
import type { TaxSetup } from '../../../../commerce/tax/tax-setup.ts';
import { hqPricingData } from '../../../../db/hq/pricing-data.ts';
import type { ImpactItem } from './impact-items.ts';
import type { Reach, ReachedStore } from './impact-reach.ts';

/** Regions with taxes of their own that are looked at: a retailer has a few. */
const PLACES_MAX = 20;

/**
 * What a price leaves without tax, in minor units of one price unit: where stores that have it are taxed
 * differently, the least.
 */
export async function netPrices(
  masters: D1Database,
  items: readonly ImpactItem[],
  reach: Reach,
  date: string,
): Promise<(item: ImpactItem, price: UnitPrice, taxCode: string) => number> {
  const examples = [...new Map(reach.stores.map((store) => [placeOf(store), store]))].slice(0, PLACES_MAX);
  const overlay = items.map(({ noun, key, row }) => ({ noun, key, row }));
  const nothing = { skus: [], coupons: [], customer: null, loyaltyCard: null };
  const setups = new Map<string, TaxSetup>();
  for (const [place, { store }] of examples) {
    const read = await hqPricingData(masters, { store, overlay, current: true }, nothing);
    if (!read) continue;
    const { channel, data } = read;
    setups.set(place, {
      pricesIncludeTax: channel.pricesIncludeTax,
      codes: data.taxCodes,
      rates: data.taxRates,
      rounding: channel.settings.taxRounding,
    });
  }
  const known = new Map<readonly ReachedStore[], readonly TaxSetup[]>();
  const setupsOf = (item: ImpactItem) => {
    const stores = reach.storesOf(item);
    const found = known.get(stores);
    if (found) return found;
    const places = new Set((stores.length > 0 ? stores : reach.stores).map(placeOf));
    const own = [...places].flatMap((place) => setups.get(place) ?? []);
    known.set(stores, own);
    return own;
  };
  return (item, { amountMinor, priceUnitThousandths }, taxCode) => {
    const line = { amountMinor, quantityThousandths: priceUnitThousandths, taxCode };
    const nets = setupsOf(item).map((setup) => taxDocument({ date, lines: [line] }, setup).netMinor);
    return Math.min(amountMinor, ...nets);
  };
}

const placeOf = ({ taxRegion, pricesIncludeTax }: ReachedStore) => `${taxRegion}\n${pricesIncludeTax}`;
