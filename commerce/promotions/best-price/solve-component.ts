import { dealOut, type Run, type Taking } from './applications.ts';
import { applicationsLimit } from './applications-limit.ts';
import { branchAndBound } from './branch-and-bound.ts';
import type { Component } from './components.ts';
import { formulate } from './formulate.ts';
import { greedy } from './greedy.ts';
import { type MergedInstance, mergeClasses } from './merge-classes.ts';
import { solveOneDeal } from './one-deal.ts';
import type { Deal, DealApplication, PackingInstance } from './packing.ts';
import { readVector } from './read-vector.ts';

/** A component's answer in its own numbers. */
export interface ComponentSolution {
  readonly applications: readonly DealApplication[];
  /** What its applications save beyond what their units save alone. */
  readonly gainScaled: number;
  readonly boundScaled: number;
  readonly proven: boolean;
  readonly nodes: number;
}

/** The best of one component; null if the deal that must apply cannot. */
export function solveComponent(component: Component, nodesMax: number): ComponentSolution | null {
  const { instance, forced } = component;
  const must = instance.deals[forced];
  if (must && must.kind !== 'quantity' && applicationsLimit(instance, must) < 1) return null;
  if (instance.deals.length === 1) {
    const takings = solveOneDeal(instance, forced === 0);
    if (takings && (forced < 0 || takings.length > 0)) return solution(instance, takings, null, 0);
  }
  const merged = mergeClasses({
    ...instance,
    deals: instance.deals.map((deal) => foldSingleUnits(instance, deal)),
  });
  const formulation = formulate(merged.instance, forced);
  const start = greedy(formulation, merged.instance, null, forced);
  const { best, bound, nodes } = branchAndBound(formulation, start, nodesMax);
  if (!best) return null;
  const takings = readVector(formulation, merged.instance, best);
  // Costs count applications besides gains, at less than the smallest gain for all of them.
  const boundScaled = Math.ceil(bound / formulation.gainFactor);
  return solution(instance, spread(instance, merged.originals, takings), boundScaled, nodes);
}

/** A package of one unit has its cap in each unit's saving. */
function foldSingleUnits(instance: PackingInstance, deal: Deal): Deal {
  const [group, second] = deal.kind === 'package' ? deal.groups : [];
  if (deal.kind !== 'package' || !group || second || group.units > 1) return deal;
  const members = group.members.map(({ unitClass, savesScaled }) => {
    const price = instance.classes[unitClass]?.priceScaled ?? 0;
    return { unitClass, savesScaled: Math.min(price, savesScaled + deal.constantScaled) };
  });
  return { ...deal, constantScaled: 0, groups: [{ units: 1, members }] };
}

function solution(
  instance: PackingInstance,
  takings: readonly Taking[],
  boundScaled: number | null,
  nodes: number,
): ComponentSolution {
  const applications = takings.flatMap((taking) => dealOut(instance, taking));
  let gainScaled = 0;
  for (const { times, takes, savesScaled } of applications) {
    gainScaled += times * savesScaled;
    for (const { unitClass, units } of takes)
      gainScaled -= times * units * (instance.classes[unitClass]?.aloneScaled ?? 0);
  }
  const proven = boundScaled === null || boundScaled <= gainScaled;
  return { applications, gainScaled, boundScaled: proven ? gainScaled : boundScaled, proven, nodes };
}

/** Gives the units of merged classes back to the classes they came from, in their order. */
function spread(
  instance: PackingInstance,
  originals: MergedInstance['originals'],
  takings: readonly Taking[],
) {
  const left = instance.classes.map(({ units }) => units);
  const take = (run: Run): Run[] => {
    const runs: Run[] = [];
    let missing = run.units;
    for (const unitClass of originals[run.unitClass] ?? []) {
      const units = Math.min(missing, left[unitClass] ?? 0);
      if (units === 0) continue;
      left[unitClass] = (left[unitClass] ?? 0) - units;
      missing -= units;
      runs.push({ unitClass, units });
    }
    return runs;
  };
  return takings.map(
    (taking): Taking => ({ ...taking, groups: taking.groups.map((runs) => runs.flatMap(take)) }),
  );
}
