import type { Cut } from './cut.ts';
import type { LinearProgram } from './linear-program.ts';
import type { PackingInstance } from './packing.ts';

/**
 * Collects a programme column by column. The first rows are the classes: no more units than there are. Entries
 * always belong to the newest column.
 */
export class ProgramBuilder {
  readonly instance: PackingInstance;
  /** What gains are multiplied by so that a cost of 1 for an application decides among equal gains only. */
  readonly gainFactor: number;
  readonly rank: number[] = [];
  readonly cost: number[] = [];
  readonly upper: number[] = [];
  readonly implied: Cut[] = [];
  /** What every gain is a multiple of, times `gainFactor`. */
  gainStep = 0;
  private readonly lower: number[] = [];
  private readonly starts: number[] = [];
  private readonly rowOf: number[] = [];
  private readonly factor: number[] = [];
  private readonly rhs: number[] = [];
  private readonly equality: number[] = [];
  private readonly rowUnit: number[] = [];

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

  /** A column of up to `most` units of a class that gain `savesScaled` less what they save alone. */
  units(unitClass: number, savesScaled: number, most: number): number {
    const stock = this.instance.classes[unitClass];
    const gain = savesScaled - (stock?.aloneScaled ?? 0);
    const column = this.column(1, gain, 0, 0, Math.min(stock?.units ?? 0, most));
    this.entry(unitClass, 1);
    return column;
  }

  /** A row that whole solutions meet anyway: only said to the programme where it helps. Columns rise. */
  imply(column: number[], factor: number[], rhs: number) {
    let norm = 0;
    for (const each of factor) norm += each * each;
    this.implied.push({ column, factor, rhs, norm, depth: 0 });
  }

  stockOf(unitClass: number): number {
    return this.instance.classes[unitClass]?.units ?? 0;
  }

  priceOf(unitClass: number): number {
    return this.instance.classes[unitClass]?.priceScaled ?? 0;
  }

  program(): LinearProgram {
    this.starts.push(this.rowOf.length);
    return {
      rows: this.rhs.length,
      columns: this.cost.length,
      starts: new Int32Array(this.starts),
      rowOf: new Int32Array(this.rowOf),
      factor: new Float64Array(this.factor),
      cost: new Float64Array(this.cost),
      rhs: new Float64Array(this.rhs),
      equality: new Uint8Array(this.equality),
      rowUnit: new Float64Array(this.rowUnit),
      lower: new Float64Array(this.lower),
      upper: new Float64Array(this.upper),
    };
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  let [high, low] = [a, b];
  while (low > 0) [high, low] = [low, high % low];
  return high;
}
