import { assert } from '../assert.ts';
import { type Minor, minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';

export interface PaidLine {
  readonly quantityThousandths: number;
  readonly grossMinor: number;
  readonly taxMinor: number;
  /** What the units cost in their order, in the prices' own terms; without it all units cost alike. */
  readonly paid?: readonly PaidRun[];
}

/** Units that cost the same each, `amountMinor` together. */
interface PaidRun {
  readonly quantityThousandths: number;
  readonly amountMinor: number;
}

/**
 * What goes back for `quantityThousandths` of a line of which `alreadyReturnedThousandths` went back before: what
 * was paid for just these units, the first of the line first. Shares and taxes are cut from the running total, so
 * that returning every unit, in any portions, gives back exactly what was paid. The amounts are negative for a
 * line that was sold.
 */
export function refundOfLine(
  line: PaidLine,
  alreadyReturnedThousandths: number,
  quantityThousandths: number,
): { readonly grossMinor: Minor; readonly taxMinor: Minor } {
  const after = alreadyReturnedThousandths + quantityThousandths;
  assert(
    quantityThousandths > 0 && alreadyReturnedThousandths >= 0,
    'goods come back in positive quantities',
  );
  assert(after <= line.quantityThousandths, 'no more comes back than was sold');
  const before = paidUpTo(line, alreadyReturnedThousandths);
  const until = paidUpTo(line, after);
  return {
    grossMinor: minor(before.grossMinor - until.grossMinor),
    taxMinor: minor(before.taxMinor - until.taxMinor),
  };
}

/** What was paid for the first units of a line. */
function paidUpTo(
  { quantityThousandths, grossMinor, taxMinor, paid = [] }: PaidLine,
  upToThousandths: number,
): { grossMinor: number; taxMinor: number } {
  const allMinor = paid.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (allMinor === 0)
    return {
      grossMinor: multiplyDivide(grossMinor, upToThousandths, quantityThousandths),
      taxMinor: multiplyDivide(taxMinor, upToThousandths, quantityThousandths),
    };
  let amountMinor = 0;
  let left = upToThousandths;
  for (const run of paid) {
    const taken = Math.min(left, run.quantityThousandths);
    amountMinor += multiplyDivide(run.amountMinor, taken, run.quantityThousandths);
    left -= taken;
  }
  const tax = multiplyDivide(taxMinor, amountMinor, allMinor);
  if (allMinor === grossMinor) return { grossMinor: amountMinor, taxMinor: tax };
  if (allMinor === grossMinor - taxMinor) return { grossMinor: amountMinor + tax, taxMinor: tax };
  return { grossMinor: multiplyDivide(grossMinor, amountMinor, allMinor), taxMinor: tax };
}
