import type { Run, Taking } from './applications.ts';
import type { ColumnMember } from './block.ts';
import type { Component } from './components.ts';
import type { Formulation } from './formulate.ts';
import type { Deal, PackingInstance, UnitClass } from './packing.ts';

/** What deals take in a vector of whole columns, each group in the order in which units are dealt out. */
export function readVector(
  formulation: Formulation,
  instance: PackingInstance,
  component: Component,
  first: Int32Array,
  vector: Float64Array,
): Taking[] {
  const takings: Taking[] = [];
  const source = new UnitSource(instance, component, first);
  const classOf = (index: number) => instance.classes[index] as UnitClass;
  const price = ({ unitClass }: ColumnMember) => classOf(unitClass).priceScaled;
  const gain = ({ unitClass, savesScaled }: ColumnMember) => savesScaled - classOf(unitClass).aloneScaled;
  const runs = (
    members: readonly ColumnMember[],
    column: number,
    key?: (member: ColumnMember) => number,
  ): Run[] => {
    const taken: { member: ColumnMember; units: number }[] = [];
    for (let index = 0; index < members.length; index += 1) {
      const units = vector[column + index] as number;
      if (units > 0) taken.push({ member: members[index] as ColumnMember, units });
    }
    if (key && taken.length > 1) taken.sort((a, b) => key(b.member) - key(a.member));
    return taken.flatMap(({ member, units }) => source.take(member.unitClass, units));
  };
  for (const { deal: index, times: column, units, members } of formulation.blocks) {
    const deal = instance.deals[index] as Deal;
    if (deal.kind === 'quantity') {
      for (let tier = 0; tier < deal.tiers.length; tier += 1) {
        if (vector[column + tier] !== 1) continue;
        takings.push({
          deal: index,
          times: 1,
          tier,
          groups: [runs(members[tier] ?? [], units[tier] as number)],
        });
      }
      continue;
    }
    const times = vector[column] as number;
    if (times === 0) continue;
    const groups =
      deal.kind === 'package'
        ? units.map((from, group) => runs(members[group] ?? [], from, gain))
        : units.map((from) => runs(members[0] ?? [], from, price));
    takings.push({ deal: index, times, tier: 0, groups });
  }
  return takings;
}

/** Gives the units of merged classes back to the classes they came from, in their order. */
class UnitSource {
  private readonly left = new Map<number, Run[]>();

  constructor(instance: PackingInstance, { classes }: Component, first: Int32Array) {
    for (const unitClass of classes) {
      const same = first[unitClass] as number;
      if (same === unitClass) continue;
      const alike = this.left.get(same) ?? [
        { unitClass: same, units: instance.classes[same]?.units as number },
      ];
      alike.push({ unitClass, units: instance.classes[unitClass]?.units as number });
      this.left.set(same, alike);
    }
  }

  take(unitClass: number, units: number): Run[] {
    const alike = this.left.get(unitClass);
    if (!alike) return [{ unitClass, units }];
    const runs: Run[] = [];
    let missing = units;
    while (missing > 0) {
      const next = alike[0] as Run;
      const taken = Math.min(missing, next.units);
      runs.push({ unitClass: next.unitClass, units: taken });
      missing -= taken;
      if (taken === next.units) alike.shift();
      else alike[0] = { unitClass: next.unitClass, units: next.units - taken };
    }
    return runs;
  }
}
