import type { Deal, DealMember, PackingInstance, UnitClass } from './packing.ts';

/** Deals that share classes, with those classes: a problem of its own, numbered from 0 in the given order. */
export interface Component {
  readonly instance: PackingInstance;
  /** The classes and deals of the whole instance that the component's are. */
  readonly classes: readonly number[];
  readonly deals: readonly number[];
  /** Index into the component's deals of the one that must apply, or -1. */
  readonly forced: number;
}

/**
 * Splits an instance into problems that do not touch each other. Deals that cannot apply or cannot save more
 * than their units alone are left out, unless forced; so are classes in no deal.
 */
export function splitComponents(instance: PackingInstance, forced: number): Component[] {
  const parent = instance.classes.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] as number;
    parent[index] = root;
    return root;
  };
  const kept: number[] = [];
  for (const [index, deal] of instance.deals.entries()) {
    if (index !== forced && !worthwhile(instance, deal)) continue;
    kept.push(index);
    let first = -1;
    for (const members of memberLists(deal)) {
      for (const { unitClass } of members) {
        if (first < 0) first = find(unitClass);
        else parent[find(unitClass)] = find(first);
      }
    }
  }
  const dealsByRoot = new Map<number, number[]>();
  for (const index of kept) {
    const start = memberLists(instance.deals[index] as Deal).find((members) => members.length > 0)?.[0];
    if (!start) continue;
    const root = find(start.unitClass);
    const deals = dealsByRoot.get(root);
    if (deals) deals.push(index);
    else dealsByRoot.set(root, [index]);
  }
  return [...dealsByRoot.values()].map((deals) => componentOf(instance, deals, forced));
}

/** The lists of members of a deal: its groups, its tiers, or its only one. */
export function memberLists(deal: Deal): readonly (readonly DealMember[])[] {
  if (deal.kind === 'leastExpensive') return [deal.members];
  return (deal.kind === 'package' ? deal.groups : deal.tiers).map(({ members }) => members);
}

/** Whether enough units are there and one application could save more than its units alone. */
function worthwhile(instance: PackingInstance, deal: Deal): boolean {
  const unitsOf = (members: readonly DealMember[]) =>
    members.reduce((sum, { unitClass }) => sum + (instance.classes[unitClass]?.units ?? 0), 0);
  const gain = ({ unitClass }: DealMember, savesScaled: number) =>
    savesScaled - (instance.classes[unitClass]?.aloneScaled ?? 0);
  const most = (members: readonly DealMember[]) =>
    members.reduce(
      (top, member) => Math.max(top, gain(member, member.savesScaled)),
      Number.NEGATIVE_INFINITY,
    );
  if (deal.kind !== 'quantity' && deal.applicationsMax === 0) return false;
  switch (deal.kind) {
    case 'package':
      return (
        deal.groups.every(({ units, members }) => unitsOf(members) >= units) &&
        deal.groups.reduce((sum, { units, members }) => sum + units * most(members), deal.constantScaled) > 0
      );
    case 'leastExpensive': {
      if (unitsOf(deal.members) < deal.units) return false;
      const best = deal.members.reduce(
        (top, member) => Math.max(top, gain(member, member.rewardedScaled)),
        Number.NEGATIVE_INFINITY,
      );
      return deal.rewarded * best + (deal.units - deal.rewarded) * most(deal.members) > 0;
    }
    case 'quantity':
      return deal.tiers.some(({ minUnits, members }) => unitsOf(members) >= minUnits && most(members) > 0);
  }
}

function componentOf(instance: PackingInstance, deals: readonly number[], forced: number): Component {
  const used = new Set<number>();
  for (const index of deals)
    for (const members of memberLists(instance.deals[index] as Deal))
      for (const { unitClass } of members) used.add(unitClass);
  const classes = [...used].sort((a, b) => a - b);
  const local = new Map(classes.map((unitClass, index) => [unitClass, index]));
  const renumber = <M extends DealMember>(members: readonly M[]): M[] =>
    members
      .map((member) => ({ ...member, unitClass: local.get(member.unitClass) as number }))
      .sort((a, b) => a.unitClass - b.unitClass);
  return {
    instance: {
      classes: classes.map((unitClass) => instance.classes[unitClass] as UnitClass),
      deals: deals.map((index): Deal => {
        const deal = instance.deals[index] as Deal;
        if (deal.kind === 'quantity')
          return { ...deal, tiers: deal.tiers.map((tier) => ({ ...tier, members: renumber(tier.members) })) };
        if (deal.kind === 'leastExpensive') return { ...deal, members: renumber(deal.members) };
        return {
          ...deal,
          groups: deal.groups.map((group) => ({ ...group, members: renumber(group.members) })),
        };
      }),
    },
    classes,
    deals,
    forced: deals.indexOf(forced),
  };
}
