import type { Component } from './components.ts';
import type { Deal, DealApplication, DealMember, PackingInstance, UnitClass } from './packing.ts';
import type { ComponentSolution } from './solve-component.ts';

/** Answers of components by what they are. */
export type ComponentMemory = Map<string, RememberedComponent>;

/** A component that was solved, in the numbers of its instance; null where its forced deal cannot apply. */
export interface RememberedComponent {
  readonly component: Component;
  readonly solution: ComponentSolution | null;
}

/**
 * Everything that a component's answer depends on, as text: numbers, with how many of them follow wherever that
 * differs. Components alike but for their numbers have the same.
 */
export function componentKey(
  instance: PackingInstance,
  { deals, classes }: Component,
  forced: number,
  nodesMax: number,
): string {
  const numbers: (number | null)[] = [nodesMax, deals.indexOf(forced), classes.length];
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
      numbers.push(PACKAGE, deal.applicationsMax, deal.constantScaled, deal.groups.length);
      for (const { units, members } of deal.groups) {
        numbers.push(units);
        list(members);
      }
    } else if (deal.kind === 'leastExpensive') {
      numbers.push(LEAST_EXPENSIVE, deal.applicationsMax, deal.units, deal.rewarded);
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
  return numbers.join();
}

const PACKAGE = 1;
const LEAST_EXPENSIVE = 2;
const QUANTITY = 3;

/** The solution of a component that is alike, in the numbers of this one. */
export function fromMemory(
  { deals, classes }: Component,
  { component, solution }: RememberedComponent,
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
