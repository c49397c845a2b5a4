import type { LinearProgram } from './linear-program.ts';
import type { LeastExpensiveDeal, PackageDeal, PackingInstance, QuantityDeal } from './packing.ts';

/** A component as a mixed-integer programme, and how to read a vector of its columns. */
export interface Formulation {
  readonly program: LinearProgram;
  /** 2: a count of applications, branched on first; 1: units; 0: follows from the others. */
  readonly rank: Uint8Array;
  readonly blocks: readonly Block[];
  /** Costs of columns are gains times this, less one for every application: fewer win among equals. */
  readonly gainFactor: number;
}

/** The columns of one deal, or of one copy of a deal whose saving may exceed its goods. */
export interface Block {
  readonly deal: number;
  /** The column that counts applications; of a quantity deal, the first tier's. */
  readonly times: number;
  /** First columns of the units: of each group, of the full and the rewarded units, or of each tier. */
  readonly units: readonly number[];
  /** The column of what the cap takes away, in `lostUnit`; -1 if no cap can bind. */
  readonly lost: number;
  readonly lostUnit: number;
}

/** Writes the compact rows: units of a class to deals, applications to groups. `forced` applies at least once. */
export function formulate(instance: PackingInstance, forced: number): Formulation {
  const builder = new ProgramBuilder(instance);
  const blocks: Block[] = [];
  for (let deal = 0; deal < instance.deals.length; deal += 1) {
    const value = instance.deals[deal];
    if (value === undefined) continue;
    const least = deal === forced ? 1 : 0;
    if (value.kind === 'quantity') blocks.push(quantityBlock(builder, value, deal, least));
    else if (value.kind === 'leastExpensive') blocks.push(leastBlock(builder, value, deal, least));
    else blocks.push(...packageBlocks(builder, value, deal, least));
  }
  return {
    program: builder.program(),
    rank: Uint8Array.from(builder.rank),
    blocks,
    gainFactor: builder.gainFactor,
  };
}

class ProgramBuilder {
  readonly instance: PackingInstance;
  readonly gainFactor: number;
  readonly rank: number[] = [];
  readonly starts: number[] = [];
  readonly rowOf: number[] = [];
  readonly factor: number[] = [];
  readonly cost: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly rhs: number[] = [];
  readonly equality: number[] = [];
  readonly rowUnit: number[] = [];

  constructor(instance: PackingInstance) {
    this.instance = instance;
    let units = 0;
    let worth = 1;
    for (const unitClass of instance.classes) {
      units += unitClass.units;
      worth += unitClass.units * unitClass.priceScaled;
      this.row(unitClass.units, false);
    }
    let gainFactor = 2;
    while (gainFactor <= units) gainFactor *= 2;
    // Sums must stay whole in doubles with room for fractions of multipliers; else ties are left as they fall.
    this.gainFactor = worth * gainFactor < 2 ** 46 ? gainFactor : 1;
  }

  row(rhs: number, equality: boolean, unit = 1): number {
    this.rowUnit.push(unit);
    this.rhs.push(rhs);
    this.equality.push(equality ? 1 : 0);
    return this.rhs.length - 1;
  }

  column(rank: number, gainScaled: number, applications: number, lower: number, upper: number): number {
    this.starts.push(this.rowOf.length);
    this.rank.push(rank);
    this.cost.push(gainScaled * this.gainFactor - (this.gainFactor > 1 ? applications : 0));
    this.lower.push(lower);
    this.upper.push(upper);
    return this.cost.length - 1;
  }

  /** An entry of the newest column. */
  entry(row: number, factor: number) {
    this.rowOf.push(row);
    this.factor.push(factor);
  }

  /** A column of units of a class that gain `savesScaled` less what they save alone. */
  units(unitClass: number, savesScaled: number): number {
    const stock = this.instance.classes[unitClass];
    const column = this.column(1, savesScaled - (stock?.aloneScaled ?? 0), 0, 0, stock?.units ?? 0);
    this.entry(unitClass, 1);
    return column;
  }

