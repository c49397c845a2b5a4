import { assert } from '../assert.ts';
import { allocateOverRuns } from '../money/allocate.ts';
import { giveRewards, type PercentTerms, rewardedMinor } from './apply-discount.ts';
import type { LeastExpensiveRule, QuantityRule, Reward } from './offer.ts';
import type { OfferMatch } from './offer-matches.ts';
import { discounted, type Taken, type UnitRun, withoutDiscount } from './unit-run.ts';

/**
 * Offers that cannot compete unit by unit, because what one unit saves depends on the others: they take what
 * the search has left, in a fixed order, so that nothing has to be proven about them.
 */
export function waitsForSearch({ offer: { rule, limits } }: OfferMatch): boolean {
  return (
    limits.discountMaxMinor !== null ||
    (rule.type === 'quantity' && rule.stepped) ||
    (rule.type === 'leastExpensive' && rule.favour === 'retailer')
  );
}

/** The dearest units are paired with the cheapest: as many sets as there are units for, the cheapest rewarded. */
export function favourRetailer(
  runs: readonly UnitRun[],
  match: number,
  rule: LeastExpensiveRule,
  applicationsMax: number | null,
  { rounding }: PercentTerms,
  taken: Taken,
): UnitRun[] {
  const cheapestFirst = runs.toSorted((a, b) => a.unitMinor - b.unitMinor || a.line - b.line);
  const units = runs.reduce((sum, { count }) => sum + count, 0);
  const sets = Math.min(Math.floor(units / rule.units), applicationsMax ?? Number.MAX_SAFE_INTEGER);
  let rewarded = sets * rule.rewarded;
  // The units that only count are the dearest ones; what lies between stays as it was.
  let spare = units - sets * rule.units;
  return cheapestFirst.flatMap((run) => {
    const reward = Math.min(rewarded, run.count);
    rewarded -= reward;
    const untouched = rewarded > 0 ? 0 : Math.min(spare, run.count - reward);
    spare -= untouched;
    const counted = run.count - reward - untouched;
    const piece = { run, perTime: 1 };
    const amountMinor = rewardedMinor([piece], () => rule.reward, { compounding: 'running', rounding });
    return [
      ...(reward > 0 ? [{ ...discounted(run, reward, match, amountMinor), taken }] : []),
      ...(counted > 0 ? [{ ...run, count: counted, taken }] : []),
      ...(untouched > 0 ? [{ ...run, count: untouched }] : []),
    ];
  });
}

/** Each unit at the rate of the step it falls in, counted in the basket's order, over a line or all lines. */
export function stepped(
  runs: readonly UnitRun[],
  match: number,
  { tiers, pool }: QuantityRule,
  terms: PercentTerms,
  taken: Taken,
): UnitRun[] {
  let line = -1;
  let before = 0;
  return runs.flatMap((run) => {
    if (pool === 'line' && run.line !== line) before = 0;
    line = run.line;
    const parts: UnitRun[] = [];
    for (let done = 0; done < run.count; ) {
      const next = before + 1;
      const tier = tiers.findLast(({ minUnits }) => minUnits <= next);
      const ends = tiers.find(({ minUnits }) => minUnits > next)?.minUnits ?? Number.MAX_SAFE_INTEGER;
      const count = Math.min(run.count - done, ends - next);
      parts.push(...rewardUnits({ ...run, count }, match, tier?.reward ?? null, terms, taken));
      done += count;
      before += count;
    }
    return parts;
  });
}

function rewardUnits(
  run: UnitRun,
  match: number,
  reward: Reward | null,
  terms: PercentTerms,
  taken: Taken,
): UnitRun[] {
  const piece = { run, perTime: run.count };
  return giveRewards([piece], () => reward, 1, match, terms).map((part) => ({
    ...part.run,
    count: part.perTime,
    taken: reward ? taken : run.taken,
  }));
}

/** Takes back what an offer gave beyond its limit for the basket, from every unit in proportion. */
export function limitDiscount(runs: readonly UnitRun[], match: number, maxMinor: number): UnitRun[] {
  const given = runs.map((run) => ({
    weight: run.discounts.find((discount) => discount.match === match)?.amountMinor ?? 0,
    count: run.count,
  }));
  const total = given.reduce((sum, { weight, count }) => sum + weight * count, 0);
  if (total <= maxMinor) return [...runs];
  const parts = allocateOverRuns(maxMinor, given);
  return runs.flatMap((run, index) => {
    const before = given[index]?.weight ?? 0;
    if (before === 0) return [run];
    const { share, larger } = parts[index] ?? { share: 0, larger: 0 };
    const withAmount = (count: number, amountMinor: number): UnitRun => {
      assert(amountMinor <= before, 'a limit never gives more');
      return discounted(withoutDiscount(run, match), count, match, amountMinor);
    };
    const split = larger > 0 ? [withAmount(larger, share + 1)] : [];
    return larger < run.count ? [...split, withAmount(run.count - larger, share)] : split;
  });
}
