import type { ChannelPort, ChannelSetup, Snapshot } from '../../commerce/runtime/channel-port.ts';
import { categoriesUpwards, offersOfStreams, pricingProductOf } from '../../protocol/pricing-rows.ts';
import type { ChannelDrizzle } from './channel-database.ts';
import { pricingQueries } from './pricing-queries.ts';

/** Reads by key what pricing reads: never more than the basket at hand names. */
export function pricingReader(db: ChannelDrizzle) {
  const read = pricingQueries(db);
  const bind = (snapshot: Snapshot) => ({ snapshot: JSON.stringify(snapshot) });
  return {
    async setup(
      snapshot: Snapshot,
    ): Promise<Pick<ChannelSetup, 'groupPriorities' | 'taxCodes' | 'taxRates'>> {
      const groups = await read.priceGroups.all(bind(snapshot));
      return {
        groupPriorities: new Map(groups.map(({ id, priority }) => [id, priority])),
        taxCodes: await read.taxCodes.all(bind(snapshot)),
        taxRates: await read.taxRates.all(bind(snapshot)),
      };
    },
    async products(skus, snapshot) {
      const rows = await read.products.all({ ...bind(snapshot), skus: JSON.stringify(skus) });
      const categories = [...new Set(rows.flatMap((row) => row.categories))];
      const above =
        categories.length === 0
          ? []
          : await read.categories.all({ ...bind(snapshot), categories: JSON.stringify(categories) });
      const parentOf = new Map(above.map(({ id, parent }) => [id, parent]));
      return rows.map((row) => pricingProductOf(row, categoriesUpwards(row.categories, parentOf)));
    },
    agreements: (skus, snapshot) => read.agreements.all({ ...bind(snapshot), skus: JSON.stringify(skus) }),
    async offersFor(targets, snapshot) {
      const lines = await read.offerLines.all({ ...bind(snapshot), targets: JSON.stringify(targets) });
      if (lines.length === 0) return { offers: [], lines: [] };
      const ids = JSON.stringify([...new Set(lines.map(({ offer }) => offer))]);
      const found = offersOfStreams(await read.offers.all({ ...bind(snapshot), offers: ids }), lines);
      return { offers: found.offers.map(withoutStream), lines: found.lines.map(withoutStream) };
    },
    async coupon(code, snapshot) {
      return (await read.coupon.all({ ...bind(snapshot), code }))[0] ?? null;
    },
    async customer(number, snapshot) {
      return (await read.customer.all({ ...bind(snapshot), number }))[0] ?? null;
    },
    async loyaltyCard(card, snapshot) {
      return (await read.loyaltyCard.all({ ...bind(snapshot), card }))[0] ?? null;
    },
    affiliations: (snapshot) => read.affiliations.all(bind(snapshot)),
  } satisfies Pick<
    ChannelPort,
    'agreements' | 'offersFor' | 'coupon' | 'customer' | 'loyaltyCard' | 'affiliations'
  > & { products: ChannelPort['pricingProducts']; setup: unknown };
}

function withoutStream<T extends { readonly stream: string }>({ stream: _, ...row }: T): Omit<T, 'stream'> {
  return row;
}
