import type { LeastExpensiveDeal, PackageDeal, PackingInstance } from './packing.ts';

/** How often a deal can apply to these classes at most, by counting its groups alone. */
export function applicationsLimit(instance: PackingInstance, deal: PackageDeal | LeastExpensiveDeal): number {
  let limit = deal.applicationsMax ?? Number.MAX_SAFE_INTEGER;
  for (const group of deal.kind === 'package' ? deal.groups : [deal]) {
    let units = 0;
    for (const { unitClass } of group.members) units += instance.classes[unitClass]?.units ?? 0;
    limit = Math.min(limit, Math.floor(units / group.units));
  }
  return limit;
}

/** The most by which one application's savings can exceed the prices of its goods; 0 or less if never. */
export function excessScaled(instance: PackingInstance, deal: PackageDeal): number {
  let excess = deal.constantScaled;
  for (const { units, members } of deal.groups) {
    let most = Number.NEGATIVE_INFINITY;
    for (const { unitClass, savesScaled } of members)
      most = Math.max(most, savesScaled - (instance.classes[unitClass]?.priceScaled ?? 0));
    excess += units * most;
  }
  if (excess <= 0) return 0;
  // The quick look above lets one class serve all units; now with the units that are there.
  excess = deal.constantScaled;
  for (const { units, members } of deal.groups) {
    let missing = units;
    const over = members.map(({ unitClass, savesScaled }) => ({
      units: instance.classes[unitClass]?.units ?? 0,
      overScaled: savesScaled - (instance.classes[unitClass]?.priceScaled ?? 0),
    }));
    for (const each of over.sort((a, b) => b.overScaled - a.overScaled)) {
      const taken = Math.min(each.units, missing);
      excess += taken * each.overScaled;
      missing -= taken;
    }
  }
  return Math.max(0, excess);
}
