import { applicationsLimit } from './applications-limit.ts';
import type { Block, ColumnMember } from './block.ts';
import type { Component } from './components.ts';
import type { Cut } from './cut.ts';
import type { LinearProgram } from './linear-program.ts';
import { packageBlocks } from './package-blocks.ts';
import type { Deal, LeastExpensiveDeal, PackingInstance, QuantityDeal } from './packing.ts';
import { ProgramBuilder } from './program-builder.ts';
import type { Scratch } from './scratch.ts';

/** A component as a mixed-integer programme, and how to read a vector of its columns. */
export interface Formulation {
  readonly program: LinearProgram;
  /** How many rows the programme had at first; those added later only help the search. */
  readonly rows: number;
  /** Rows that whole solutions meet anyway, but fractions may not. */
  readonly implied: readonly Cut[];
  /** 2: a count of applications, branched on first; 1: units; 0: follows from the others. */
  readonly rank: Uint8Array;
  readonly blocks: readonly Block[];
  /** Costs of columns are gains times this, less one for every application: fewer win among equals. */
  readonly gainFactor: number;
  /** Gains are multiples of this, in the programme's costs. */
  readonly gainStep: number;
}

/**
 * Writes the compact rows: units of a class to deals, applications to groups. `forced` applies at least once.
 * Exact, but for packages with a cap: with `copies` those are too, at a column for each unit and application.
 */
export function formulate(
  instance: PackingInstance,
  component: Component,
  first: Int32Array,
  forced: number,
  copies: boolean,
  scratch: Scratch,
): Formulation {
  const builder = new ProgramBuilder(instance, component, first, scratch);
  const blocks: Block[] = [];
  for (const index of component.deals) {
    const deal = instance.deals[index] as Deal;
    const least = index === forced ? 1 : 0;
    if (deal.kind === 'quantity') blocks.push(quantityBlock(builder, deal, index, least));
    else if (deal.kind === 'leastExpensive') blocks.push(leastBlock(builder, deal, index, least));
    else blocks.push(...packageBlocks(builder, deal, index, least, copies));
  }
  return {
    program: builder.program(),
    rows: builder.rhs.length,
    implied: builder.implied,
    rank: new Uint8Array(builder.rank),
    blocks,
    gainFactor: builder.gainFactor,
    gainStep: builder.gainStep || builder.gainFactor,
  };
}

/**
 * Down the prices, units that pay must stay ahead of the rewarded ones by whole applications; then the dearest
 * can always be grouped with the dearest. With one rewarded unit, whole applications are whole units.
 */
function leastBlock(builder: ProgramBuilder, deal: LeastExpensiveDeal, index: number, least: number): Block {
  const { rewarded } = deal;
  const members = builder.columnMembers(deal.members);
  const paid = deal.units - rewarded;
  const limit = applicationsLimit(builder.instance, deal);
  const prices = priceLevels(builder.instance, deal);
  const levelOf = members.map(({ unitClass }) => prices.indexOf(builder.priceOf(unitClass)));
  const rewardedMost = rewardedAtLevels(builder, deal, members, levelOf, prices.length);
  const paidRow = builder.row(0, true);
  const rewardedRow = builder.row(0, true);
  const whole = rewarded > 1;
  // At the lowest price the two rows above say the same.
  const levels = prices.length - 1;
  const firstRow: number[] = [];
  for (let level = 0; level < levels; level += 1) {
    firstRow.push(builder.row(0, false));
    if (whole) builder.row(0, false);
  }
  const times = builder.column(2, 0, 1, least, limit);
  builder.entry(paidRow, -paid);
  builder.entry(rewardedRow, -rewarded);
  const full = builder.cost.length;
  for (let member = 0; member < members.length; member += 1) {
    const { unitClass, savesScaled } = members[member] as (typeof members)[number];
    builder.units(unitClass, savesScaled, paid * limit);
    builder.entry(paidRow, 1);
    for (let level = levelOf[member] as number; level < levels; level += 1)
      builder.entry((firstRow[level] as number) + (whole ? 1 : 0), -1);
  }
  const cheap = builder.cost.length;
  for (let member = 0; member < members.length; member += 1) {
    const { unitClass, rewardedScaled = 0 } = members[member] as (typeof members)[number];
    const level = levelOf[member] as number;
    builder.units(unitClass, rewardedScaled, Math.min(rewarded * limit, rewardedMost[level] as number));
    builder.entry(rewardedRow, 1);
    for (let below = level; below < levels; below += 1)
      builder.entry(firstRow[below] as number, whole ? 1 : paid);
    const stock = builder.stockOf(unitClass);
    if (stock < deal.units) builder.imply([times, full + member, cheap + member], [-stock, 1, 1], 0);
  }
  for (let level = 0; whole && level < levels; level += 1) {
    builder.column(2, 0, 0, 0, limit);
    builder.entry(firstRow[level] as number, -rewarded);
    builder.entry((firstRow[level] as number) + 1, paid);
  }
  for (let level = 0; level < levels; level += 1) {
    if (rewardedMost[level] === rewardedMost[level + 1]) continue;
    const above = levelOf.flatMap((own, member) => (own <= level ? [cheap + member] : []));
    builder.imply(
      above,
      above.map(() => 1),
      rewardedMost[level] as number,
    );
  }
  return {
    deal: index,
    members: [members],
    times,
    units: [full, cheap],
    lost: -1,
    levels: prices,
    rich: null,
  };
}

