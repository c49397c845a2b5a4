import type { Component } from './components.ts';
import type { Deal, DealApplication, DealMember, PackingInstance } from './packing.ts';
import type { ComponentSolution } from './solve-component.ts';

/** Answers of components by what they are, in numbers of their own: deals and classes count from 0 in each. */
export type ComponentMemory = Map<string, ComponentSolution | null>;

/** Everything that a component's answer depends on, as text. Components alike but for their numbers have the same. */
export function componentKey(
  instance: PackingInstance,
  { deals, classes }: Component,
  forced: number,
  nodesMax: number,
): string {
  const local = new Map<number, number>();
  const stocks = classes.map((index, at) => {
    local.set(index, at);
    const stock = instance.classes[index];
    return [stock?.units, stock?.priceScaled, stock?.aloneScaled];
  });
  const list = (members: readonly (DealMember & { readonly rewardedScaled?: number })[]) =>
    members.map(({ unitClass, savesScaled, rewardedScaled }) => [
      local.get(unitClass),
      savesScaled,
      rewardedScaled,
    ]);
  const texts = deals.map((index) => {
    const deal = instance.deals[index] as Deal;
    if (deal.kind === 'quantity')
      return ['q', ...deal.tiers.map(({ minUnits, members }) => [minUnits, list(members)])];
    if (deal.kind === 'leastExpensive')
      return ['l', deal.applicationsMax, deal.units, deal.rewarded, list(deal.members)];
    const groups = deal.groups.map(({ units, members }) => [units, list(members)]);
    return ['p', deal.applicationsMax, deal.constantScaled, groups];
  });
  return JSON.stringify([nodesMax, deals.indexOf(forced), stocks, texts]);
}

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
