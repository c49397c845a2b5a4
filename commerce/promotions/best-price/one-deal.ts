import type { Run, Taking } from './applications.ts';
import { applicationsLimit, excessScaled } from './applications-limit.ts';
import { memberLists } from './components.ts';
import type {
  Deal,
  DealMember,
  LeastExpensiveDeal,
  PackageDeal,
  PackingInstance,
  QuantityDeal,
} from './packing.ts';

/** The most work a fast path may be: beyond it the general search is as good. */
const STEPS_MAX = 40_000;
const UNITS_MAX = 2000;

/**
 * The best of a component with one deal, worked out directly; null if the deal is not of a kind where that is
 * exact. An empty list means that the deal is better not applied.
 */
export function solveOneDeal(instance: PackingInstance, index: number, forced: boolean): Taking[] | null {
  const deal = instance.deals[index] as Deal;
  if (unitsOf(instance, deal) > UNITS_MAX) return null;
  if (deal.kind === 'package') return onePackage(instance, deal, index, forced);
  if (deal.kind === 'leastExpensive') return oneLeast(instance, deal, index, forced);
  return oneQuantity(instance, deal, index, forced);
}

interface Unit {
  readonly unitClass: number;
  readonly gain: number;
}

function unitsByGain(instance: PackingInstance, members: readonly DealMember[]): Unit[] {
  const units: Unit[] = [];
  for (const { unitClass, savesScaled } of members) {
    const stock = instance.classes[unitClass];
    const gain = savesScaled - (stock?.aloneScaled ?? 0);
    for (let unit = 0; unit < (stock?.units ?? 0); unit += 1) units.push({ unitClass, gain });
  }
  return units.sort((a, b) => b.gain - a.gain || a.unitClass - b.unitClass);
}

function runsOf(units: readonly Unit[]): Run[] {
  return units.map(({ unitClass }) => ({ unitClass, units: 1 }));
}

function unitsOf(instance: PackingInstance, deal: Deal): number {
  let units = 0;
  for (const members of memberLists(deal))
    for (const { unitClass } of members) units += instance.classes[unitClass]?.units ?? 0;
  return units;
}

/** Every further application takes the next best units of each group, so it gains less than the one before. */
function onePackage(
  instance: PackingInstance,
  deal: PackageDeal,
  index: number,
  forced: boolean,
): Taking[] | null {
  if (excessScaled(instance, deal) > 0) return null;
  const seen = new Uint8Array(instance.classes.length);
  for (const { members } of deal.groups) {
    for (const { unitClass } of members) {
      if (seen[unitClass]) return null;
      seen[unitClass] = 1;
    }
  }
  const groups = deal.groups.map(({ members }) => unitsByGain(instance, members));
  const limit = applicationsLimit(instance, deal);
  let times = 0;
  while (times < limit) {
    let gain = deal.constantScaled;
    for (const [index, { units }] of deal.groups.entries())
      for (let unit = times * units; unit < (times + 1) * units; unit += 1)
        gain += groups[index]?.[unit]?.gain ?? 0;
    if (gain <= 0 && !(forced && times === 0)) break;
    times += 1;
  }
  if (times === 0) return [];
  const taken = groups.map((units, index) =>
    runsOf(units.slice(0, times * (deal.groups[index]?.units ?? 0))),
  );
  return [{ deal: index, times, tier: 0, groups: taken }];
}

/**
 * When dearer units never gain less by being rewarded, grouping the dearest with the dearest is best for any
 * choice of units, so it is enough to walk down the prices and decide on taking each.
 */
function oneLeast(
  instance: PackingInstance,
  deal: LeastExpensiveDeal,
  index: number,
  forced: boolean,
): Taking[] | null {
  const limit = applicationsLimit(instance, deal);
  const most = limit * deal.units;
  if (unitsOf(instance, deal) * most > STEPS_MAX) return null;
  const units: { unitClass: number; price: number; full: number; rewarded: number }[] = [];
  for (const { unitClass, savesScaled, rewardedScaled } of deal.members) {
    const stock = instance.classes[unitClass];
    const alone = stock?.aloneScaled ?? 0;
    const unit = {
      unitClass,
      price: stock?.priceScaled ?? 0,
      full: savesScaled - alone,
      rewarded: rewardedScaled - alone,
    };
    for (let count = 0; count < (stock?.units ?? 0); count += 1) units.push(unit);
  }
  units.sort((a, b) => b.price - a.price || a.unitClass - b.unitClass);
  for (let index = 1; index < units.length; index += 1) {
    const dearer = units[index - 1];
    const cheaper = units[index];
    if (!dearer || !cheaper) continue;
    const more = dearer.rewarded - dearer.full - (cheaper.rewarded - cheaper.full);
    if (more < 0 || (more !== 0 && dearer.price === cheaper.price)) return null;
  }
  const best = new Float64Array(most + 1).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  const chosen: Uint8Array[] = [];
  for (const unit of units) {
    const row = new Uint8Array(most + 1);
    for (let taken = Math.min(most, chosen.length + 1); taken > 0; taken -= 1) {
      const isRewarded = (taken - 1) % deal.units >= deal.units - deal.rewarded;
      const value = (best[taken - 1] as number) + (isRewarded ? unit.rewarded : unit.full);
      if (value <= (best[taken] as number)) continue;
      best[taken] = value;
      row[taken] = 1;
    }
    chosen.push(row);
  }
  let times = forced ? 1 : 0;
  for (let more = times + 1; more <= limit; more += 1)
    if ((best[more * deal.units] as number) > (best[times * deal.units] as number)) times = more;
  if (times === 0) return [];
  const full: Run[] = [];
  const rewarded: Run[] = [];
  let taken = times * deal.units;
  for (let index = units.length - 1; index >= 0; index -= 1) {
    if (!chosen[index]?.[taken]) continue;
    taken -= 1;
    const isRewarded = taken % deal.units >= deal.units - deal.rewarded;
    (isRewarded ? rewarded : full).unshift({ unitClass: units[index]?.unitClass ?? 0, units: 1 });
  }
  return [{ deal: index, times, tier: 0, groups: [full, rewarded] }];
}

/** For every tier, all units that gain; where they are too few, those that lose least besides. */
function oneQuantity(
  instance: PackingInstance,
  deal: QuantityDeal,
  index: number,
  forced: boolean,
): Taking[] | null {
  let best: Taking[] = [];
  let bestGain = forced ? Number.NEGATIVE_INFINITY : 0;
  for (const [tier, { minUnits, members }] of deal.tiers.entries()) {
    const most = (deal.tiers[tier + 1]?.minUnits ?? Number.MAX_SAFE_INTEGER) - 1;
    const units = unitsByGain(instance, members);
    if (units.length < minUnits || most < minUnits) continue;
    let count = 0;
    let gain = 0;
    while (count < units.length && count < most && (count < minUnits || (units[count]?.gain ?? 0) > 0)) {
      gain += units[count]?.gain ?? 0;
      count += 1;
    }
    if (gain <= bestGain) continue;
    bestGain = gain;
    best = [{ deal: index, times: 1, tier, groups: [runsOf(units.slice(0, count))] }];
  }
  return best;
}