/** The prices of a deal's members, dearest first. */
function priceLevels(instance: PackingInstance, { members }: LeastExpensiveDeal): number[] {
  const prices = new Set(members.map(({ unitClass }) => instance.classes[unitClass]?.priceScaled ?? 0));
  return [...prices].sort((a, b) => b - a);
}

/** How many units from each price upwards can be rewarded at most, given how many are there. */
function rewardedAtLevels(
  builder: ProgramBuilder,
  { units, rewarded }: LeastExpensiveDeal,
  members: readonly ColumnMember[],
  levelOf: readonly number[],
  levels: number,
): number[] {
  const stock = new Array<number>(levels).fill(0);
  for (let member = 0; member < members.length; member += 1) {
    const level = levelOf[member] as number;
    stock[level] = (stock[level] as number) + builder.stockOf(members[member]?.unitClass as number);
  }
  let above = 0;
  return stock.map((own) => {
    above += own;
    const complete = Math.floor(above / units);
    return complete * rewarded + Math.max(0, above - complete * units - (units - rewarded));
  });
}

function quantityBlock(builder: ProgramBuilder, deal: QuantityDeal, index: number, least: number): Block {
  const lists = deal.tiers.map((tier) => builder.columnMembers(tier.members));
  const one = builder.row(1, least > 0);
  const firstRow = deal.tiers.map(() => {
    builder.row(0, false);
    return builder.row(0, false) - 1;
  });
  const times = builder.cost.length;
  const limits = deal.tiers.map(({ minUnits }, tier) => {
    let units = 0;
    for (const { unitClass } of lists[tier] as readonly ColumnMember[]) units += builder.stockOf(unitClass);
    const next = deal.tiers[tier + 1];
    const most = Math.min(units, next ? next.minUnits - 1 : units);
    builder.column(2, 0, 1, 0, most >= minUnits ? 1 : 0);
    builder.entry(one, 1);
    builder.entry(firstRow[tier] as number, Math.min(minUnits, most));
    builder.entry((firstRow[tier] as number) + 1, -most);
    return most >= minUnits ? most : 0;
  });
  const units = lists.map((members, tier) => {
    const first = builder.cost.length;
    for (const { unitClass, savesScaled } of members) {
      const column = builder.units(unitClass, savesScaled, limits[tier] as number);
      builder.entry(firstRow[tier] as number, -1);
      builder.entry((firstRow[tier] as number) + 1, 1);
      builder.imply([times + tier, column], [-builder.stockOf(unitClass), 1], 0);
    }
    return first;
  });
  return { deal: index, members: lists, times, units, lost: -1, levels: [], rich: null };
}
