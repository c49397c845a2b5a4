import type { ExplainedAdjustment } from '../pricing/explain-adjustments.ts';
import { type ExplainedRow, explainPrice } from '../pricing/explain-price.ts';
import type { OfferMatch } from '../promotions/offer-matches.ts';
import type { SearchFacts, Solve } from '../promotions/offer-round.ts';
import { costMinor } from '../promotions/select-offers.ts';
import { thresholdState } from '../promotions/thresholds.ts';
import type { UnitRun } from '../promotions/unit-run.ts';
import type { Basket } from './basket.ts';
import { type OfferProblem, solveOffers, takesOffers } from './choose-offers.ts';
import type { OfferReason } from './offer-reason.ts';
import type { PricingWork } from './price-basket.ts';
import { adjustmentsOf, agreementsOf, type LineAtPrice, priceQuestion } from './price-lines.ts';
import { engineVersion } from './priced-basket.ts';
import type { ChannelPricing, PricingData } from './pricing-data.ts';

/** Why a basket costs what it costs: structured, so that a screen can draw it and a sentence can be made of it. */
export interface BasketExplanation {
  readonly lines: readonly LineExplanation[];
  readonly search: SearchFacts;
  readonly snapshot: Readonly<Record<string, number>>;
  readonly engineVersion: string;
}

export interface LineExplanation {
  readonly id: string;
  readonly sku: string;
  /** Every price of the product and why it counts or does not; none for goods that come back by receipt. */
  readonly prices: readonly ExplainedRow[];
  readonly adjustments: readonly ExplainedAdjustment[];
  /** Every offer that names the line's product. */
  readonly offers: readonly ExplainedOffer[];
}

export interface ExplainedOffer {
  readonly offer: string;
  readonly name: string;
  /** What it takes off the line: where it does not apply, what it would take off by itself. */
  readonly amountMinor: number;
  readonly reason: OfferReason;
}

/**
 * Explains what `workOutBasket` has found. Each offer that lost is tried by itself and as the first of all, so an
 * explanation costs two more searches for each of them: it is made when somebody asks.
 */
export function explainBasket(
  work: PricingWork,
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
  solve: Solve,
): BasketExplanation {
  const losers = new Losers(work, solve);
  return {
    lines: work.lines.map((line, index) => ({
      id: line.line.id,
      sku: line.line.sku,
      ...explainLinePrice(line, work, basket, channel, data),
      offers: [
        ...work.offers.matches.flatMap((match, position) =>
          concerns(match, index) ? [explainMatch(match, position, index, line, work, channel, losers)] : [],
        ),
        ...work.offers.refused.flatMap(({ match, refusal }) =>
          concerns(match, index)
            ? [{ offer: match.offer.id, name: match.offer.name, amountMinor: 0, reason: refusal }]
            : [],
        ),
      ],
    })),
    search: work.priced.search,
    snapshot: data.snapshot,
    engineVersion,
  };
}

function explainLinePrice(
  { line, product }: LineAtPrice,
  { groups }: PricingWork,
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
): Pick<LineExplanation, 'prices' | 'adjustments'> {
  if (!product || line.settled) return { prices: [], adjustments: [] };
  const question = priceQuestion(line, product, basket, channel, groups);
  const { rows, adjustments } = explainPrice(
    agreementsOf(product, data),
    adjustmentsOf(product, data),
    question,
  );
  return { prices: rows, adjustments };
}

function concerns({ lines }: OfferMatch, line: number): boolean {
  return lines.some((matched) => matched.line === line);
}

function explainMatch(
  match: OfferMatch,
  position: number,
  line: number,
  at: LineAtPrice,
  work: PricingWork,
  channel: ChannelPricing,
  losers: Losers,
): ExplainedOffer {
  const { id, name } = match.offer;
  const explained = (amountMinor: number, reason: OfferReason) => ({ offer: id, name, amountMinor, reason });
  const priced = work.priced.lines[line];
  const applied = priced?.discounts.find(({ offer }) => offer === id);
  if (applied) return explained(applied.amountMinor, { type: 'applied' });
  if (at.product?.blocks.offers) return explained(0, { type: 'noDiscount' });
  if (at.line.discount && channel.settings.manualLineDiscount === 'replace')
    return explained(0, { type: 'manualDiscountInstead' });
  if (!takesOffers(at, channel)) return explained(0, { type: 'priceSetByHand' });
  const { rule } = match.offer;
  if (rule.type === 'tender') return explained(0, { type: 'otherTender', tenderTypes: rule.tenderTypes });
  const alone = losers.alone(position);
  const onLine = alone.byLine.get(line) ?? 0;
  if (alone.totalMinor === 0) return explained(0, whyNothing(match, work, channel));
  const others = (priced?.discounts ?? []).flatMap(({ offer }) => (offer === null ? [] : [offer]));
  const beatenByMinor = losers.beatenByMinor(position);
  if (beatenByMinor > 0) return explained(onLine, { type: 'beaten', byMinor: beatenByMinor, by: others });
  if (onLine === 0) return explained(0, { type: 'countsOnly' });
  if (others.length === 0) return explained(onLine, { type: 'beaten', byMinor: 0, by: [] });
  const priority = Math.max(...others.map((offer) => losers.priorityOf(offer)));
  return priority > (work.offers.problem.priorities[position] ?? 0)
    ? explained(onLine, { type: 'lowerPriority', priority, by: others })
    : explained(onLine, { type: 'notCombined', by: others });
}

