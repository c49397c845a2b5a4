import type { Run, Taking } from './applications.ts';
import type { Formulation } from './formulate.ts';
import type { DealMember, PackingInstance } from './packing.ts';

/** What deals take in a vector of whole columns, each group in the order in which units are dealt out. */
export function readVector(
  formulation: Formulation,
  instance: PackingInstance,
  vector: Float64Array,
): Taking[] {
  const takings: Taking[] = [];
  const price = ({ unitClass }: DealMember) => instance.classes[unitClass]?.priceScaled ?? 0;
  const gain = ({ unitClass, savesScaled }: DealMember) =>
    savesScaled - (instance.classes[unitClass]?.aloneScaled ?? 0);
  const runs = (members: readonly DealMember[], first: number, key: (member: DealMember) => number): Run[] =>
    members
      .map((member, index) => ({ member, units: vector[first + index] as number }))
      .filter(({ units }) => units > 0)
      .sort((a, b) => key(b.member) - key(a.member) || a.member.unitClass - b.member.unitClass)
      .map(({ member, units }) => ({ unitClass: member.unitClass, units }));
  for (const block of formulation.blocks) {
    const deal = instance.deals[block.deal];
    if (!deal) continue;
    if (deal.kind === 'quantity') {
      for (const [tier, { members }] of deal.tiers.entries()) {
        if (vector[block.times + tier] !== 1) continue;
        const groups = [runs(members, block.units[tier] ?? 0, () => 0)];
        takings.push({ deal: block.deal, times: 1, tier, groups });
      }
      continue;
    }
    const times = vector[block.times] as number;
    if (times === 0) continue;
    const groups =
      deal.kind === 'package'
        ? deal.groups.map(({ members }, group) => runs(members, block.units[group] ?? 0, gain))
        : [0, 1].map((group) => runs(deal.members, block.units[group] ?? 0, price));
    takings.push({ deal: block.deal, times, tier: 0, groups });
  }
  return takings;
}
