import type { Component } from './components.ts';
import type { Deal, DealApplication, DealMember, PackingInstance, UnitClass } from './packing.ts';
import type { ComponentSolution } from './solve-component.ts';

/** A component that was solved, in the numbers of its instance; null where its forced deal cannot apply. */
interface RememberedComponent {
  /** See `componentKey`. */
  readonly key: readonly number[];
  readonly component: Component;
  readonly solution: ComponentSolution | null;
}

/** Answers of components by what they are. */
export class ComponentMemory {
  size = 0;
  readonly #byHash = new Map<number, RememberedComponent[]>();

  clear() {
    this.#byHash.clear();
    this.size = 0;
  }

  find(key: readonly number[]): RememberedComponent | undefined {
    return this.#byHash.get(hashOf(key))?.find((known) => isSame(known.key, key));
  }

  keep(remembered: RememberedComponent) {
    const hash = hashOf(remembered.key);
    const alike = this.#byHash.get(hash);
    if (alike) alike.push(remembered);
    else this.#byHash.set(hash, [remembered]);
    this.size += 1;
  }
}

function hashOf(key: readonly number[]): number {
  let hash = 0;
  for (const number of key) hash = (Math.imul(hash, 31) + number) | 0;
  return hash;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, index) => number === b[index]);
}

/**
 * Everything that a component's answer depends on, as numbers, with how many of them follow wherever that
 * differs. Components alike but for their numbers have the same.
 */
export function componentKey(
  instance: PackingInstance,
  { deals, classes }: Component,
  forced: number,
  nodesMax: number,
): number[] {
  const numbers: number[] = [nodesMax, deals.indexOf(forced), classes.length];
  for (const index of classes) {
    const { units, priceScaled, aloneScaled } = instance.classes[index] as UnitClass;
    numbers.push(units, priceScaled, aloneScaled);
  }
  const list = (members: readonly DealMember[]) => {
    numbers.push(members.length);
    for (const { unitClass, savesScaled } of members) numbers.push(classes.indexOf(unitClass), savesScaled);
  };
  for (const index of deals) {
    const deal = instance.deals[index] as Deal;
    if (deal.kind === 'package') {
      numbers.push(PACKAGE, deal.applicationsMax ?? -1, deal.constantScaled, deal.groups.length);
      for (const { units, members } of deal.groups) {
        numbers.push(units);
        list(members);
      }
    } else if (deal.kind === 'leastExpensive') {
      numbers.push(LEAST_EXPENSIVE, deal.applicationsMax ?? -1, deal.units, deal.rewarded);
      list(deal.members);
      for (const { rewardedScaled } of deal.members) numbers.push(rewardedScaled);
    } else {
      numbers.push(QUANTITY, deal.tiers.length);
      for (const { minUnits, members } of deal.tiers) {
        numbers.push(minUnits);
        list(members);
      }
    }
  }
  return numbers;
}

const PACKAGE = 1;
const LEAST_EXPENSIVE = 2;
const QUANTITY = 3;

/** The solution of a component that is alike, in the numbers of this one. */
export function fromMemory(
  { deals, classes }: Component,
  { component, solution }: Pick<RememberedComponent, 'component' | 'solution'>,
): ComponentSolution | null {
  if (solution === null) return null;
  const applications = solution.applications.map(
    (application): DealApplication => ({
      ...application,
      deal: deals[component.deals.indexOf(application.deal)] as number,
      takes: application.takes.map((take) => ({
        ...take,
        unitClass: classes[component.classes.indexOf(take.unitClass)] as number,
      })),
    }),
  );
  return { ...solution, applications };
}