  program(): LinearProgram {
    return {
      rows: this.rhs.length,
      columns: this.cost.length,
      starts: Int32Array.from([...this.starts, this.rowOf.length]),
      rowOf: Int32Array.from(this.rowOf),
      factor: Float64Array.from(this.factor),
      cost: Float64Array.from(this.cost),
      rhs: Float64Array.from(this.rhs),
      equality: Uint8Array.from(this.equality),
      rowUnit: Float64Array.from(this.rowUnit),
      lower: Float64Array.from(this.lower),
      upper: Float64Array.from(this.upper),
    };
  }
}

/** How often a deal can apply to these classes at most, by counting its groups alone. */
export function applicationsLimit(instance: PackingInstance, deal: PackageDeal | LeastExpensiveDeal): number {
  let limit = deal.applicationsMax ?? Number.MAX_SAFE_INTEGER;
  const groups = deal.kind === 'package' ? deal.groups : [deal];
  for (const group of groups) {
    let units = 0;
    for (const { unitClass } of group.members) units += instance.classes[unitClass]?.units ?? 0;
    limit = Math.min(limit, Math.floor(units / group.units));
  }
  return limit;
}

/** The most by which one application's savings can exceed the prices of its goods; 0 or less if never. */
export function excessScaled(instance: PackingInstance, deal: PackageDeal): number {
  let excess = deal.constantScaled;
  for (const group of deal.groups) {
    let missing = group.units;
    const spare = group.members.map(({ unitClass, savesScaled }) => ({
      units: instance.classes[unitClass]?.units ?? 0,
      overScaled: savesScaled - (instance.classes[unitClass]?.priceScaled ?? 0),
    }));
    spare.sort((a, b) => b.overScaled - a.overScaled);
    for (const { units, overScaled } of spare) {
      const taken = Math.min(units, missing);
      excess += taken * overScaled;
      missing -= taken;
    }
  }
  return excess;
}

function packageBlocks(builder: ProgramBuilder, deal: PackageDeal, index: number, least: number): Block[] {
  const limit = applicationsLimit(builder.instance, deal);
  const excess = excessScaled(builder.instance, deal);
  if (excess <= 0) return [packageBlock(builder, deal, index, least, limit, 0)];
  const blocks: Block[] = [];
  let orderRow = -1;
  for (let copy = 0; copy < limit; copy += 1) {
    const nextRow = copy + 1 < limit ? builder.row(0, false) : -1;
    const block = packageBlock(builder, deal, index, copy === 0 ? least : 0, 1, excess, orderRow, nextRow);
    blocks.push(block);
    orderRow = nextRow;
  }
  return blocks;
}

/** With an `excess`, a copy that applies once: copies are used in their order, so `orderRow` and `nextRow`. */
function packageBlock(
  builder: ProgramBuilder,
  deal: PackageDeal,
  index: number,
  least: number,
  limit: number,
  excess: number,
  orderRow = -1,
  nextRow = -1,
): Block {
  let lostUnit = 1;
  while (lostUnit < excess) lostUnit *= 2;
  const lostRow = excess > 0 ? builder.row(0, false, lostUnit) : -1;
  const groupRows = deal.groups.map(() => builder.row(0, true));
  const times = builder.column(2, deal.constantScaled, 1, least, limit);
  for (const [group, row] of groupRows.entries()) builder.entry(row, -(deal.groups[group]?.units ?? 0));
  if (orderRow >= 0) builder.entry(orderRow, 1);
  if (nextRow >= 0) builder.entry(nextRow, -1);
  if (lostRow >= 0) builder.entry(lostRow, deal.constantScaled / lostUnit);
  const units = deal.groups.map(({ members, units: needed }, group) => {
    const first = builder.cost.length;
    for (const { unitClass, savesScaled } of members) {
      const column = builder.units(unitClass, savesScaled);
      builder.upper[column] = Math.min(builder.upper[column] ?? 0, needed * limit);
      builder.entry(groupRows[group] ?? 0, 1);
      const price = builder.instance.classes[unitClass]?.priceScaled ?? 0;
      if (lostRow >= 0 && savesScaled !== price) builder.entry(lostRow, (savesScaled - price) / lostUnit);
    }
    return first;
  });
  const lost = lostRow >= 0 ? builder.column(0, -lostUnit, 0, 0, excess / lostUnit) : -1;
  if (lost >= 0) builder.entry(lostRow, -1);
  return { deal: index, times, units, lost, lostUnit };
}

