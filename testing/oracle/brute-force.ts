import type { Deal, DealMember, PackingInstance } from '../../commerce/promotions/best-price/packing.ts';

/** What the best packing saves, by trying everything: for eight units or so. Null if `forced` cannot apply. */
export function bruteForce(instance: PackingInstance, forced = -1): number | null {
  const known = new Map<string, number>();
  const units = instance.classes.map((unitClass) => unitClass.units);
  const best = visit(0, 0, units);
  return best === Number.NEGATIVE_INFINITY ? null : best;

  function visit(index: number, times: number, left: readonly number[]): number {
    const key = `${index}/${times}/${left}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const deal = instance.deals[index];
    let most: number;
    if (!deal)
      most = left.reduce((sum, count, at) => sum + count * (instance.classes[at]?.aloneScaled ?? 0), 0);
    else {
      most = index === forced && times === 0 ? Number.NEGATIVE_INFINITY : visit(index + 1, 0, left);
      const limit = deal.kind === 'quantity' ? 1 : (deal.applicationsMax ?? Number.MAX_SAFE_INTEGER);
      if (times < limit) {
        for (const { saves, after } of applications(instance, deal, left))
          most = Math.max(most, saves + visit(index, times + 1, after));
      }
    }
    known.set(key, most);
    return most;
  }
}

interface Outcome {
  readonly saves: number;
  readonly prices: number;
  readonly after: readonly number[];
}

function applications(instance: PackingInstance, deal: Deal, left: readonly number[]): Outcome[] {
  const start: Outcome = { saves: 0, prices: 0, after: left };
  const price = ({ unitClass }: DealMember) => instance.classes[unitClass]?.priceScaled ?? 0;
  if (deal.kind === 'package') {
    let outcomes = [{ ...start, saves: deal.constantScaled }];
    for (const { members, units } of deal.groups)
      outcomes = outcomes.flatMap((outcome) => choose(outcome, members, units));
    return outcomes.map((outcome) => ({ ...outcome, saves: Math.min(outcome.saves, outcome.prices) }));
  }
  if (deal.kind === 'quantity') {
    const most = left.reduce((sum, count) => sum + count, 0);
    return deal.tiers.flatMap(({ minUnits, members }, tier) => {
      const end = Math.min(most, (deal.tiers[tier + 1]?.minUnits ?? most + 1) - 1);
      const sizes = Array.from({ length: Math.max(0, end - minUnits + 1) }, (_, index) => minUnits + index);
      return sizes.flatMap((size) => choose(start, members, size));
    });
  }
  const levels = [...new Set(deal.members.map(price))];
  const rewarded = deal.members.map((member) => ({ ...member, savesScaled: member.rewardedScaled }));
  return levels.flatMap((level) =>
    choose(
      start,
      rewarded.filter((member) => price(member) <= level),
      deal.rewarded,
    ).flatMap((outcome) =>
      choose(
        outcome,
        deal.members.filter((member) => price(member) >= level),
        deal.units - deal.rewarded,
      ),
    ),
  );

  /** Every way to take `units` units of the members. */
  function choose(outcome: Outcome, members: readonly DealMember[], count: number): Outcome[] {
    if (count === 0) return [outcome];
    const [first, ...others] = members;
    if (!first) return [];
    const ways: Outcome[] = [];
    for (let taken = 0; taken <= Math.min(count, outcome.after[first.unitClass] ?? 0); taken += 1) {
      const after = outcome.after.with(first.unitClass, (outcome.after[first.unitClass] ?? 0) - taken);
      const saves = outcome.saves + taken * first.savesScaled;
      ways.push(
        ...choose({ saves, prices: outcome.prices + taken * price(first), after }, others, count - taken),
      );
    }
    return ways;
  }
}
