import { assert } from '../assert.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';

/** Values inside the search: whole ten-thousandths of a minor unit, so that basis points are exact. */
export const SCALE = 10_000;

/** What one offer takes off each unit of a run. */
export interface UnitDiscount {
  /** Position among the basket's offer matches. */
  readonly match: number;
  readonly amountMinor: number;
}

/** What keeps a run from further offers. */
export type Taken = 'free' | 'exclusive' | 'bestPrice' | 'compound';

/** Units of one basket line that have cost and taken the same so far. A run is replaced, never changed. */
export interface UnitRun {
  /** Position of the line in the basket. */
  readonly line: number;
  readonly count: number;
  /** Of one unit; a weighed line is one unit of its weight. */
  readonly quantityThousandths: number;
  readonly originalMinor: number;
  readonly unitMinor: number;
  /** What one unit costs, for the search: not yet rounded while no offer has been applied. */
  readonly valueScaled: number;
  readonly originalScaled: number;
  readonly discounts: readonly UnitDiscount[];
  readonly taken: Taken;
  /** Priorities whose offers have been applied. */
  readonly priorities: readonly number[];
  /** Of the first threshold that gave it something. */
  readonly thresholdPriority: number | null;
}

/** A copy, while it is written: half as dear as a spread with properties behind it. */
export type Changed<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The runs that a line begins with. The line's amount is rounded once, so units of a price finer than the minor
 * unit differ by one.
 */
export function runsOfLine(
  line: number,
  amountMinor: number,
  quantityThousandths: number,
  isWeighed: boolean,
): UnitRun[] {
  assert(quantityThousandths > 0 && amountMinor >= 0, 'offers look at goods that are sold');
  const whole = !isWeighed && quantityThousandths % 1000 === 0;
  const count = whole ? quantityThousandths / 1000 : 1;
  const unitMinor = Math.floor(amountMinor / count);
  const larger = amountMinor - unitMinor * count;
  const valueScaled = multiplyDivide(amountMinor, SCALE, count);
  const run = (units: number, minor: number): UnitRun => ({
    line,
    count: units,
    quantityThousandths: whole ? 1000 : quantityThousandths,
    originalMinor: minor,
    unitMinor: minor,
    valueScaled,
    originalScaled: valueScaled,
    discounts: [],
    taken: 'free',
    priorities: [],
    thresholdPriority: null,
  });
  const runs = larger > 0 ? [run(larger, unitMinor + 1)] : [];
  if (larger < count) runs.push(run(count - larger, unitMinor));
  return runs;
}

/** The run's units as they would be without one of their discounts. */
export function withoutDiscount(run: UnitRun, match: number): UnitRun {
  const given = run.discounts.find((discount) => discount.match === match)?.amountMinor ?? 0;
  const unitMinor = run.unitMinor + given;
  const discounts = run.discounts.filter((discount) => discount.match !== match);
  return { ...run, unitMinor, valueScaled: unitMinor * SCALE, discounts };
}

/** The run's units with one discount more. */
export function discounted(run: UnitRun, count: number, match: number, amountMinor: number): UnitRun {
  assert(amountMinor <= run.unitMinor, 'no unit costs less than nothing');
  if (amountMinor === 0) return count === run.count ? run : { ...run, count };
  const after: Changed<UnitRun> = { ...run };
  after.count = count;
  after.unitMinor = run.unitMinor - amountMinor;
  after.valueScaled = after.unitMinor * SCALE;
  after.discounts = [...run.discounts, { match, amountMinor }];
  return after;
}
