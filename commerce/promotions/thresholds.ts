import { limitDiscount } from './after-search.ts';
import { giveRewards, type PercentTerms, spreadDiscount } from './apply-discount.ts';
import type { Reward, ThresholdRule } from './offer.ts';
import type { OfferMatch } from './offer-matches.ts';
import type { Taken, UnitRun } from './unit-run.ts';

export type ConcurrencyModel = 'withinPriority' | 'acrossPriorities';

export interface ThresholdTerms extends PercentTerms {
  readonly model: ConcurrencyModel;
  readonly priority: number;
  readonly isDiscountable: (line: number) => boolean;
}

/** What a threshold looks at in the basket, and how far it is reached. */
export interface ThresholdState {
  /** What the lines that count cost after other discounts. */
  readonly countedMinor: number;
  readonly tier: { readonly minAmountMinor: number; readonly reward: Reward } | null;
  /** The next amount to reach, for the cashier to tell; null at the highest. */
  readonly nextMinor: number | null;
}

export function thresholdState(
  runs: readonly UnitRun[],
  match: OfferMatch,
  rule: ThresholdRule,
  terms: ThresholdTerms,
): ThresholdState {
  const counting = new Set(match.lines.filter(({ group }) => group === 0).map(({ line }) => line));
  let countedMinor = 0;
  for (const run of runs) {
    if (!counting.has(run.line)) continue;
    if (rule.countNonDiscountable || (terms.isDiscountable(run.line) && mayTake(run, match, terms)))
      countedMinor += run.unitMinor * run.count;
  }
  return {
    countedMinor,
    tier: rule.tiers.findLast(({ minAmountMinor }) => minAmountMinor <= countedMinor) ?? null,
    nextMinor: rule.tiers.find(({ minAmountMinor }) => minAmountMinor > countedMinor)?.minAmountMinor ?? null,
  };
}

/**
 * Gives a threshold's reward, once for a basket. What it may lie on: an exclusive or best-price threshold only
 * on units without a discount; a compound one also on units that compound offers had, but not on what a
 * threshold of a higher priority had. Where offers stack across priorities, each priority gives a unit one
 * discount only.
 */
export function applyThreshold(
  runs: readonly UnitRun[],
  match: OfferMatch,
  position: number,
  rule: ThresholdRule,
  terms: ThresholdTerms,
): UnitRun[] {
  const { tier, countedMinor } = thresholdState(runs, match, rule, terms);
  if (!tier) return [...runs];
  const times = rule.repeat ? Math.floor(countedMinor / tier.minAmountMinor) : 1;
  const limit = match.offer.limits.applicationsMax;
  const applied =
    rule.gifts.length > 0
      ? giveGifts(runs, match, position, rule, terms)
      : giveReward(
          runs,
          match,
          position,
          tier.reward,
          limit === null ? times : Math.min(times, limit),
          terms,
        );
  const { discountMaxMinor } = match.offer.limits;
  return discountMaxMinor === null ? applied : limitDiscount(applied, position, discountMaxMinor);
}

function giveReward(
  runs: readonly UnitRun[],
  match: OfferMatch,
  position: number,
  reward: Reward,
  times: number,
  terms: ThresholdTerms,
): UnitRun[] {
  const lines = new Set(match.lines.filter(({ group }) => group === 0).map(({ line }) => line));
  const pieces = runs.map((run) => ({
    run,
    perTime: run.count,
    takes: lines.has(run.line) && terms.isDiscountable(run.line) && mayTake(run, match, terms),
  }));
  const given = (piece: (typeof pieces)[number]) =>
    piece.takes ? marked({ ...piece.run, count: piece.perTime }, match, terms) : piece.run;
  if (reward.type === 'percent')
    return giveRewards(pieces, ({ takes }) => (takes ? reward : null), 1, position, terms).map(given);
  const costMinor = pieces.reduce((sum, { run, takes }) => sum + (takes ? run.unitMinor * run.count : 0), 0);
  const amountMinor =
    reward.type === 'amount' ? reward.amountMinor * times : Math.max(0, costMinor - reward.amountMinor);
  return spreadDiscount(pieces, ({ takes }) => takes, 1, position, amountMinor).map(given);
}

/** The dearest units of each gift group first: it is a present. */
function giveGifts(
  runs: readonly UnitRun[],
  match: OfferMatch,
  position: number,
  { gifts }: ThresholdRule,
  terms: ThresholdTerms,
): UnitRun[] {
  let current = [...runs];
  gifts.forEach(({ unitsMax, reward: given }, gift) => {
    const lines = new Set(match.lines.filter(({ group }) => group === gift + 1).map(({ line }) => line));
    let left = unitsMax ?? Number.MAX_SAFE_INTEGER;
    const order = current
      .map((run, index) => ({ run, index }))
      .filter(
        ({ run }) => lines.has(run.line) && terms.isDiscountable(run.line) && mayTake(run, match, terms),
      )
      .sort((a, b) => b.run.unitMinor - a.run.unitMinor || a.index - b.index);
    const replaced = new Map<number, UnitRun[]>();
    for (const { run, index } of order) {
      const count = Math.min(left, run.count);
      if (count === 0) break;
      left -= count;
      const piece = { run: { ...run, count }, perTime: count };
      const rewarded = giveRewards([piece], () => given, 1, position, terms).map((part) =>
        marked({ ...part.run, count: part.perTime }, match, terms),
      );
      replaced.set(index, count < run.count ? [...rewarded, { ...run, count: run.count - count }] : rewarded);
    }
    current = current.flatMap((run, index) => replaced.get(index) ?? [run]);
  });
  return current;
}

function mayTake(run: UnitRun, { offer }: OfferMatch, terms: ThresholdTerms): boolean {
  if (run.taken === 'exclusive') return false;
  if (terms.model === 'acrossPriorities' && run.priorities.includes(terms.priority)) return false;
  if (terms.model === 'withinPriority' && terms.priority < (run.thresholdPriority ?? terms.priority))
    return false;
  if (offer.concurrency === 'compound') return run.taken === 'free' || run.taken === 'compound';
  return run.discounts.length === 0 && run.taken === 'free';
}

function marked(run: UnitRun, { offer }: OfferMatch, { priority }: ThresholdTerms): UnitRun {
  const taken: Taken = offer.concurrency;
  const thresholdPriority = run.thresholdPriority ?? priority;
  return { ...run, taken, priorities: [...run.priorities, priority], thresholdPriority };
}
