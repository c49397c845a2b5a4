import type { ColumnMember } from './block.ts';
import type { Component } from './components.ts';
import type { Cut } from './cut.ts';
import { LinearProgram } from './linear-program.ts';
import type { PackingInstance, UnitClass } from './packing.ts';
import type { Scratch } from './scratch.ts';

/**
 * Collects a programme column by column. The first rows are the classes: no more units than there are. Entries
 * always belong to the newest column.
 */
export class ProgramBuilder {
  readonly instance: PackingInstance;
  /** For each class of the instance the row of it and those like it. */
  private readonly rowOfClass: Int32Array;
  /** For each class the first one like it. */
  private readonly first: Int32Array;
  /** What gains are multiplied by so that a cost of 1 for an application decides among equal gains only. */
  readonly gainFactor: number;
  readonly rank: number[] = [];
  readonly cost: number[] = [];
  readonly upper: number[] = [];
  readonly implied: Cut[] = [];
  /** What every gain is a multiple of, times `gainFactor`. */
  gainStep = 0;
  readonly lower: number[] = [];
  readonly starts: number[] = [];
  readonly rowOf: number[] = [];
  readonly factor: number[] = [];
  readonly rhs: number[] = [];
  readonly equality: number[] = [];
  readonly rowUnit: number[] = [];

  private readonly scratch: Scratch;

  constructor(instance: PackingInstance, component: Component, first: Int32Array, scratch: Scratch) {
    this.scratch = scratch;
    this.instance = instance;
    this.first = first;
    this.rowOfClass = new Int32Array(instance.classes.length);
    let units = 0;
    let worth = 1;
    for (const index of component.classes) {
      const { units: own, priceScaled } = instance.classes[index] as UnitClass;
      units += own;
      worth += own * priceScaled;
      const same = first[index] as number;
      if (same === index) this.rowOfClass[index] = this.row(own, false);
      else {
        const row = this.rowOfClass[same] as number;
        this.rowOfClass[index] = row;
        this.rhs[row] = (this.rhs[row] as number) + own;
      }
    }
    let gainFactor = 2;
    while (gainFactor <= units) gainFactor *= 2;
    // Sums must stay whole in doubles with room for fractions of multipliers; else ties are left as they fall.
    this.gainFactor = worth * gainFactor < 2 ** 46 ? gainFactor : 1;
  }

  /** A row to be met at most or, with `equality`, exactly. Its factors are divided by `unit`, a power of two. */
  row(rhs: number, equality: boolean, unit = 1): number {
    this.rowUnit.push(unit);
    this.rhs.push(rhs);
    this.equality.push(equality ? 1 : 0);
    return this.rhs.length - 1;
  }

  column(rank: number, gainScaled: number, applications: number, lower: number, upper: number): number {
    this.starts.push(this.rowOf.length);
    this.rank.push(rank);
    if (rank > 0) this.stepBy(gainScaled);
    this.cost.push(gainScaled * this.gainFactor - (this.gainFactor > 1 ? applications : 0));
    this.lower.push(lower);
    this.upper.push(upper);
    return this.cost.length - 1;
  }

  /** Says that values may differ by this. */
  stepBy(gainScaled: number) {
    const step = Math.abs(gainScaled) * this.gainFactor;
    if (step !== this.gainStep) this.gainStep = greatestCommonDivisor(this.gainStep, step);
  }

  entry(row: number, factor: number) {
    this.rowOf.push(row);
    this.factor.push(factor);
  }

  /** Members in the order of classes, without those whose class is spoken for by an earlier one like it. */
  columnMembers(members: readonly ColumnMember[]): readonly ColumnMember[] {
    const kept: ColumnMember[] = [];
    let sorted = true;
    for (let index = 0; index < members.length; index += 1) {
      const member = members[index] as ColumnMember;
      if (this.first[member.unitClass] !== member.unitClass) continue;
      sorted &&= kept.length === 0 || (kept.at(-1) as ColumnMember).unitClass < member.unitClass;
      kept.push(member);
    }
    return sorted ? kept : kept.sort((a, b) => a.unitClass - b.unitClass);
  }

  /** A column of up to `most` units of a class and those like it that gain `savesScaled` less what they save alone. */
  units(unitClass: number, savesScaled: number, most: number): number {
    const row = this.rowOfClass[unitClass] as number;
    const gain = savesScaled - (this.instance.classes[unitClass] as UnitClass).aloneScaled;
    const column = this.column(1, gain, 0, 0, Math.min(this.rhs[row] as number, most));
    this.entry(row, 1);
    return column;
  }

  /** A row that whole solutions meet anyway: only said to the programme where it helps. Columns rise. */
  imply(column: number[], factor: number[], rhs: number) {
    let norm = 0;
    for (const each of factor) norm += each * each;
    this.implied.push({ column, factor, rhs, norm, depth: 0 });
  }

  /** Units of a class and those like it. */
  stockOf(unitClass: number): number {
    return this.rhs[this.rowOfClass[unitClass] as number] as number;
  }

  priceOf(unitClass: number): number {
    return (this.instance.classes[unitClass] as UnitClass).priceScaled;
  }

  program(): LinearProgram {
    this.starts.push(this.rowOf.length);
    return new LinearProgram(this, this.scratch);
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  let [high, low] = [a, b];
  while (low > 0) [high, low] = [low, high % low];
  return high;
}
