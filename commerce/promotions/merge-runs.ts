import type { DealMember, UnitClass } from './best-price/packing.ts';
import type { RoundDeal, RoundProblem, RoundRun } from './round-deals.ts';

/** Runs that every deal treats alike become one class; without that, the search would try them one by one. */
export function mergeRuns(
  runs: readonly RoundRun[],
  deals: readonly RoundDeal[],
): Pick<RoundProblem, 'classes' | 'classRuns' | 'deals'> {
  const prices = runs.map(({ run }) => run.valueScaled);
  const isLone = prices.map((price) => prices.indexOf(price) === prices.lastIndexOf(price));
  if (isLone.every(Boolean)) return unmerged(runs, deals);
  const signatures: string[] = runs.map(({ run, alone }) => `${run.valueScaled} ${alone.savesScaled}`);
  deals.forEach(({ deal }, position) => {
    const sets = deal.kind === 'package' ? deal.groups : deal.kind === 'quantity' ? deal.tiers : [deal];
    sets.forEach(({ members }, set) => {
      for (const member of members) {
        if (isLone[member.unitClass]) continue;
        const rewarded = 'rewardedScaled' in member ? ` ${member.rewardedScaled}` : '';
        signatures[member.unitClass] += `;${position}.${set} ${member.savesScaled}${rewarded}`;
      }
    });
  });
  const classOf: number[] = [];
  const classRuns: number[][] = [];
  const bySignature = new Map<string, number>();
  signatures.forEach((signature, index) => {
    let unitClass = bySignature.get(signature);
    if (unitClass === undefined) {
      unitClass = classRuns.length;
      bySignature.set(signature, unitClass);
      classRuns.push([]);
    }
    classOf.push(unitClass);
    classRuns[unitClass]?.push(index);
  });
  if (classRuns.length === runs.length) return unmerged(runs, deals);
  const classes = classRuns.map((members): UnitClass => {
    const first = runs[members[0] ?? 0] as RoundRun;
    const units = members.reduce((sum, index) => sum + (runs[index]?.run.count ?? 0), 0);
    return classOfUnits(first, units);
  });
  return { classes, classRuns, deals: deals.map((deal) => merged(deal, classOf)) };
}

function unmerged(
  runs: readonly RoundRun[],
  deals: readonly RoundDeal[],
): Pick<RoundProblem, 'classes' | 'classRuns' | 'deals'> {
  const classes = runs.map((round) => classOfUnits(round, round.run.count));
  return { classes, classRuns: runs.map((_, index) => [index]), deals };
}

function classOfUnits({ run, alone }: RoundRun, units: number): UnitClass {
  return { units, priceScaled: run.valueScaled, aloneScaled: alone.savesScaled };
}

function merged({ match, deal }: RoundDeal, classOf: readonly number[]): RoundDeal {
  const distinct = <T extends DealMember>(members: readonly T[]): T[] => {
    const seen = new Map<number, T>();
    for (const member of members) {
      const unitClass = classOf[member.unitClass] ?? 0;
      if (!seen.has(unitClass)) seen.set(unitClass, { ...member, unitClass });
    }
    return [...seen.values()];
  };
  switch (deal.kind) {
    case 'package':
      return {
        match,
        deal: {
          ...deal,
          groups: deal.groups.map((group) => ({ ...group, members: distinct(group.members) })),
        },
      };
    case 'leastExpensive':
      return { match, deal: { ...deal, members: distinct(deal.members) } };
    case 'quantity':
      return {
        match,
        deal: { ...deal, tiers: deal.tiers.map((tier) => ({ ...tier, members: distinct(tier.members) })) },
      };
  }
}
