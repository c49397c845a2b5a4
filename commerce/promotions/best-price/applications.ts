import { balanceUnits } from './balance-units.ts';
import type { Deal, DealApplication, DealTake, PackageDeal, PackingInstance } from './packing.ts';

/** Units that a deal takes in one group, in the order in which they are dealt out to applications. */
export interface Run {
  readonly unitClass: number;
  readonly units: number;
}

/** Where units of a deal go: `full` and `rewarded` of a least-expensive deal are its groups 0 and 1. */
export interface Taking {
  readonly deal: number;
  readonly times: number;
  /** Of a quantity deal, the tier reached. */
  readonly tier: number;
  readonly groups: readonly (readonly Run[])[];
}

/**
 * Deals the units out to applications: every application takes the next units of each group. Groups come with
 * the units that save most (packages) or are dearest (least expensive) first, so that no application saves less
 * than its goods are worth elsewhere. Equal applications in a row become one with `times`.
 */
export function dealOut(instance: PackingInstance, taking: Taking, applications: DealApplication[]) {
  const deal = instance.deals[taking.deal] as Deal;
  const needed =
    deal.kind === 'package'
      ? deal.groups.map(({ units }) => units)
      : deal.kind === 'leastExpensive'
        ? [deal.units - deal.rewarded, deal.rewarded]
        : [unitsOf(taking.groups[0] ?? [])];
  const groups =
    deal.kind === 'package' ? balanceUnits(instance, deal, taking.times, taking.groups) : taking.groups;
  const cursors = groups.map(() => ({ run: 0, used: 0 }));
  for (let time = 0; time < taking.times; time += 1) {
    const takes: DealTake[] = [];
    for (const [group, runs] of groups.entries()) {
      const cursor = cursors[group] as { run: number; used: number };
      let missing = needed[group] ?? 0;
      while (missing > 0) {
        const run = runs[cursor.run] as Run;
        const units = Math.min(missing, run.units - cursor.used);
        addTake(
          takes,
          run.unitClass,
          deal.kind === 'package' ? group : 0,
          units,
          deal.kind === 'leastExpensive' && group === 1,
        );
        missing -= units;
        cursor.used += units;
        if (cursor.used < run.units) continue;
        cursor.run += 1;
        cursor.used = 0;
      }
    }
    addApplication(applications, {
      deal: taking.deal,
      times: 1,
      takes,
      savesScaled: applicationSaves(instance, deal, takes, taking.tier),
    });
  }
}

/** What one application saves, the cap of a package included. */
export function applicationSaves(
  instance: PackingInstance,
  deal: Deal,
  takes: readonly DealTake[],
  tier: number,
): number {
  let saves = 0;
  if (deal.kind === 'package') return packageSaves(instance, deal, takes);
  const members = deal.kind === 'quantity' ? (deal.tiers[tier]?.members ?? []) : [];
  for (const { unitClass, units, rewarded } of takes) {
    if (deal.kind === 'quantity') {
      saves += units * (members.find((member) => member.unitClass === unitClass)?.savesScaled ?? 0);
    } else {
      const member = deal.members.find((candidate) => candidate.unitClass === unitClass);
      saves += units * ((rewarded ? member?.rewardedScaled : member?.savesScaled) ?? 0);
    }
  }
  return saves;
}

function packageSaves(instance: PackingInstance, deal: PackageDeal, takes: readonly DealTake[]): number {
  let saves = deal.constantScaled;
  let prices = 0;
  for (const { unitClass, group, units } of takes) {
    const member = deal.groups[group]?.members.find((candidate) => candidate.unitClass === unitClass);
    saves += units * (member?.savesScaled ?? 0);
    prices += units * (instance.classes[unitClass]?.priceScaled ?? 0);
  }
  return Math.min(saves, prices);
}

const unitsOf = (runs: readonly Run[]) => runs.reduce((sum, { units }) => sum + units, 0);

function addTake(takes: DealTake[], unitClass: number, group: number, units: number, rewarded: boolean) {
  const last = takes.at(-1);
  if (last && last.unitClass === unitClass && last.group === group && last.rewarded === rewarded)
    takes[takes.length - 1] = { ...last, units: last.units + units };
  else takes.push({ unitClass, group, units, rewarded });
}

function addApplication(applications: DealApplication[], next: DealApplication) {
  const last = applications.at(-1);
  if (last?.deal === next.deal && sameTakes(last.takes, next.takes))
    applications[applications.length - 1] = { ...last, times: last.times + 1 };
  else applications.push(next);
}

function sameTakes(a: readonly DealTake[], b: readonly DealTake[]): boolean {
  return (
    a.length === b.length &&
    a.every((take, index) => {
      const other = b[index] as DealTake;
      return (
        take.unitClass === other.unitClass &&
        take.group === other.group &&
        take.units === other.units &&
        take.rewarded === other.rewarded
      );
    })
  );
}
