import type { Block, ColumnMember } from './block.ts';
import type { Formulation } from './formulate.ts';
import type { Deal, LeastExpensiveDeal, PackageDeal, PackingInstance, QuantityDeal } from './packing.ts';
import { grown } from './scratch.ts';
import { vectorValue } from './vector.ts';

/**
 * A good solution without a search: again and again the application with the highest score, until none gains.
 * Applications are scored by their gain for each unit, or by their gain; the better end wins. `worth` is what a
 * unit of each row of classes is thought to be worth elsewhere, in the programme's costs. Null if the forced
 * deal fits nowhere.
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

/** An application being looked at: its columns, one for each unit and each count, and what they come to. */
interface Look {
  columns: number[];
  gain: number;
  score: number;
  units: number;
}

const nothing = (): Look => ({ columns: [], gain: 0, score: 0, units: 0 });

class Greedy {
  private readonly formulation: Formulation;
  private readonly instance: PackingInstance;
  private readonly worth: Float64Array | null;
  private readonly vector: Float64Array;
  private readonly left: Float64Array;
  private look: Look = nothing();

  constructor(formulation: Formulation, instance: PackingInstance, worth: Float64Array | null) {
    this.formulation = formulation;
    this.instance = instance;
    this.worth = worth;
    const { scratch, columns, rhs } = formulation.program;
    this.vector = scratch.floats(columns);
    this.left = grown(scratch.floats(rhs.length), rhs);
  }

  run(forced: number, byUnit: boolean): Float64Array | null {
    const { blocks } = this.formulation;
    if (forced >= 0) {
      if (!blocks.some((block) => block.deal === forced && this.find(block))) return null;
      this.apply(this.look);
    }
    const open = this.formulation.program.scratch.bytes(blocks.length).fill(1);
    for (;;) {
      let best: Look | null = null;
      let bestScore = 0;
      for (let index = 0; index < blocks.length; index += 1) {
        if (open[index] === 0) continue;
        // Stocks only shrink: what does not fit or gain now never will.
        if (!this.find(blocks[index] as Block) || this.look.gain <= 0) {
          open[index] = 0;
          continue;
        }
        const score = byUnit ? this.look.score / this.look.units : this.look.score;
        if (best && score <= bestScore) continue;
        best = this.look;
        bestScore = score;
      }
      if (!best) break;
      this.apply(best);
    }
    for (const block of blocks) this.completeLevels(block);
    return this.vector;
  }

  private dealOf(block: Block): Deal {
    return this.instance.deals[block.deal] as Deal;
  }

  private apply({ columns }: Look) {
    for (const column of columns) this.vector[column] = (this.vector[column] as number) + 1;
    this.move(columns, -1);
  }

  private move(columns: readonly number[], change: number) {
    for (const column of columns) {
      if (this.formulation.rank[column] !== 1) continue;
      const row = this.rowOf(column);
      this.left[row] = (this.left[row] as number) + change;
    }
  }

  private priceOf({ unitClass }: ColumnMember): number {
    return this.instance.classes[unitClass]?.priceScaled as number;
  }

  /** The row of the classes whose units a column counts. */
  private rowOf(column: number): number {
    const { program } = this.formulation;
    return program.rowOf[program.starts[column] as number] as number;
  }

  /** Looks for a good next application of the block; false if none fits. */
  private find(block: Block): boolean {
    const deal = this.dealOf(block);
    this.look = nothing();
    if (deal.kind === 'leastExpensive') return this.findLeast(block, deal);
    if (deal.kind === 'quantity') return this.findQuantity(block, deal);
    return this.findPackage(block, deal);
  }

  /** Where an application needs a rich unit, the best of every group that it may be in. */
  private findPackage(block: Block, deal: PackageDeal): boolean {
    let best: Look | null = null;
    for (let richGroup = 0; richGroup < (block.rich ? deal.groups.length : 1); richGroup += 1) {
      this.look = nothing();
      const fits =
        this.addTimes(block, block.times) && this.addGroups(block, deal, block.rich ? richGroup : -1);
      this.move(this.look.columns, 1);
      if (fits && (!best || this.look.score > best.score)) best = this.look;
    }
    if (best) this.look = best;
    return best !== null;
  }

  private addGroups(block: Block, deal: PackageDeal, richGroup: number): boolean {
    return deal.groups.every(({ units }, group) => {
      const first = block.units[group] as number;
      const members = block.members[group] as readonly ColumnMember[];
      if (group !== richGroup) return this.addBest(first, members, units);
      return (
        this.addBest(first, members, 1, block.rich ?? undefined) && this.addBest(first, members, units - 1)
      );
    });
  }

