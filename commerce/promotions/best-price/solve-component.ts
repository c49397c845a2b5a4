import { dealOut, type Taking } from './applications.ts';
import { applicationsLimit, excessScaled } from './applications-limit.ts';
import { branchAndBound } from './branch-and-bound.ts';
import type { Component } from './components.ts';
import { formulate } from './formulate.ts';
import { solveOneDeal } from './one-deal.ts';
import type { DealApplication, PackingInstance } from './packing.ts';
import { readVector } from './read-vector.ts';
import { Scratch } from './scratch.ts';

/** Above so many columns for copies, a cap that matters stays unproven. */
const COPIES_MAX = 1500;

/** Searches do not wait for anything, so there is never more than one. */
const scratch = new Scratch();

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
  const search = (copies: boolean, nodes: number) => {
    scratch.clear();
    const formulation = formulate(instance, component, first, forced, copies, scratch);
    const { best, bound, nodes: taken } = branchAndBound(formulation, instance, forced, nodes);
    if (!best) return null;
    const takings = readVector(formulation, instance, component, first, best);
    // Costs count applications besides gains, at less than the smallest gain for all of them.
    return solution(instance, takings, Math.ceil(bound / formulation.gainFactor), taken);
  };
  const together = search(false, nodesMax);
  if (!together || together.proven || together.nodes >= nodesMax) return together;
  // Caps were taken together, and it matters: now one by one.
  if (copiesOf(instance, component) > COPIES_MAX) return together;
  const apart = search(true, nodesMax - together.nodes);
  if (!apart) return together;
  const better = apart.gainScaled >= together.gainScaled ? apart : together;
  const boundScaled = Math.min(apart.boundScaled, together.boundScaled);
  const proven = boundScaled <= better.gainScaled;
  return { ...better, boundScaled, proven, nodes: together.nodes + apart.nodes };
}

/** How many columns copies of packages for every application would take. */
function copiesOf(instance: PackingInstance, { deals }: Component): number {
  let columns = 0;
  for (const index of deals) {
    const deal = instance.deals[index];
    if (deal?.kind !== 'package' || excessScaled(instance, deal) <= 0) continue;
    let members = 0;
    for (const group of deal.groups) members += group.members.length;
    columns += members * applicationsLimit(instance, deal);
  }
  return columns;
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
