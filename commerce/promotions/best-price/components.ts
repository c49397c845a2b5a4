import type { Deal, DealMember, PackingInstance } from './packing.ts';

/** Deals that share classes, and those classes, as indexes into the instance, rising: a problem of its own. */
export interface Component {
  readonly deals: readonly number[];
  readonly classes: readonly number[];
}

/**
 * Splits an instance into problems that do not touch each other. Deals that cannot apply or cannot save more
 * than their units alone are left out, unless `forced`; so are classes in no deal.
 */
export function splitComponents(instance: PackingInstance, forced: number): Component[] {
  const { classes, deals } = instance;
  const parent = new Int32Array(classes.length);
  for (let index = 0; index < parent.length; index += 1) parent[index] = index;
  const firstClass: number[] = [];
  for (let index = 0; index < deals.length; index += 1) {
    const deal = deals[index] as Deal;
    let first = -1;
    if (index === forced || worthwhile(instance, deal)) {
      for (const members of memberLists(deal)) {
        for (let at = 0; at < members.length; at += 1) {
          const root = rootOf(parent, (members[at] as DealMember).unitClass);
          if (first < 0) first = root;
          else parent[root] = first;
        }
      }
    }
    firstClass.push(first);
  }
  return collect(parent, firstClass, deals);
}

function rootOf(parent: Int32Array, index: number): number {
  let root = index;
  while (parent[root] !== root) {
    const above = parent[root] as number;
    parent[root] = parent[above] as number;
    root = above;
  }
  return root;
}

function collect(parent: Int32Array, firstClass: readonly number[], deals: readonly Deal[]): Component[] {
  const components: { deals: number[]; classes: number[] }[] = [];
  const componentOf = new Int32Array(parent.length).fill(-1);
  for (let index = 0; index < deals.length; index += 1) {
    const first = firstClass[index] as number;
    if (first < 0) continue;
    const root = rootOf(parent, first);
    if (componentOf[root] === -1) {
      componentOf[root] = components.length;
      components.push({ deals: [], classes: [] });
    }
    components[componentOf[root] as number]?.deals.push(index);
  }
  for (let unitClass = 0; unitClass < parent.length; unitClass += 1)
    components[componentOf[rootOf(parent, unitClass)] as number]?.classes.push(unitClass);
  return components;
}

/** The lists of members of a deal: its groups, its tiers, or itself. */
export function memberLists(deal: Deal): readonly (readonly DealMember[])[] {
  if (deal.kind === 'leastExpensive') return [deal.members];
  return (deal.kind === 'package' ? deal.groups : deal.tiers).map(({ members }) => members);
}

/** Whether enough units are there and one application could save more than its units alone. */
function worthwhile({ classes }: PackingInstance, deal: Deal): boolean {
  let units = 0;
  let best = 0;
  let bestRewarded = 0;
  const look = (members: readonly (DealMember & { readonly rewardedScaled?: number })[]) => {
    units = 0;
    best = Number.NEGATIVE_INFINITY;
    bestRewarded = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at] as (typeof members)[number];
      const stock = classes[member.unitClass];
      if (!stock) continue;
      units += stock.units;
      const gain = member.savesScaled - stock.aloneScaled;
      if (gain > best) best = gain;
      if (member.rewardedScaled !== undefined)
        bestRewarded = Math.max(bestRewarded, member.rewardedScaled - stock.aloneScaled);
    }
  };
  if (deal.kind === 'quantity') {
    return deal.tiers.some(({ minUnits, members }) => {
      look(members);
      return units >= minUnits && best > 0;
    });
  }
  if (deal.applicationsMax === 0) return false;
  if (deal.kind === 'leastExpensive') {
    look(deal.members);
    return units >= deal.units && deal.rewarded * bestRewarded + (deal.units - deal.rewarded) * best > 0;
  }
  let gain = deal.constantScaled;
  for (const group of deal.groups) {
    look(group.members);
    if (units < group.units) return false;
    gain += group.units * best;
  }
  return gain > 0;
}
