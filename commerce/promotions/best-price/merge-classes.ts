import { type Component, memberLists } from './components.ts';
import type { Deal, DealMember, PackingInstance } from './packing.ts';

/**
 * For each class the first one that is like it: same price, same saving alone, same savings in every deal of the
 * components. What a search need not tell apart, it must not: equal classes would only multiply equal solutions.
 */
export function mergeClasses(
  { classes, deals }: PackingInstance,
  components: readonly Component[],
): Int32Array {
  const first = new Int32Array(classes.length);
  const candidates = new Map<number, number[]>();
  let anyAlike = false;
  for (let index = 0; index < classes.length; index += 1) {
    first[index] = index;
    const price = classes[index]?.priceScaled as number;
    const alike = candidates.get(price);
    if (!alike) candidates.set(price, [index]);
    else {
      alike.push(index);
      anyAlike = true;
    }
  }
  if (!anyAlike) return first;
  const texts = new Array<string>(classes.length).fill('');
  const watched = new Uint8Array(classes.length);
  for (const alike of candidates.values())
    if (alike.length > 1) for (const index of alike) watched[index] = 1;
  let place = 0;
  for (const component of components) {
    for (const deal of component.deals) {
      for (const members of memberLists(deals[deal] as Deal)) {
        place += 1;
        for (let at = 0; at < members.length; at += 1) {
          const member = members[at] as DealMember & { readonly rewardedScaled?: number };
          if (watched[member.unitClass] === 0) continue;
          texts[member.unitClass] += `;${place}:${member.savesScaled},${member.rewardedScaled ?? 0}`;
        }
      }
    }
  }
  for (const alike of candidates.values()) {
    for (let index = 1; index < alike.length; index += 1) {
      const later = alike[index] as number;
      for (let other = 0; other < index; other += 1) {
        const earlier = alike[other] as number;
        if (texts[earlier] !== texts[later] || classes[earlier]?.aloneScaled !== classes[later]?.aloneScaled)
          continue;
        first[later] = first[earlier] as number;
        break;
      }
    }
  }
  return first;
}
