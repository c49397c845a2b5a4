import { multiplyDivide } from '../money/multiply-divide.ts';
import type { CodeRounding } from './tax-code.ts';
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
  const fromNet = rounding.target === 'net' && components.some(({ included }) => included);
  if (fromNet && shares.length > 1) return null;
  const taxes: number[] = [];
  for (let index = 0; index < shares.length; index++) {
    const share = shares[index] as AmountShare;
    const own = (rounding.by === 'code' && !fromNet && components[index]?.rounding) || rounding;
    if (!Number.isSafeInteger(share.denominator * own.stepMinor)) return null;
    taxes.push(fromNet ? restOfNet(amountMinor, share, own) : rounded(amountMinor, share, own));
  }
  return taxedLine(amountMinor, components, linear.ratesPpm, taxes);
}

function restOfNet(amountMinor: number, tax: AmountShare, rounding: CodeRounding): number {
  if (tax.numerator === 0) return 0;
  const net = { numerator: tax.denominator - tax.numerator, denominator: tax.denominator };
  return amountMinor - rounded(amountMinor, net, rounding);
}

function rounded(amountMinor: number, share: AmountShare, { mode, stepMinor }: CodeRounding): number {
  return multiplyDivide(amountMinor, share.numerator, share.denominator * stepMinor, mode) * stepMinor;
}
