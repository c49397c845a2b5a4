import { type Block, type Formulation, priceLevels } from './formulate.ts';
import type { LeastExpensiveDeal, PackageDeal, PackingInstance, QuantityDeal } from './packing.ts';
import { vectorValue } from './vector.ts';

/**
 * A good solution without a search: again and again the application with the highest score, until none gains.
 * Applications are scored by their gain for each unit, or by their gain; the better end wins. `worth` is what a
 * unit of each class is thought to be worth elsewhere, in the programme's costs. Null if the forced deal fits nowhere.
 */
export function greedy(
  formulation: Formulation,
  instance: PackingInstance,
  worth: Float64Array | null,
  forced: number,
): Float64Array | null {
  const byUnit = new Greedy(formulation, instance, worth).run(forced, true);
  const byGain = new Greedy(formulation, instance, worth).run(forced, false);
  if (!byUnit || !byGain) return byUnit ?? byGain;
  return vectorValue(formulation, byGain) > vectorValue(formulation, byUnit) ? byGain : byUnit;
}

class Greedy {
  private readonly formulation: Formulation;
  private readonly instance: PackingInstance;
  private readonly worth: Float64Array;
  private readonly vector: Float64Array;
  private readonly left: Int32Array;
  /** The application being looked at: columns and units, then the best of all. */
  private columns: number[] = [];
  private gain = 0;
  private score = 0;
  private units = 0;

  constructor(formulation: Formulation, instance: PackingInstance, worth: Float64Array | null) {
    this.formulation = formulation;
    this.instance = instance;
    this.worth = worth ?? new Float64Array(instance.classes.length);
    this.vector = new Float64Array(formulation.program.columns);
    this.left = Int32Array.from(instance.classes, ({ units }) => units);
  }

  run(forced: number, byUnit: boolean): Float64Array | null {
    const { blocks } = this.formulation;
    if (forced >= 0) {
      const block = blocks.find(({ deal }) => deal === forced);
      if (!block || !this.look(block)) return null;
      this.apply();
    }
    for (;;) {
      let best = 0;
      let bestColumns: number[] | null = null;
      for (const block of blocks) {
        if (!this.look(block) || this.gain <= 0) continue;
        const score = byUnit ? this.score / this.units : this.score;
        if (score > best || !bestColumns) {
          best = score;
          bestColumns = this.columns;
        }
      }
      if (!bestColumns) break;
      this.columns = bestColumns;
      this.apply();
    }
    for (const block of blocks) this.completeLevels(block);
    return this.vector;
  }

  private apply() {
    for (const column of this.columns) {
      this.vector[column] = (this.vector[column] as number) + 1;
      if (this.formulation.rank[column] === 1) this.take(column, -1);
    }
  }

  private classOf(column: number): number {
    const { program } = this.formulation;
    return program.rowOf[program.starts[column] as number] as number;
  }

  private take(column: number, change: number) {
    const unitClass = this.classOf(column);
    this.left[unitClass] = (this.left[unitClass] as number) + change;
  }

  /** Finds a good next application of the block; false if none fits. */
  private look(block: Block): boolean {
    const deal = this.instance.deals[block.deal];
    if (!deal) return false;
    this.columns = [];
    this.gain = 0;
    this.score = 0;
    this.units = 0;
    const fits =
      deal.kind === 'package'
        ? this.lookPackage(block, deal)
        : deal.kind === 'quantity'
          ? this.lookQuantity(block, deal)
          : this.lookLeast(block, deal);
    // What was set aside while looking goes back.
    for (const column of this.columns) if (this.formulation.rank[column] === 1) this.take(column, 1);
    return fits;
  }

  private addUnit(column: number) {
    const cost = this.formulation.program.cost[column] as number;
    this.columns.push(column);
    this.gain += cost;
    this.score += cost - (this.worth[this.classOf(column)] as number);
    this.units += 1;
    this.take(column, -1);
  }

  private addTimes(column: number): boolean {
    const { program } = this.formulation;
    if ((this.vector[column] as number) >= (program.upper[column] as number)) return false;
    this.columns.push(column);
    this.gain += program.cost[column] as number;
    this.score += program.cost[column] as number;
    return true;
  }

