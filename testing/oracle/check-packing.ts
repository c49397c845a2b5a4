import type {
  Deal,
  DealApplication,
  DealTake,
  PackingInstance,
  PackingSolution,
} from '../../commerce/promotions/best-price/packing.ts';

/** Works out again what a packing saves, throwing a sentence if it breaks a rule: independent of the solver. */
export function checkedValue(instance: PackingInstance, solution: PackingSolution): number {
  const left = instance.classes.map(({ units }) => units);
  const timesByDeal = new Map<number, number>();
  let value = 0;
  for (const application of solution.applications) {
    const deal = instance.deals[application.deal];
    if (!deal) throw new Error(`there is no deal ${application.deal}`);
    if (!(application.times >= 1)) throw new Error('an application applies at least once');
    timesByDeal.set(application.deal, (timesByDeal.get(application.deal) ?? 0) + application.times);
    for (const { unitClass, units } of application.takes) {
      if (!(units >= 1)) throw new Error('a take takes at least one unit');
      left[unitClass] = (left[unitClass] ?? 0) - units * application.times;
    }
    const saves = savesOf(instance, deal, application);
    if (saves !== application.savesScaled)
      throw new Error(`deal ${application.deal} saves ${saves}, not ${application.savesScaled}`);
    value += saves * application.times;
  }
  for (const [index, times] of timesByDeal) {
    const deal = instance.deals[index] as Deal;
    const most = deal.kind === 'quantity' ? 1 : (deal.applicationsMax ?? times);
    if (times > most) throw new Error(`deal ${index} applies ${times} times, at most ${most} are allowed`);
  }
  for (const [index, units] of left.entries()) {
    if (units < 0) throw new Error(`class ${index} has ${-units} units too few`);
    value += units * (instance.classes[index]?.aloneScaled ?? 0);
  }
  return value;
}

function savesOf(instance: PackingInstance, deal: Deal, { takes }: DealApplication): number {
  const price = ({ unitClass }: DealTake) => instance.classes[unitClass]?.priceScaled ?? 0;
  const unitsOf = (some: readonly DealTake[]) => some.reduce((sum, { units }) => sum + units, 0);
  const sum = (some: readonly DealTake[], each: (take: DealTake) => number) =>
    some.reduce((total, take) => total + take.units * each(take), 0);
  const member = <M extends { readonly unitClass: number }>(members: readonly M[], take: DealTake): M => {
    const found = members.find(({ unitClass }) => unitClass === take.unitClass);
    if (!found) throw new Error(`class ${take.unitClass} is not in the deal`);
    return found;
  };
  if (deal.kind === 'package') {
    for (const [group, { units }] of deal.groups.entries())
      if (unitsOf(takes.filter((take) => take.group === group)) !== units)
        throw new Error(`group ${group} needs ${units} units`);
    const saves = sum(takes, (take) => member(deal.groups[take.group]?.members ?? [], take).savesScaled);
    return Math.min(deal.constantScaled + saves, sum(takes, price));
  }
  if (deal.kind === 'quantity') {
    const tier = deal.tiers.findLast(({ minUnits }) => minUnits <= unitsOf(takes));
    if (!tier) throw new Error('no tier is reached');
    return sum(takes, (take) => member(tier.members, take).savesScaled);
  }
  const rewarded = takes.filter((take) => take.rewarded);
  const full = takes.filter((take) => !take.rewarded);
  if (unitsOf(rewarded) !== deal.rewarded || unitsOf(full) !== deal.units - deal.rewarded)
    throw new Error('the deal takes another number of units');
  if (Math.max(...rewarded.map(price)) > Math.min(...full.map(price)))
    throw new Error('a dearer unit is rewarded than one that is not');
  return (
    sum(full, (take) => member(deal.members, take).savesScaled) +
    sum(rewarded, (take) => member(deal.members, take).rewardedScaled)
  );
}
