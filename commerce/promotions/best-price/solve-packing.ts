import { assert } from '../../assert.ts';
import { type Component, splitComponents } from './components.ts';
import type { DealApplication, PackingInstance, PackingOptions, PackingSolution } from './packing.ts';
import { type ComponentSolution, solveComponent } from './solve-component.ts';

/** Answers of components by what they are; a caller keeps one for a basket and hands it over at every scan. */
export type ComponentMemory = Map<string, ComponentSolution | null>;

/**
 * The packing that saves most: among equals the one with the fewest applications, then the one that deals and
 * classes in their given order lead to. The same on every host, as the search counts its steps and never looks
 * at a clock. With `memory`, components that were solved before are not solved again; the answer is the same.
 * Null if `atLeastOnce` names a deal that cannot apply.
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
  options: PackingOptions,
  memory?: ComponentMemory,
): PackingSolution | null {
  const forced = options.atLeastOnce ?? -1;
  assert(forced < instance.deals.length, 'the deal that must apply is one of the instance');
  const components = splitComponents(instance, forced);
  if (forced >= 0 && !components.some(({ deals }) => deals.includes(forced))) return null;
  let aloneScaled = 0;
  for (const { units, aloneScaled: each } of instance.classes) aloneScaled += units * each;
  let valueScaled = aloneScaled;
  let boundScaled = aloneScaled;
  let proven = true;
  let nodes = 0;
  const applications: DealApplication[] = [];
  for (const component of components) {
    const solution = remember(component, options.nodesMax, memory);
    if (!solution) return null;
    valueScaled += solution.gainScaled;
    boundScaled += solution.boundScaled;
    proven &&= solution.proven;
    nodes += solution.nodes;
    for (const application of solution.applications) applications.push(inWhole(component, application));
  }
  assert(Number.isSafeInteger(boundScaled), 'savings of a basket fit into 53 bits');
  applications.sort((a, b) => a.deal - b.deal);
  return { applications, valueScaled, proven, boundScaled, nodes, components: components.length };
}

function remember(
  component: Component,
  nodesMax: number,
  memory?: ComponentMemory,
): ComponentSolution | null {
  if (!memory) return solveComponent(component, nodesMax);
  const key = JSON.stringify([nodesMax, component.forced, component.instance]);
  const known = memory.get(key);
  if (known !== undefined) return known;
  const solution = solveComponent(component, nodesMax);
  memory.set(key, solution);
  return solution;
}

function inWhole(component: Component, application: DealApplication): DealApplication {
  return {
    ...application,
    deal: component.deals[application.deal] as number,
    takes: application.takes.map((take) => ({
      ...take,
      unitClass: component.classes[take.unitClass] as number,
    })),
  };
}
