import type { ContextPriceGroup } from '../pricing/price-question.ts';
import type { Coupon } from '../promotions/offer.ts';
import {
  type CouponState,
  couponState,
  type OfferContext,
  type OfferRefusal,
  offerPriority,
  offerRefusal,
} from '../promotions/offer-conditions.ts';
import { matchOffers, type OfferMatch } from '../promotions/offer-matches.ts';
import { noSearch, type SearchFacts, type Solve } from '../promotions/offer-round.ts';
import { type ChosenOffers, selectOffers } from '../promotions/select-offers.ts';
import { runsOfLine, type UnitRun } from '../promotions/unit-run.ts';
import type { Basket } from './basket.ts';
import type { LineAtPrice } from './price-lines.ts';
import type { ChannelPricing, PricingData } from './pricing-data.ts';

/** The offers of a basket: those that touch it, why some do not apply, and the units after those that do. */
export interface BasketOffers {
  readonly context: OfferContext;
  /** Conditions met, in the order of their ids; runs name them by position. */
  readonly matches: readonly OfferMatch[];
  readonly problem: OfferProblem;
  readonly refused: readonly { readonly match: OfferMatch; readonly refusal: OfferRefusal }[];
  readonly coupons: readonly { readonly code: string; readonly state: CouponState }[];
  /** Of every line with a price, by position; of goods that come back with positive amounts. */
  readonly runs: readonly UnitRun[];
  readonly search: SearchFacts;
}

export function chooseOffers(
  basket: Basket,
  lines: readonly LineAtPrice[],
  channel: ChannelPricing,
  data: PricingData,
  groups: readonly ContextPriceGroup[],
  solve: Solve,
): BasketOffers {
  const coupons = basket.coupons.map((code) => {
    const coupon = data.coupons.get(code);
    const state = couponState(coupon, { date: basket.date, customer: basket.customer?.number ?? null });
    return { code, coupon, state };
  });
  const context = offerContext(basket, channel, groups, coupons);
  const matches: OfferMatch[] = [];
  const refused: { match: OfferMatch; refusal: OfferRefusal }[] = [];
  const offered = lines.map((line) => (takesOffers(line, channel) ? line.product : null));
  for (const match of matchOffers(offered, data.offers, data.offerLines)) {
    const refusal = offerRefusal(match.offer, context);
    if (refusal) refused.push({ match, refusal });
    else matches.push(match);
  }
  const priorities = matches.map(({ offer }) => offerPriority(offer, context.priceGroups));
  const runs: UnitRun[] = [];
  lines.forEach((line, index) => {
    for (const run of runsOf(line, index)) runs.push(run);
  });
  const problem = { runs, lines, matches, priorities, channel };
  const chosen = solveOffers(problem, solve);
  return {
    context,
    matches,
    problem,
    refused,
    coupons: coupons.map(({ code, state }) => ({ code, state })),
    runs: chosen.runs,
    search: chosen.facts,
  };
}

/** The units of a basket and the offers that compete for them. */
export interface OfferProblem {
  readonly runs: readonly UnitRun[];
  readonly lines: readonly LineAtPrice[];
  readonly matches: readonly OfferMatch[];
  readonly priorities: readonly number[];
  readonly channel: ChannelPricing;
}

/**
 * Goods that are sold take every offer. Goods that come back without a receipt only take what each unit saves by
 * itself: nobody knows what they were sold together with.
 */
export function solveOffers(problem: OfferProblem, solve: Solve): ChosenOffers {
  const { runs, lines, matches, priorities, channel } = problem;
  if (matches.length === 0) return { runs, facts: noSearch };
  const choice = {
    matches,
    priorities,
    isDiscountable: (line: number) => !lines[line]?.product?.blocks.offers,
    settings: channel.settings,
    solve,
  };
  const goods: UnitRun[] = [];
  const back: UnitRun[] = [];
  const untouched: UnitRun[] = [];
  for (const run of runs) {
    const line = lines[run.line];
    if (!line || !takesOffers(line, channel)) untouched.push(run);
    else if (line.line.quantityThousandths > 0) goods.push(run);
    else back.push(run);
  }
  const sold = selectOffers(goods, choice);
  if (goods.length === runs.length) return sold;
  const simpleOnly = matches.map((match) =>
    match.offer.rule.type === 'simple' && match.offer.limits.unitsMax === null
      ? match
      : { ...match, lines: [] },
  );
  const returned = selectOffers(back, { ...choice, matches: simpleOnly });
  const all = [...sold.runs, ...returned.runs, ...untouched];
  return { runs: all.sort((a, b) => a.line - b.line), facts: sold.facts };
}

export function takesOffers({ line, product, fault }: LineAtPrice, { settings }: ChannelPricing): boolean {
  if (!product || fault || line.settled) return false;
  if (line.discount && settings.manualLineDiscount === 'replace') return false;
  if (line.fixedPrice?.how === 'overridden') return settings.offersOnOverriddenPrices;
  if (line.fixedPrice?.how === 'keyedIn') return settings.offersOnKeyedInPrices;
  return true;
}

const noRuns: readonly UnitRun[] = [];

/** Nothing costs less than nothing: a line with a negative price, a refund in disguise, has no units for offers. */
function runsOf({ line, product, amountMinor, fault }: LineAtPrice, index: number): readonly UnitRun[] {
  const quantity = Math.abs(line.quantityThousandths);
  const amount = line.quantityThousandths < 0 ? -amountMinor : amountMinor;
  if (fault || quantity === 0 || amount < 0) return noRuns;
  return runsOfLine(index, amount, quantity, product?.isWeighed ?? false);
}

function offerContext(
  basket: Basket,
  { currency }: ChannelPricing,
  groups: readonly ContextPriceGroup[],
  coupons: readonly { readonly coupon: Coupon | undefined; readonly state: CouponState }[],
): OfferContext {
  const priceGroups = new Map<string, number>();
  for (const { id, priority } of groups)
    priceGroups.set(id, Math.max(priority, priceGroups.get(id) ?? priority));
  return {
    currency,
    date: basket.date,
    minuteOfDay: basket.minuteOfDay,
    priceGroups,
    customer: basket.customer?.number ?? null,
    coupons: coupons.length > 0 ? acceptedByOffer(coupons) : noCoupons,
  };
}

const noCoupons: OfferContext['coupons'] = new Map();

function acceptedByOffer(
  coupons: readonly { readonly coupon: Coupon | undefined; readonly state: CouponState }[],
): OfferContext['coupons'] {
  const accepted = coupons.flatMap(({ coupon, state }) => (coupon && state === 'accepted' ? [coupon] : []));
  return Map.groupBy(accepted, ({ offer }) => offer);
}
