import { multiplyDivide } from '../money/multiply-divide.ts';
import type { AmountShare, TaxPlan } from './tax-plan.ts';
import type { TaxRounding } from './tax-setup.ts';
import type { TaxedLine } from './taxed-document.ts';
import { taxedLine } from './taxed-line.ts';

/**
 * The usual case, percentages rounded line by line and code by code, in plain integers: what `settleLines` answers,
 * many times faster. Null where a line needs more.
 */
export function settleShares(plan: TaxPlan, amountMinor: number, rounding: TaxRounding): TaxedLine | null {
  const { shares, components, linear } = plan;
  if (shares === null || linear === null || rounding.scope !== 'line') return null;
  if (rounding.by === 'combination' && shares.length > 1) return null;
  if (rounding.target === 'net' && components.some(({ included }) => included)) return null;
  const taxes = shares.map((share) => rounded(amountMinor, share, rounding));
  return taxedLine(amountMinor, components, linear.ratesPpm, taxes);
}

function rounded(amountMinor: number, share: AmountShare, { mode, stepMinor }: TaxRounding): number {
  return multiplyDivide(amountMinor, share.numerator, share.denominator * stepMinor, mode) * stepMinor;
}
