import {
  CLASSES_MAX,
  type OfferReach,
  overlapsOf,
  UNITS_MAX,
  unitsNeeded,
} from '../../../../commerce/governance/offer-warnings.ts';
import type { Offer, OfferLine } from '../../../../commerce/promotions/offer.ts';
import { takenProducts } from '../../../../db/hq/offer-coverage.ts';
import type { ImpactWarning, PriceImpact, UsageImpact } from '../../../../protocol/change-impact.ts';
import type { ImpactItem } from './impact-items.ts';

/** Offers that are compared, and products of each: beyond, nothing is said of them. */
const OFFERS_MAX = 20;
const OTHERS_MAX = 100;
const PRODUCTS_MAX = 2000;
const NAMED_MAX = 5;

type OfferDraft = Omit<Offer, 'priority'> & {
  readonly priority: number | null;
  readonly lines: readonly Omit<OfferLine, 'offer' | 'line'>[];
};

/** What an approver should know before saying yes. */
export async function warningsOf(
  masters: D1Database,
  items: readonly ImpactItem[],
  prices: PriceImpact | null,
  usage: UsageImpact | null,
): Promise<{ readonly warnings: ImpactWarning[]; readonly cut: string[] }> {
  const warnings: ImpactWarning[] = (prices?.belowCost ?? []).map(({ key, sku, costMinor }) => ({
    ...{ type: 'belowCost', noun: 'prices', key },
    detail: `${sku} would be sold below its cost of ${costMinor} minor units.`,
  }));
  const drafts = items.filter(({ noun, row }) => noun === 'offers' && row !== null);
  const looked = drafts.slice(0, OFFERS_MAX);
  const cut =
    drafts.length > looked.length
      ? [`Only ${OFFERS_MAX} of ${drafts.length} offers were compared with others.`]
      : [];
  const groups = await priceGroups(masters);
  const others = await otherOffers(
    masters,
    looked.map(({ key }) => key),
  );
  if (others.length > OTHERS_MAX) cut.push(`Offers were compared with ${OTHERS_MAX} others only.`);
  const reachOf = async (offer: OfferDraft): Promise<OfferReach> => ({
    offer,
    priority:
      offer.priority ?? Math.max(0, ...offer.priceGroups.map((group) => groups.get(group)?.priority ?? 0)),
    skus: offer.lines.some(({ target, exclude }) => target === 'all' && !exclude)
      ? null
      : new Set(await takenProducts(masters, offer.lines, PRODUCTS_MAX)),
  });
  const reaches = looked.length === 0 ? [] : await Promise.all(others.slice(0, OTHERS_MAX).map(reachOf));
  for (const item of looked) {
    const offer = { ...item.row, id: item.key } as unknown as OfferDraft;
    const reach = await reachOf(offer);
    const warn = (type: ImpactWarning['type'], detail: string) =>
      warnings.push({ type, noun: 'offers', key: item.key, detail });
    if (reach.skus?.size === 0) warn('offerWithoutProduct', 'No product is in it.');
    if (!offer.priceGroups.some((group) => groups.get(group)?.isFollowed))
      warn('offerWithoutStore', 'No store has one of its price groups, so no till will have it.');
    const units = unitsNeeded(offer.rule);
    if (units !== null && units > UNITS_MAX)
      warn(
        'offerTooLarge',
        `A set of ${units} units makes the search for the best price long; ${UNITS_MAX} are no trouble.`,
      );
    else if (units !== null && units > 1 && (reach.skus?.size ?? PRODUCTS_MAX) > CLASSES_MAX * 10)
      warn('offerTooLarge', 'It takes in so many products that a large basket may not be searched in full.');
    const overlaps = overlapsOf(reach, reaches);
    if (overlaps.length > 0) warn('offerOverlaps', overlapText(overlaps));
    const use = usage?.offers.find(({ offer: id }) => id === item.key);
    if (use && usage && use.newBaskets === 0)
      warn('offerNeverSaves', `It applied in none of ${usage.baskets} real baskets.`);
  }
  return { warnings, cut };
}

function overlapText(overlaps: ReturnType<typeof overlapsOf>): string {
  const named = overlaps
    .slice(0, NAMED_MAX)
    .map(({ name, products }) =>
      products === null
        ? `${name} (everything)`
        : `${name} (${products} product${products === 1 ? '' : 's'})`,
    );
  const more = overlaps.length > NAMED_MAX ? ` and ${overlaps.length - NAMED_MAX} more` : '';
  return `A unit gets one of them, the best: it competes with ${named.join(', ')}${more}.`;
}

async function priceGroups(masters: D1Database) {
  const { results } = await masters
    .prepare(
      `SELECT g.id, g.priority, EXISTS (SELECT 1 FROM store s WHERE
          EXISTS (SELECT 1 FROM json_each(s.price_groups) WHERE value = g.id)
          OR EXISTS (SELECT 1 FROM json_each(s.member_price_groups) WHERE value = g.id)) AS followed
        FROM price_group g`,
    )
    .all<{ id: string; priority: number; followed: number }>();
  return new Map(results.map(({ id, priority, followed }) => [id, { priority, isFollowed: followed === 1 }]));
}

/** Offers that have not ended, but for those of the draft; the newest first. */
async function otherOffers(masters: D1Database, drafts: readonly string[]): Promise<OfferDraft[]> {
  if (drafts.length === 0) return [];
  const { results } = await masters
    .prepare(
      `SELECT id, name, currency, valid_from AS validFrom, valid_to AS validTo, periods, price_groups AS priceGroups,
          priority, rule, lines FROM offer
        WHERE id NOT IN (SELECT value FROM json_each(?1)) AND (valid_to IS NULL OR valid_to >= date('now'))
        ORDER BY valid_from DESC, id LIMIT ?2`,
    )
    .bind(JSON.stringify(drafts), OTHERS_MAX + 1)
    .all<Record<string, unknown>>();
  const list = (value: unknown) => JSON.parse(String(value)) as unknown;
  return results.map(
    (row) =>
      ({
        ...row,
        periods: list(row.periods),
        priceGroups: list(row.priceGroups),
        rule: list(row.rule),
        lines: list(row.lines),
      }) as unknown as OfferDraft,
  );
}