  private addTimes(block: Block, column: number): boolean {
    const { cost, upper } = this.formulation.program;
    const deal = this.dealOf(block);
    if ((this.vector[column] as number) >= (upper[column] as number)) return false;
    if (deal.kind !== 'quantity' && deal.applicationsMax !== null) {
      let times = 0;
      for (const other of this.formulation.blocks)
        if (other.deal === block.deal) times += this.vector[other.times] as number;
      if (times >= deal.applicationsMax) return false;
    }
    this.look.columns.push(column);
    this.look.gain += cost[column] as number;
    this.look.score += cost[column] as number;
    return true;
  }

  private addUnit(column: number, value: number) {
    const row = this.rowOf(column);
    this.look.columns.push(column);
    this.look.gain += this.formulation.program.cost[column] as number;
    this.look.score += value;
    this.look.units += 1;
    this.left[row] = (this.left[row] as number) - 1;
  }

  /** The best `units` units still there of members that are `allowed`; false if there are too few. */
  private addBest(
    first: number,
    members: readonly ColumnMember[],
    units: number,
    allowed?: (member: ColumnMember) => boolean,
    above = Number.NEGATIVE_INFINITY,
  ): boolean {
    const { cost } = this.formulation.program;
    for (let taken = 0; taken < units; taken += 1) {
      let best = -1;
      let bestValue = above;
      for (let index = 0; index < members.length; index += 1) {
        const column = first + index;
        const row = this.rowOf(column);
        if ((this.left[row] as number) <= 0) continue;
        const value = (cost[column] as number) - (this.worth ? (this.worth[row] as number) : 0);
        if (value <= bestValue || (allowed && !allowed(members[index] as ColumnMember))) continue;
        bestValue = value;
        best = column;
      }
      if (best < 0) return false;
      this.addUnit(best, bestValue);
    }
    return true;
  }

  /** Of every price at which the rewarded units may begin, the best. */
  private findLeast(block: Block, deal: LeastExpensiveDeal): boolean {
    const [full = 0, cheap = 0] = block.units;
    const members = block.members[0] as readonly ColumnMember[];
    let best: Look | null = null;
    for (const level of block.levels) {
      this.look = nothing();
      const fits =
        this.addTimes(block, block.times) &&
        this.addBest(cheap, members, deal.rewarded, (member) => this.priceOf(member) <= level) &&
        this.addBest(full, members, deal.units - deal.rewarded, (member) => this.priceOf(member) >= level);
      this.move(this.look.columns, 1);
      if (fits && (!best || this.look.score > best.score)) best = this.look;
    }
    if (best) this.look = best;
    return best !== null;
  }

  private findQuantity(block: Block, deal: QuantityDeal): boolean {
    let best: Look | null = null;
    for (let tier = 0; tier < deal.tiers.length; tier += 1)
      if ((this.vector[block.times + tier] as number) > 0) return false;
    for (let tier = 0; tier < deal.tiers.length; tier += 1) {
      const first = block.units[tier] as number;
      const members = block.members[tier] as readonly ColumnMember[];
      const minUnits = deal.tiers[tier]?.minUnits as number;
      const most = (deal.tiers[tier + 1]?.minUnits ?? Number.MAX_SAFE_INTEGER) - 1;
      this.look = nothing();
      let fits = this.addTimes(block, block.times + tier);
      if (fits) {
        this.addBest(first, members, most, undefined, 0);
        fits = this.look.units >= minUnits || this.addBest(first, members, minUnits - this.look.units);
      }
      this.move(this.look.columns, 1);
      if (fits && (!best || this.look.score > best.score)) best = this.look;
    }
    if (best) this.look = best;
    return best !== null;
  }

  /** Where whole applications are counted down the prices, the counts follow from the units. */
  private completeLevels(block: Block) {
    const deal = this.dealOf(block);
    if (deal.kind !== 'leastExpensive' || deal.rewarded < 2) return;
    const members = block.members[0] as readonly ColumnMember[];
    const cheap = block.units[1] as number;
    for (const [level, atLeast] of block.levels.slice(0, -1).entries()) {
      let rewarded = 0;
      for (let index = 0; index < members.length; index += 1)
        if (this.priceOf(members[index] as ColumnMember) >= atLeast)
          rewarded += this.vector[cheap + index] as number;
      this.vector[cheap + members.length + level] = Math.ceil(rewarded / deal.rewarded);
    }
  }
}
