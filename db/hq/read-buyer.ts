import { distributedTables } from '../../protocol/distributed-tables.ts';
import type { Overlay } from './laid-over.ts';
import { type MastersAsOf, readAll } from './masters-as-of.ts';
import type { PricingCustomer, PricingWanted } from './pricing-data.ts';
import type { ChangeVersions } from './rows-as-of.ts';

/** Who buys, by number or card, with the price groups of both; null where nobody is named or found. */
export async function readBuyer(
  database: D1Database,
  masters: MastersAsOf,
  overlay: Overlay,
  at: ChangeVersions,
  { customer, loyaltyCard }: Pick<PricingWanted, 'customer' | 'loyaltyCard'>,
): Promise<PricingCustomer | null> {
  if (customer === null && loyaltyCard === null) return null;
  const isFollowed = (group: unknown) => `customers:${group}` in at;
  const keys = <T>(key: T | null) => (key === null ? [] : [key]);
  const [cards, tiers] =
    loyaltyCard === null
      ? [[], []]
      : await readAll(database, [masters.loyaltyCards([loyaltyCard]), masters.loyaltyTiers()]);
  const [card] = overlay.over(
    'loyalty-cards',
    cards.map(({ row }) => row),
    (row) => row.card,
    (draft) =>
      draft.card === loyaltyCard && isFollowed(draft.customerGroup)
        ? distributedTables.loyaltyCard.row.parse(draft)
        : null,
  );
  const number = customer ?? card?.customer ?? null;
  const [customers] = await readAll(database, [masters.customers(keys(number))]);
  const [found] = overlay.over(
    'customers',
    customers.map(({ row }) => row),
    (row) => row.number,
    (draft) =>
      draft.number === number && isFollowed(draft.customerGroup)
        ? distributedTables.customer.row.parse(draft)
        : null,
  );
  // Who names a number that nobody has is nobody, whatever card is shown.
  if (customer !== null && !found) return null;
  if (!found && !card) return null;
  const tier = overlay
    .over(
      'loyalty-tiers',
      tiers.map(({ row }) => row),
      ({ id }) => id,
      (draft) => distributedTables.loyaltyTier.row.parse(draft),
    )
    .find(({ id }) => id === card?.tier);
  return {
    number: found?.number ?? null,
    name: found?.name ?? null,
    priceGroups: [
      ...(found?.priceGroups ?? []).map((id) => ({ id, source: 'customer' as const })),
      ...(tier?.priceGroups ?? []).map((id) => ({ id, source: 'loyalty' as const })),
    ],
    attributes: found?.attributes ?? {},
    isTaxExempt: found?.isTaxExempt ?? false,
  };
}