/**
 * Down the prices, units that pay must stay ahead of the rewarded ones by whole applications; then the dearest
 * can always be grouped with the dearest. With one rewarded unit, whole applications are whole units.
 */
function leastBlock(builder: ProgramBuilder, deal: LeastExpensiveDeal, index: number, least: number): Block {
  const limit = applicationsLimit(builder.instance, deal);
  const paid = deal.units - deal.rewarded;
  const price = (member: number) =>
    builder.instance.classes[deal.members[member]?.unitClass ?? 0]?.priceScaled ?? 0;
  const prices = [...new Set(deal.members.map((_, member) => price(member)))].sort((a, b) => b - a);
  const paidRow = builder.row(0, true);
  const rewardedRow = builder.row(0, true);
  const whole = deal.rewarded > 1;
  // At the lowest price the two rows above say the same.
  const levels = prices.slice(0, -1).map(() => [builder.row(0, false), whole ? builder.row(0, false) : -1]);
  const times = builder.column(2, 0, 1, least, limit);
  builder.entry(paidRow, -paid);
  builder.entry(rewardedRow, -deal.rewarded);
  const column = (member: number, savesScaled: number, rewarded: boolean) => {
    const added = builder.units(deal.members[member]?.unitClass ?? 0, savesScaled);
    const most = (rewarded ? deal.rewarded : paid) * limit;
    builder.upper[added] = Math.min(builder.upper[added] ?? 0, most);
    builder.entry(rewarded ? rewardedRow : paidRow, 1);
    for (let level = prices.indexOf(price(member)); level < levels.length; level += 1) {
      const [first = -1, second = -1] = levels[level] ?? [];
      if (rewarded) builder.entry(first, whole ? 1 : paid);
      else builder.entry(whole ? second : first, -1);
    }
  };
  const full = builder.cost.length;
  for (let member = 0; member < deal.members.length; member += 1)
    column(member, deal.members[member]?.savesScaled ?? 0, false);
  const cheap = builder.cost.length;
  for (let member = 0; member < deal.members.length; member += 1)
    column(member, deal.members[member]?.rewardedScaled ?? 0, true);
  if (whole) {
    for (const [first = -1, second = -1] of levels) {
      builder.column(2, 0, 0, 0, limit);
      builder.entry(first, -deal.rewarded);
      builder.entry(second, paid);
    }
  }
  return { deal: index, times, units: [full, cheap], lost: -1, lostUnit: 1 };
}

function quantityBlock(builder: ProgramBuilder, deal: QuantityDeal, index: number, least: number): Block {
  const one = builder.row(1, least > 0);
  const rows = deal.tiers.map(() => [builder.row(0, false), builder.row(0, false)]);
  const times = builder.cost.length;
  const limits = deal.tiers.map(({ minUnits, members }, tier) => {
    let units = 0;
    for (const { unitClass } of members) units += builder.instance.classes[unitClass]?.units ?? 0;
    const next = deal.tiers[tier + 1];
    const most = Math.min(units, next ? next.minUnits - 1 : units);
    builder.column(2, 0, 1, 0, most >= minUnits ? 1 : 0);
    builder.entry(one, 1);
    builder.entry(rows[tier]?.[0] ?? 0, Math.min(minUnits, most));
    builder.entry(rows[tier]?.[1] ?? 0, -most);
    return most;
  });
  const units = deal.tiers.map(({ members }, tier) => {
    const first = builder.cost.length;
    for (const { unitClass, savesScaled } of members) {
      const column = builder.units(unitClass, savesScaled);
      builder.upper[column] = Math.min(builder.upper[column] ?? 0, limits[tier] ?? 0);
      builder.entry(rows[tier]?.[0] ?? 0, -1);
      builder.entry(rows[tier]?.[1] ?? 0, 1);
    }
    return first;
  });
  return { deal: index, times, units, lost: -1, lostUnit: 1 };
}
