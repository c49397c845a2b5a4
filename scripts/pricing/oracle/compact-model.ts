import type {
  LeastExpensiveDeal,
  PackageDeal,
  PackingInstance,
  QuantityDeal,
} from '../../../commerce/promotions/best-price/packing.ts';

/**
 * A packing instance as a mixed-integer programme in the text of an LP file, written independently of the
 * solver it judges. A unit of a class used by a deal gives up what it saves alone, so the objective is the gain
 * over everything alone. Money is counted in minor units to keep the file's numbers small.
 */
export function compactModel(instance: PackingInstance): string {
  const model = new ModelText(instance);
  for (const [index, deal] of instance.deals.entries()) {
    if (deal.kind === 'leastExpensive') leastExpensive(model, instance, deal, `d${index}`);
    else if (deal.kind === 'quantity') quantity(model, deal, `d${index}`);
    else packages(model, instance, deal, `d${index}`);
  }
  return model.text();
}

type Terms = [number, string][];

class ModelText {
  readonly objective: Terms = [];
  readonly rows: string[] = [];
  readonly bounds: string[] = [];
  readonly generals: string[] = [];
  readonly used: Terms[];
  readonly instance: PackingInstance;

  constructor(instance: PackingInstance) {
    this.instance = instance;
    this.used = instance.classes.map(() => []);
  }

  integer(name: string, most: number): string {
    this.bounds.push(`0 <= ${name} <= ${most}`);
    this.generals.push(name);
    return name;
  }

  /** Units of a class, of which each gains `saves` less what it saves alone. */
  units(name: string, unitClass: number, savesScaled: number): string {
    const { units, aloneScaled } = at(this.instance.classes, unitClass);
    this.integer(name, units);
    at(this.used, unitClass).push([1, name]);
    this.objective.push([(savesScaled - aloneScaled) / 10_000, name]);
    return name;
  }

  row(terms: Terms, relation: '<=' | '>=' | '=', right: number) {
    this.rows.push(`r${this.rows.length}: ${linear(terms)} ${relation} ${right}`);
  }

  text(): string {
    for (const [index, terms] of this.used.entries())
      if (terms.length > 0) this.row(terms, '<=', at(this.instance.classes, index).units);
    const parts = ['Maximize', ` obj: ${linear(this.objective)}`, 'Subject To', ...this.rows];
    return [...parts, 'Bounds', ...this.bounds, 'General', this.generals.join('\n'), 'End'].join('\n');
  }
}

const at = <T>(list: readonly T[], index: number): T => list[index] as T;
const linear = (terms: Terms) =>
  terms.length === 0
    ? '0 nothing'
    : terms.map(([factor, name]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`).join('\n');
const unitsOf = (instance: PackingInstance, classes: readonly number[]) =>
  [...new Set(classes)].reduce((sum, unitClass) => sum + at(instance.classes, unitClass).units, 0);

/** One copy for every application when goods may be worth less than the saving, else all applications at once. */
function packages(model: ModelText, instance: PackingInstance, deal: PackageDeal, name: string) {
  const most = Math.min(
    deal.applicationsMax ?? Number.POSITIVE_INFINITY,
    ...deal.groups.map(({ units, members }) =>
      Math.floor(
        unitsOf(
          instance,
          members.map((member) => member.unitClass),
        ) / units,
      ),
    ),
  );
  const mayExceed =
    deal.constantScaled > 0 ||
    deal.groups.some(({ members }) =>
      members.some((member) => member.savesScaled > at(instance.classes, member.unitClass).priceScaled),
    );
  const copies = mayExceed ? most : 1;
  for (let copy = 0; copy < copies; copy += 1) {
    const times = model.integer(`${name}c${copy}y`, mayExceed ? 1 : most);
    model.objective.push([deal.constantScaled / 10_000, times]);
    const excess: Terms = [[deal.constantScaled / 10_000, times]];
    for (const [group, { units, members }] of deal.groups.entries()) {
      const taken: Terms = [];
      for (const [index, { unitClass, savesScaled }] of members.entries()) {
        const column = model.units(`${name}c${copy}g${group}m${index}`, unitClass, savesScaled);
        taken.push([1, column]);
        excess.push([(savesScaled - at(instance.classes, unitClass).priceScaled) / 10_000, column]);
      }
      model.row([...taken, [-units, times]], '=', 0);
    }
    if (!mayExceed) continue;
    const lost = `${name}c${copy}lost`;
    model.bounds.push(`0 <= ${lost} <= 1e9`);
    model.objective.push([-1, lost]);
    model.row([...excess, [-1, lost]], '<=', 0);
  }
}

/** Down the prices, full units must stay ahead of rewarded ones, by whole applications. */
function leastExpensive(model: ModelText, instance: PackingInstance, deal: LeastExpensiveDeal, name: string) {
  const { members, rewarded } = deal;
  const paid = deal.units - rewarded;
  const most = Math.floor(
    unitsOf(
      instance,
      members.map((member) => member.unitClass),
    ) / deal.units,
  );
  const times = model.integer(`${name}y`, Math.min(most, deal.applicationsMax ?? most));
  const priceOf = (index: number) => at(instance.classes, at(members, index).unitClass).priceScaled;
  const order = members.map((_, index) => index).sort((a, b) => priceOf(b) - priceOf(a));
  const full: Terms = [];
  const cheap: Terms = [];
  for (const [step, index] of order.entries()) {
    const { unitClass, savesScaled, rewardedScaled } = at(members, index);
    full.push([1, model.units(`${name}f${index}`, unitClass, savesScaled)]);
    cheap.push([1, model.units(`${name}r${index}`, unitClass, rewardedScaled)]);
    const next = order[step + 1];
    if (next !== undefined && priceOf(next) === priceOf(index)) continue;
    const whole = model.integer(`${name}w${step}`, most);
    model.row([...cheap, [-rewarded, whole]], '<=', 0);
    model.row([...full, [-paid, whole]], '>=', 0);
  }
  model.row([...full, [-paid, times]], '=', 0);
  model.row([...cheap, [-rewarded, times]], '=', 0);
}

function quantity(model: ModelText, deal: QuantityDeal, name: string) {
  const chosen: Terms = [];
  for (const [tier, { minUnits, members }] of deal.tiers.entries()) {
    const on = model.integer(`${name}t${tier}`, 1);
    chosen.push([1, on]);
    const taken = members.map(({ unitClass, savesScaled }, index): [number, string] => [
      1,
      model.units(`${name}t${tier}m${index}`, unitClass, savesScaled),
    ]);
    const next = deal.tiers[tier + 1];
    const most = unitsOf(
      model.instance,
      members.map((member) => member.unitClass),
    );
    model.row([...taken, [-Math.min(minUnits, most + 1), on]], '>=', 0);
    model.row([...taken, [-Math.min(next ? next.minUnits - 1 : most, most), on]], '<=', 0);
  }
  model.row(chosen, '<=', 1);
}
