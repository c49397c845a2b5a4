import type { Component } from './components.ts';
import type { Deal, DealApplication, DealMember, PackingInstance, UnitClass } from './packing.ts';
import type { ComponentSolution } from './solve-component.ts';

/** Answers of components by what they are, in numbers of their own: deals and classes count from 0 in each. */
export type ComponentMemory = Map<string, ComponentSolution | null>;

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
  const list = (members: readonly (DealMember & { readonly rewardedScaled?: number })[]) => {
    numbers.push(members.length);
    for (const { unitClass, savesScaled, rewardedScaled = 0 } of members)
      numbers.push(classes.indexOf(unitClass), savesScaled, rewardedScaled);
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

/** The solution in the component's own numbers, to be remembered. */
export function toMemory({ deals, classes }: Component, solution: ComponentSolution): ComponentSolution {
  return renumbered(
    solution,
    (deal) => deals.indexOf(deal),
    (unitClass) => classes.indexOf(unitClass),
  );
}

/** A remembered solution in the numbers of an instance with this component. */
export function fromMemory({ deals, classes }: Component, solution: ComponentSolution): ComponentSolution {
  return renumbered(
    solution,
    (deal) => deals[deal] as number,
    (unitClass) => classes[unitClass] as number,
  );
}

function renumbered(
  solution: ComponentSolution,
  dealTo: (deal: number) => number,
  classTo: (unitClass: number) => number,
): ComponentSolution {
  const applications = solution.applications.map(
    (application): DealApplication => ({
      ...application,
      deal: dealTo(application.deal),
      takes: application.takes.map((take) => ({ ...take, unitClass: classTo(take.unitClass) })),
    }),
  );
  return { ...solution, applications };
}
