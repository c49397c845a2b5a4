import type { Offer, OfferRule } from '../promotions/offer.ts';
import { weekdayOf } from '../time/weekday.ts';

/** More units than this in one set make the search for the best price long. */
export const UNITS_MAX = 20;
/** More prices than this among the products of a set do too. */
export const CLASSES_MAX = 30;

/** How many units one application of a rule needs; null for rules that look at each unit, or at the whole basket. */
export function unitsNeeded(rule: OfferRule): number | null {
  switch (rule.type) {
    case 'mixAndMatch':
      return rule.groups.reduce((sum, { units }) => sum + units, 0);
    case 'quantity':
      return Math.max(...rule.tiers.map(({ minUnits }) => minUnits));
    case 'leastExpensive':
      return rule.units;
    default:
      return null;
  }
}

export interface OfferReach {
  readonly offer: Offer;
  /** Its own priority, or the highest of its price groups. */
  readonly priority: number;
  /** Products that it takes in; null for all there are. */
  readonly skus: ReadonlySet<string> | null;
}

export interface Overlap {
  readonly offer: string;
  readonly name: string;
  /** Null where both take in everything. */
  readonly products: number | null;
  /** Calendar days on which both are valid; null for no end. */
  readonly days: number | null;
}

/** Offers of the same priority that compete for products of this one on some days, most products first. */
export function overlapsOf(one: OfferReach, others: readonly OfferReach[]): Overlap[] {
  const found = others.flatMap((other): Overlap[] => {
    if (other.offer.id === one.offer.id || other.priority !== one.priority) return [];
    if (other.offer.currency !== one.offer.currency || !sharesGroups(one.offer, other.offer)) return [];
    const days = commonDays(one.offer, other.offer);
    const products = commonProducts(one.skus, other.skus);
    if (days === 0 || products === 0) return [];
    return [{ offer: other.offer.id, name: other.offer.name, products, days }];
  });
  const size = ({ products }: Overlap) => products ?? Number.POSITIVE_INFINITY;
  return found.sort((a, b) => size(b) - size(a) || (a.offer < b.offer ? -1 : 1));
}

/** Somebody with two groups may meet two offers that have none in common; whoever has one of both is sure to. */
function sharesGroups(a: Offer, b: Offer): boolean {
  return a.priceGroups.some((group) => b.priceGroups.includes(group));
}

function commonProducts(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): number | null {
  if (a === null) return b === null ? null : b.size;
  if (b === null) return a.size;
  let common = 0;
  for (const sku of a) if (b.has(sku)) common++;
  return common;
}

/** Days on which both are valid and have at least one weekday in common; null for no end. */
function commonDays(a: Offer, b: Offer): number | null {
  const from = a.validFrom > b.validFrom ? a.validFrom : b.validFrom;
  const ends = [a.validTo, b.validTo].filter((day) => day !== null).sort();
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => runsOn(a, day) && runsOn(b, day));
  if (weekdays.length === 0) return 0;
  const to = ends[0];
  if (to === undefined) return null;
  const length = dayNumber(to) - dayNumber(from) + 1;
  if (length <= 0) return 0;
  const first = weekdayOf(from);
  const rest = Array.from({ length: length % 7 }, (_, day) => ((first - 1 + day) % 7) + 1);
  return Math.floor(length / 7) * weekdays.length + rest.filter((day) => weekdays.includes(day)).length;
}

function runsOn({ periods }: Offer, weekday: number): boolean {
  return periods.length === 0 || periods.some(({ weekdays }) => weekdays.includes(weekday));
}

/** Days since the first of March of the year 0, in the Gregorian calendar. */
function dayNumber(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const years = month > 2 ? year : year - 1;
  const months = (month + 9) % 12;
  const leap = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leap + Math.floor((months * 306 + 5) / 10) + day - 1;
}
