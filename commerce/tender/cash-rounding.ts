import { type Minor, minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import type { RoundingMode } from '../money/rounding-mode.ts';

/** Where small coins are out of use: what is paid in cash is a multiple of the step, 5 for 0.05. */
export interface CashRounding {
  readonly stepMinor: number;
  readonly mode: RoundingMode;
}

/** What is paid in cash for what is due, and how much more (or less) that is: it is no part of any price or tax. */
export function roundCash(
  dueMinor: number,
  { stepMinor, mode }: CashRounding,
): { readonly paidMinor: Minor; readonly differenceMinor: Minor } {
  const paidMinor = multiplyDivide(dueMinor, 1, stepMinor, mode) * stepMinor;
  return { paidMinor: minor(paidMinor), differenceMinor: minor(paidMinor - dueMinor) };
}
