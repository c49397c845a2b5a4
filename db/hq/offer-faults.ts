import type { Offer, OfferLine, OfferRule } from '../../commerce/promotions/offer.ts';

export interface OfferFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type OfferToCheck = Offer & { readonly lines: readonly Omit<OfferLine, 'offer' | 'line'>[] };

/** What the parts of an offer owe each other, each fault with its place; names of other masters are not looked at. */
export function offerFaults({ validFrom, validTo, rule, lines }: OfferToCheck): OfferFault[] {
  const faults = [...ruleFaults(rule), ...lineFaults(rule, lines)];
  if (validTo !== null && validTo < validFrom)
    faults.push({ path: ['validTo'], message: 'is not before validFrom' });
  return faults;
}

function ruleFaults(rule: OfferRule): OfferFault[] {
  const fault = (field: string, message: string) => ({ path: ['rule', field], message });
  switch (rule.type) {
    case 'quantity':
      return notRising(
        'minUnits',
        rule.tiers.map(({ minUnits }) => minUnits),
      );
    case 'tender':
    case 'shipping':
      return notRising('minAmountMinor', amounts(rule.tiers));
    case 'threshold': {
      const never = rule.repeat && rule.tiers.some(({ minAmountMinor }) => minAmountMinor === 0);
      return [
        ...notRising('minAmountMinor', amounts(rule.tiers)),
        ...(never ? [fault('repeat', 'needs tiers from an amount above zero')] : []),
      ];
    }
    case 'leastExpensive':
      return rule.rewarded >= rule.units
        ? [fault('rewarded', `is less than the ${rule.units} units of a set`)]
        : [];
    case 'mixAndMatch': {
      const rewarded = rule.reward !== null || rule.groups.some(({ reward }) => reward !== null);
      return rewarded ? [] : [fault('reward', 'is there, or one of the groups has a reward')];
    }
    default:
      return [];
  }
}

const amounts = (tiers: readonly { readonly minAmountMinor: number }[]) =>
  tiers.map(({ minAmountMinor }) => minAmountMinor);

function notRising(field: string, from: readonly number[]): OfferFault[] {
  return from.flatMap((start, tier) => {
    const before = from[tier - 1];
    if (before === undefined || start > before) return [];
    return [
      { path: ['rule', 'tiers', tier, field], message: `is above ${before}, where the tier before begins` },
    ];
  });
}

function lineFaults(rule: OfferRule, lines: OfferToCheck['lines']): OfferFault[] {
  const groups = groupsOf(rule);
  const faults: OfferFault[] = [];
  lines.forEach(({ group, reward }, line) => {
    if (group >= groups)
      faults.push({
        path: ['lines', line, 'group'],
        message: `is below ${groups}: the rule has no more groups`,
      });
    if (reward !== null && rule.type !== 'simple')
      faults.push({ path: ['lines', line, 'reward'], message: 'is for lines of simple offers only' });
  });
  const included = new Set(lines.filter(({ exclude }) => !exclude).map(({ group }) => group));
  if (rule.type === 'mixAndMatch') {
    rule.groups.forEach((_, group) => {
      if (!included.has(group))
        faults.push({ path: ['rule', 'groups', group], message: 'has a line that says what belongs to it' });
    });
  }
  if (rule.type === 'threshold') {
    rule.gifts.forEach((_, gift) => {
      if (!included.has(gift + 1))
        faults.push({
          path: ['rule', 'gifts', gift],
          message: `has a line (of group ${gift + 1}) that says what is given`,
        });
    });
  }
  return faults;
}

/** How many groups the lines of the rule may be in. */
function groupsOf(rule: OfferRule): number {
  if (rule.type === 'mixAndMatch') return rule.groups.length;
  return rule.type === 'threshold' ? rule.gifts.length + 1 : 1;
}
