import { fraction } from '../money/fraction.ts';
import type { LineMagnitude } from './decide-taxes.ts';
import type { TaxPlan } from './tax-plan.ts';

/** A line with its plan, ready to be taxed. */
export interface PlannedTaxes {
  readonly plan: TaxPlan;
  readonly amountMinor: number;
  readonly quantityThousandths: number;
  readonly magnitude: LineMagnitude;
  /** Taxed as if it were sold, and the answer negated. */
  readonly isMirrored: boolean;
}

export function plannedTaxes(plan: TaxPlan, amountMinor: number, quantityThousandths: number): PlannedTaxes {
  return {
    plan,
    amountMinor,
    quantityThousandths,
    magnitude: {
      amount: fraction(Math.abs(amountMinor)),
      quantityThousandths: fraction(Math.abs(quantityThousandths)),
    },
    isMirrored: amountMinor < 0 || (amountMinor === 0 && quantityThousandths < 0),
  };
}