  /** The best columns from `first` on that still have units and `allowed` members; false if too few. */
  private addBest(
    first: number,
    count: number,
    units: number,
    allowed: (member: number) => boolean,
    gainful = false,
  ) {
    const { program } = this.formulation;
    for (let taken = 0; taken < units; taken += 1) {
      let best = -1;
      let bestValue = gainful ? 0 : Number.NEGATIVE_INFINITY;
      for (let member = 0; member < count; member += 1) {
        const column = first + member;
        const unitClass = this.classOf(column);
        if ((this.left[unitClass] as number) <= 0 || !allowed(member)) continue;
        const value = (program.cost[column] as number) - (this.worth[unitClass] as number);
        if (value > bestValue) {
          bestValue = value;
          best = column;
        }
      }
      if (best < 0) return false;
      this.addUnit(best);
    }
    return true;
  }

  private lookPackage(block: Block, deal: PackageDeal): boolean {
    if (!this.addTimes(block.times)) return false;
    for (const [group, { units, members }] of deal.groups.entries())
      if (!this.addBest(block.units[group] ?? 0, members.length, units, () => true)) return false;
    return true;
  }

  /** Of every price at which the rewarded units may begin, the best. */
  private lookLeast(block: Block, deal: LeastExpensiveDeal): boolean {
    const [full = 0, cheap = 0] = block.units;
    const price = (member: number) =>
      this.instance.classes[deal.members[member]?.unitClass ?? 0]?.priceScaled ?? 0;
    let best = { columns: [] as number[], gain: 0, score: Number.NEGATIVE_INFINITY };
    const levels = new Set(deal.members.map((_, member) => price(member)));
    for (const level of levels) {
      const fits =
        this.addTimes(block.times) &&
        this.addBest(cheap, deal.members.length, deal.rewarded, (member) => price(member) <= level) &&
        this.addBest(
          full,
          deal.members.length,
          deal.units - deal.rewarded,
          (member) => price(member) >= level,
        );
      if (fits && this.score > best.score)
        best = { columns: this.columns, gain: this.gain, score: this.score };
      for (const column of this.columns) if (this.formulation.rank[column] === 1) this.take(column, 1);
      this.columns = [];
      this.gain = 0;
      this.score = 0;
    }
    if (best.columns.length === 0) return false;
    this.columns = best.columns;
    this.gain = best.gain;
    this.score = best.score;
    this.units = deal.units;
    for (const column of this.columns) if (this.formulation.rank[column] === 1) this.take(column, -1);
    return true;
  }

  private lookQuantity(block: Block, deal: QuantityDeal): boolean {
    for (let tier = 0; tier < deal.tiers.length; tier += 1)
      if ((this.vector[block.times + tier] as number) > 0) return false;
    let best = { columns: [] as number[], gain: 0, score: Number.NEGATIVE_INFINITY, units: 0 };
    for (const [tier, { minUnits, members }] of deal.tiers.entries()) {
      const first = block.units[tier] ?? 0;
      const next = deal.tiers[tier + 1];
      const most = next ? next.minUnits - 1 : Number.MAX_SAFE_INTEGER;
      const fits = this.addTimes(block.times + tier);
      if (fits) this.addBest(first, members.length, most, () => true, true);
      const enough =
        this.units >= minUnits || this.addBest(first, members.length, minUnits - this.units, () => true);
      if (fits && enough && this.score > best.score)
        best = { columns: this.columns, gain: this.gain, score: this.score, units: this.units };
      for (const column of this.columns) if (this.formulation.rank[column] === 1) this.take(column, 1);
      this.columns = [];
      this.gain = 0;
      this.score = 0;
      this.units = 0;
    }
    if (best.columns.length === 0) return false;
    Object.assign(this, best);
    for (const column of this.columns) if (this.formulation.rank[column] === 1) this.take(column, -1);
    return true;
  }

  /** Where whole applications have columns of their own at every price, they follow from the units. */
  private completeLevels(block: Block) {
    const deal = this.instance.deals[block.deal];
    if (deal?.kind !== 'leastExpensive' || deal.rewarded < 2) return;
    completeLevels(this.instance, deal, block, this.vector);
  }
}

/** Sets the columns that count whole applications down the prices from the rewarded units. */
export function completeLevels(
  instance: PackingInstance,
  deal: LeastExpensiveDeal,
  block: Block,
  vector: Float64Array,
) {
  const price = (member: number) => instance.classes[deal.members[member]?.unitClass ?? 0]?.priceScaled ?? 0;
  const prices = priceLevels(instance, deal);
  const cheap = block.units[1] ?? 0;
  for (const [level, atLeast] of prices.slice(0, -1).entries()) {
    let rewarded = 0;
    for (let member = 0; member < deal.members.length; member += 1)
      if (price(member) >= atLeast) rewarded += vector[cheap + member] as number;
    vector[cheap + deal.members.length + level] = Math.ceil(rewarded / deal.rewarded);
  }
}
