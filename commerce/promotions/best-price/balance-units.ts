import type { Run } from './applications.ts';
import { excessScaled } from './applications-limit.ts';
import type { PackageDeal, PackingInstance } from './packing.ts';

/** Beyond so many units the order in which they come is kept. */
const UNITS_MAX = 1000;

interface Unit {
  readonly unitClass: number;
  readonly group: number;
  readonly room: number;
}

/**
 * Orders the units of a package so that its applications, dealt out in turn, come out even in how far their
 * goods are worth more than they save: a cap then takes little away, or nothing. Where no cap can bind, or it is
 * one application, the groups are left as they are.
 */
export function balanceUnits(
  instance: PackingInstance,
  deal: PackageDeal,
  times: number,
  groups: readonly (readonly Run[])[],
): readonly (readonly Run[])[] {
  if (times < 2 || excessScaled(instance, deal) <= 0) return groups;
  const units = groups.flatMap((runs, group) => runs.flatMap((run) => unitsOf(instance, deal, group, run)));
  if (units.length > UNITS_MAX) return groups;
  units.sort((a, b) => b.room - a.room || a.group - b.group || a.unitClass - b.unitClass);
  const sums = new Array<number>(times).fill(0);
  const dealt: Run[][][] = groups.map(() => sums.map(() => []));
  for (const { unitClass, group, room } of units) {
    const needed = deal.groups[group]?.units as number;
    let chosen = -1;
    for (let time = 0; time < times; time += 1) {
      if ((dealt[group]?.[time]?.length as number) >= needed) continue;
      if (chosen < 0 || (sums[time] as number) < (sums[chosen] as number)) chosen = time;
    }
    sums[chosen] = (sums[chosen] as number) + room;
    dealt[group]?.[chosen]?.push({ unitClass, units: 1 });
  }
  return dealt.map((applications) => applications.flat());
}

function unitsOf(instance: PackingInstance, deal: PackageDeal, group: number, run: Run): Unit[] {
  const saves =
    deal.groups[group]?.members.find(({ unitClass }) => unitClass === run.unitClass)?.savesScaled ?? 0;
  const room = (instance.classes[run.unitClass]?.priceScaled ?? 0) - saves;
  return Array.from({ length: run.units }, () => ({ unitClass: run.unitClass, group, room }));
}
