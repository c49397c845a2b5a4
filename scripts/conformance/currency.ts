import { assert } from '../../commerce/assert.ts';
import { multiplyDivide } from '../../commerce/money/multiply-divide.ts';
import type { UnitPrice } from '../../commerce/money/unit-price.ts';

/** A number as a vector writes it. */
export type Written = string | number;

/** Numbers as vectors write them, in minor units of a currency with so many decimals, and back. */
export class Currency {
  readonly decimals: number;

  constructor(decimals: number) {
    this.decimals = decimals;
  }

  minor(value: Written): number {
    const { digits, decimals } = parts(value);
    assert(decimals <= this.decimals, `${value} is no amount of a currency with ${this.decimals} decimals`);
    return digits * 10 ** (this.decimals - decimals);
  }

  /** The price of one unit, also where it is finer than the minor unit. */
  price(value: Written): UnitPrice {
    const { digits, decimals } = parts(value);
    const finer = Math.max(0, decimals - this.decimals);
    return {
      amountMinor: digits * 10 ** Math.max(0, this.decimals - decimals),
      priceUnitThousandths: 1000 * 10 ** finer,
    };
  }

  text(minor: number): string {
    const digits = String(Math.abs(minor)).padStart(this.decimals + 1, '0');
    const whole = digits.slice(0, digits.length - this.decimals);
    const sign = minor < 0 ? '-' : '';
    return this.decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-this.decimals)}`;
  }
}

/** How many decimals the finest of these numbers has; what is no number does not count. */
export function decimalsOf(...values: readonly unknown[]): number {
  let most = 0;
  for (const value of values) {
    if (Array.isArray(value)) most = Math.max(most, decimalsOf(...value));
    else if (typeof value === 'object' && value !== null)
      most = Math.max(most, decimalsOf(...Object.values(value)));
    else if (isWritten(value)) most = Math.max(most, parts(value).decimals);
  }
  return most;
}

/** Whether it can be read as a number. */
export function isWritten(value: unknown): value is Written {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}

/** A percentage in basis points; it has two decimals at most. */
export function basisPoints(percent: Written): number {
  return new Currency(2).minor(percent);
}

/** A percentage in parts per million; it has four decimals at most. */
export function ratePpm(percent: Written): number {
  return new Currency(4).minor(percent);
}

/** A number cut to so many decimals, half away from zero. */
export function cutTo(value: Written, most: number): string {
  const { digits, decimals } = parts(value);
  if (decimals <= most) return String(value);
  return new Currency(most).text(multiplyDivide(digits, 1, 10 ** (decimals - most)));
}

/** The same number, whatever its trailing zeros; the first cut to as many decimals as the second has if asked. */
export function isSameNumber(actual: Written, expected: Written, asWritten: boolean): boolean {
  const left = parts(asWritten ? cutTo(actual, parts(expected).decimals) : actual);
  const right = parts(expected);
  return left.digits * 10 ** right.decimals === right.digits * 10 ** left.decimals;
}

function parts(value: Written): { digits: number; decimals: number } {
  const text = String(value);
  assert(/^-?\d+(\.\d+)?$/.test(text), `${text} is a number`);
  const [whole = '', fraction = ''] = text.split('.');
  const digits = Number(whole + fraction);
  assert(Number.isSafeInteger(digits), `${text} has not too many digits`);
  return { digits, decimals: fraction.length };
}
