import type { Deal, DealMember, PackingInstance, UnitClass } from './packing.ts';

/** An instance in which no two classes are alike, and the classes that each of its classes stands for. */
export interface MergedInstance {
  readonly instance: PackingInstance;
  readonly originals: readonly (readonly number[])[];
}

/** Puts classes together that have the same price, save the same alone and save the same in every deal. */
export function mergeClasses(instance: PackingInstance): MergedInstance {
  const texts = instance.classes.map(({ priceScaled, aloneScaled }) => `${priceScaled},${aloneScaled}`);
  forEachMember(instance, ({ unitClass, savesScaled }, place, extra) => {
    texts[unitClass] += `;${place}:${savesScaled},${extra}`;
  });
  const mergedOf = new Int32Array(instance.classes.length);
  const classByText = new Map<string, number>();
  const originals: number[][] = [];
  for (const [unitClass, text] of texts.entries()) {
    const known = classByText.get(text);
    mergedOf[unitClass] = known ?? originals.length;
    if (known === undefined) {
      classByText.set(text, originals.length);
      originals.push([unitClass]);
    } else originals[known]?.push(unitClass);
  }
  if (originals.length === instance.classes.length) return { instance, originals };
  const classes = originals.map((members): UnitClass => {
    const first = instance.classes[members[0] ?? 0] as UnitClass;
    return {
      ...first,
      units: members.reduce((sum, member) => sum + (instance.classes[member]?.units ?? 0), 0),
    };
  });
  const merge = <M extends DealMember>(members: readonly M[]): M[] =>
    members
      .filter(({ unitClass }) => originals[mergedOf[unitClass] as number]?.[0] === unitClass)
      .map((member) => ({ ...member, unitClass: mergedOf[member.unitClass] as number }));
  const deals = instance.deals.map((deal): Deal => {
    if (deal.kind === 'quantity')
      return { ...deal, tiers: deal.tiers.map((tier) => ({ ...tier, members: merge(tier.members) })) };
    if (deal.kind === 'leastExpensive') return { ...deal, members: merge(deal.members) };
    return { ...deal, groups: deal.groups.map((group) => ({ ...group, members: merge(group.members) })) };
  });
  return { instance: { classes, deals }, originals };
}

function forEachMember(
  { deals }: PackingInstance,
  visit: (member: DealMember, place: number, extra: number) => void,
) {
  let place = 0;
  for (const deal of deals) {
    if (deal.kind === 'leastExpensive') {
      place += 1;
      for (const member of deal.members) visit(member, place, member.rewardedScaled);
      continue;
    }
    for (const { members } of deal.kind === 'package' ? deal.groups : deal.tiers) {
      place += 1;
      for (const member of members) visit(member, place, 0);
    }
  }
}
