import { assert } from '../../assert.ts';
import { type ComponentMemory, componentKey, fromMemory } from './component-memory.ts';
import { type Component, splitComponents } from './components.ts';
import { mergeClasses } from './merge-classes.ts';
import type { DealApplication, PackingInstance, PackingOptions, PackingSolution } from './packing.ts';
import { type ComponentSolution, solveComponent } from './solve-component.ts';

/**
 * The packing that saves most: among equals the one with the fewest applications, then the one that deals and
 * classes in their given order lead to. The same on every host, as the search counts its steps and never looks
 * at a clock. With a `memory`, which a caller keeps for a basket, components that were solved before are not
 * solved again; the answer is the same. Null if `atLeastOnce` names a deal that cannot apply.
 */
export function solvePacking(
  instance: PackingInstance,
  options: PackingOptions & { readonly atLeastOnce?: undefined },
  memory?: ComponentMemory,
): PackingSolution;
export function solvePacking(
  instance: PackingInstance,
  options: PackingOptions,
  memory?: ComponentMemory,
): PackingSolution | null;
export function solvePacking(
  instance: PackingInstance,
  { nodesMax, atLeastOnce: forced = -1 }: PackingOptions,
  memory?: ComponentMemory,
): PackingSolution | null {
  assert(forced < instance.deals.length, 'the deal that must apply is one of the instance');
  const components = splitComponents(instance, forced);
  const first = mergeClasses(instance, components);
  let aloneScaled = 0;
  for (const { units, aloneScaled: each } of instance.classes) aloneScaled += units * each;
  let valueScaled = aloneScaled;
  let boundScaled = aloneScaled;
  let proven = true;
  let nodes = 0;
  let seenForced = forced < 0;
  const applications: DealApplication[] = [];
  for (const component of components) {
    const must = forced >= 0 && component.deals.includes(forced) ? forced : -1;
    if (must >= 0) seenForced = true;
    const solution = memory
      ? remembered(instance, component, first, must, nodesMax, memory)
      : solveComponent(instance, component, first, must, nodesMax);
    if (!solution) return null;
    valueScaled += solution.gainScaled;
    boundScaled += solution.boundScaled;
    proven &&= solution.proven;
    nodes += solution.nodes;
    for (const application of solution.applications) applications.push(application);
  }
  if (!seenForced) return null;
  assert(Number.isSafeInteger(boundScaled), 'savings of a basket fit into 53 bits');
  if (components.length > 1) applications.sort((a, b) => a.deal - b.deal);
  return { applications, valueScaled, proven, boundScaled, nodes, components: components.length };
}

function remembered(
  instance: PackingInstance,
  component: Component,
  first: Int32Array,
  forced: number,
  nodesMax: number,
  memory: ComponentMemory,
): ComponentSolution | null {
  const key = componentKey(instance, component, forced, nodesMax);
  const known = memory.find(key);
  if (known) return fromMemory(component, known);
  const solution = solveComponent(instance, component, first, forced, nodesMax);
  memory.keep({ key, component, solution });
  return solution;
}
