import { dealOut, type Taking } from './applications.ts';
import { applicationsLimit } from './applications-limit.ts';
import { branchAndBound } from './branch-and-bound.ts';
import type { Component } from './components.ts';
import { formulate } from './formulate.ts';
import { solveOneDeal } from './one-deal.ts';
import type { DealApplication, PackingInstance } from './packing.ts';
import { readVector } from './read-vector.ts';

/** A component's answer, in the instance's numbers. */
export interface ComponentSolution {
  readonly applications: readonly DealApplication[];
  /** What its applications save beyond what their units save alone. */
  readonly gainScaled: number;
  readonly boundScaled: number;
  readonly proven: boolean;
  readonly nodes: number;
}

/**
 * The best of one component; null if `forced`, a deal of it, cannot apply. `first` names for each class the
 * first one like it.
 */
export function solveComponent(
  instance: PackingInstance,
  component: Component,
  first: Int32Array,
  forced: number,
  nodesMax: number,
): ComponentSolution | null {
  const must = instance.deals[forced];
  if (must && must.kind !== 'quantity' && applicationsLimit(instance, must) < 1) return null;
  const [only, second] = component.deals;
  if (only !== undefined && second === undefined) {
    const takings = solveOneDeal(instance, only, forced === only);
    if (takings && (forced < 0 || takings.length > 0)) return solution(instance, takings, null, 0);
  }
  const formulation = formulate(instance, component, first, forced);
  const { best, bound, nodes } = branchAndBound(formulation, instance, forced, nodesMax);
  if (!best) return null;
  const takings = readVector(formulation, instance, component, first, best);
  // Costs count applications besides gains, at less than the smallest gain for all of them.
  return solution(instance, takings, Math.ceil(bound / formulation.gainFactor), nodes);
}

function solution(
  instance: PackingInstance,
  takings: readonly Taking[],
  boundScaled: number | null,
  nodes: number,
): ComponentSolution {
  const applications: DealApplication[] = [];
  for (const taking of takings) dealOut(instance, taking, applications);
  let gainScaled = 0;
  for (const { times, takes, savesScaled } of applications) {
    gainScaled += times * savesScaled;
    for (const { unitClass, units } of takes)
      gainScaled -= times * units * (instance.classes[unitClass]?.aloneScaled as number);
  }
  const proven = boundScaled === null || boundScaled <= gainScaled;
  return { applications, gainScaled, boundScaled: proven ? gainScaled : boundScaled, proven, nodes };
}
