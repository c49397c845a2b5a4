import { adjustmentOfOffer } from '../../commerce/basket/adjustment-of-offer.ts';
import type { Buyer } from '../../commerce/basket/basket.ts';
import type { ChannelPricing, PricingData } from '../../commerce/basket/pricing-data.ts';
import { distributedTables } from '../../protocol/distributed-tables.ts';
import { pricingSettings } from '../../protocol/pricing-shapes.ts';
import { channelVersions, type PricingScope } from './channel-versions.ts';
import { layOver } from './laid-over.ts';
import { mastersAsOf, readAll } from './masters-as-of.ts';
import { readBuyer } from './read-buyer.ts';
import { readOffers } from './read-offers.ts';
import { readProducts } from './read-products.ts';

/** What a basket names; the rest of the masters is never read. */
export interface PricingWanted {
  readonly skus: readonly string[];
  readonly coupons: readonly string[];
  readonly customer: string | null;
  readonly loyaltyCard: string | null;
}

export interface PricingRead {
  readonly channel: ChannelPricing;
  readonly data: PricingData;
  /** Null where nobody was named, or nobody has that number or card. */
  readonly customer: PricingCustomer | null;
  readonly timeZone: string;
}

export interface PricingCustomer extends Buyer {
  readonly name: string | null;
}

/**
 * What a basket of a channel is priced with at headquarters: what the channel's registers have when their streams
 * are at the same versions, read by key in a fixed number of statements (one more pair for each level of kits).
 * Of customers' own prices only those of the one who buys. Null where there is no such store, or its versions are
 * not known.
 */
export async function hqPricingData(
  database: D1Database,
  scope: PricingScope,
  wanted: PricingWanted,
): Promise<PricingRead | null> {
  const versions = await channelVersions(database, scope);
  if (!versions) return null;
  const { at, snapshot } = versions;
  const masters = mastersAsOf(database, at);
  const overlay = layOver(scope.overlay ?? []);
  const followedGroups = Object.keys(at).flatMap((stream) =>
    stream.startsWith('price-group:') ? [stream.slice('price-group:'.length)] : [],
  );
  const regions = new Set(Object.keys(at).filter((stream) => stream.startsWith('tax:')));

  const [stores, groups, taxCodes, taxRates] = await readAll(database, [
    masters.store(scope.store),
    masters.priceGroups(followedGroups),
    masters.taxCodes(),
    masters.taxRates(),
  ]);
  const storeRow = distributedTables.store.row;
  const [store] = overlay.over(
    'stores',
    stores.map(({ row }) => row),
    (row) => row.store,
    (draft) => (draft.store === scope.store ? storeRow.parse(draft) : null),
  );
  if (!store) return null;
  const buyer = await readBuyer(database, masters, overlay, at, wanted);
  const { products, agreements } = await readProducts(
    database,
    masters,
    overlay,
    at,
    wanted.skus,
    buyer?.number ?? null,
  );
  const targets = [...new Set([...products.values()].flatMap((product) => product.targets))];
  const { offers, lines, coupons } = await readOffers(
    database,
    masters,
    overlay,
    at,
    targets,
    wanted.coupons,
  );

  const priorities = new Map(
    overlay
      .over(
        'price-groups',
        groups.map(({ row }) => row),
        ({ id }) => id,
        (draft) => {
          const group = distributedTables.priceGroup.row.parse(draft);
          return followedGroups.includes(group.id) ? group : null;
        },
      )
      .map(({ id, priority }) => [id, priority]),
  );
  const priority = (group: string) => priorities.get(group) ?? 0;
  return {
    channel: {
      currency: store.currency,
      pricesIncludeTax: store.pricesIncludeTax,
      priceGroups: store.priceGroups.toSorted((a, b) => priority(b) - priority(a)),
      settings: pricingSettings.parse(store.pricing),
    },
    data: {
      products,
      agreements,
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
      coupons,
      groupPriorities: priorities,
      taxCodes: overlay
        .over(
          'tax-codes',
          taxCodes.map(({ row }) => row),
          ({ id }) => id,
          (draft) => distributedTables.taxCode.row.parse(draft),
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      taxRates: overlay
        .over(
          'tax-rates',
          taxRates.map(({ row }) => row),
          ({ id }) => id,
          (draft) =>
            regions.has(`tax:${draft.region}`)
              ? { id: String(draft.id), ...distributedTables.taxRate.row.parse(draft) }
              : null,
        )
        .map(({ id: _, ...rate }) => rate),
      snapshot,
    },
    customer: buyer,
    timeZone: store.timeZone,
  };
}