/** Why an offer whose conditions are met gives nothing even when it has the basket for itself. */
function whyNothing(
  { offer, lines }: OfferMatch,
  { offers }: PricingWork,
  channel: ChannelPricing,
): OfferReason {
  const { rule } = offer;
  const { runs, lines: priced } = offers.problem;
  const units = (inGroup: number) => {
    const inOffer = new Set(lines.filter(({ group }) => group === inGroup).map(({ line }) => line));
    return runs.reduce((sum, run) => sum + (inOffer.has(run.line) ? run.count : 0), 0);
  };
  const missing = (haveUnits: number, neededUnits: number): OfferReason =>
    haveUnits < neededUnits ? { type: 'unitsMissing', haveUnits, neededUnits } : { type: 'noSaving' };
  switch (rule.type) {
    case 'leastExpensive':
      return missing(units(0), rule.units);
    case 'quantity':
      return missing(units(0), rule.tiers[0]?.minUnits ?? 0);
    case 'mixAndMatch': {
      const group = rule.groups.findIndex((needed, index) => units(index) < needed.units);
      return group < 0 ? { type: 'noSaving' } : missing(units(group), rule.groups[group]?.units ?? 0);
    }
    case 'threshold': {
      const state = thresholdState(offers.runs, { offer, lines }, rule, {
        model: channel.settings.concurrency,
        compounding: channel.settings.compounding,
        priority: 0,
        isDiscountable: (line) => !priced[line]?.product?.blocks.offers,
      });
      const neededMinor = rule.tiers[0]?.minAmountMinor ?? 0;
      return state.countedMinor < neededMinor
        ? { type: 'amountMissing', missingMinor: neededMinor - state.countedMinor, neededMinor }
        : { type: 'noSaving' };
    }
    default:
      return { type: 'noSaving' };
  }
}

/** What offers that lost would have given; each is tried once, however many lines ask. */
class Losers {
  readonly #problem: OfferProblem;
  readonly #chosen: readonly UnitRun[];
  readonly #solve: Solve;
  readonly #alone = new Map<number, { totalMinor: number; byLine: ReadonlyMap<number, number> }>();
  readonly #beaten = new Map<number, number>();

  constructor({ offers }: PricingWork, solve: Solve) {
    this.#problem = offers.problem;
    this.#chosen = offers.runs;
    this.#solve = solve;
  }

  priorityOf(offer: string): number {
    const position = this.#problem.matches.findIndex((match) => match.offer.id === offer);
    return this.#problem.priorities[position] ?? 0;
  }

  /** What the offer takes off when it has the basket for itself. */
  alone(position: number) {
    const known = this.#alone.get(position);
    if (known) return known;
    const { runs } = solveOffers(
      {
        ...this.#problem,
        matches: this.#problem.matches.slice(position, position + 1),
        priorities: [0],
      },
      this.#solve,
    );
    const byLine = new Map<number, number>();
    let totalMinor = 0;
    for (const { line, count, discounts } of runs) {
      const amount = discounts.reduce((sum, discount) => sum + discount.amountMinor, 0) * count;
      if (amount === 0) continue;
      byLine.set(line, (byLine.get(line) ?? 0) + amount);
      totalMinor += amount;
    }
    const found = { totalMinor, byLine };
    this.#alone.set(position, found);
    return found;
  }

  /** How much more the basket would cost if the offer went before all others. */
  beatenByMinor(position: number): number {
    const known = this.#beaten.get(position);
    if (known !== undefined) return known;
    const first = Math.max(...this.#problem.priorities) + 1;
    const priorities = this.#problem.priorities.map((priority, at) => (at === position ? first : priority));
    const { runs } = solveOffers({ ...this.#problem, priorities }, this.#solve);
    const byMinor = costMinor(runs) - costMinor(this.#chosen);
    this.#beaten.set(position, byMinor);
    return byMinor;
  }
}
