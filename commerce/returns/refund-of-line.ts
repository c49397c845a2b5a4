import { assert } from '../assert.ts';
import { type Minor, minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import type { LineTax } from '../tax/taxed-document.ts';

export interface PaidLine {
  readonly quantityThousandths: number;
  readonly grossMinor: number;
  readonly taxMinor: number;
  /** What the units cost in their order, in the prices' own terms; without it all units cost alike. */
  readonly paid?: readonly PaidRun[];
  /** The taxes that make up the tax; without them it is one. */
  readonly taxes?: readonly LineTax[];
}

/** Units that cost the same each, `amountMinor` together. */
interface PaidRun {
  readonly quantityThousandths: number;
  readonly amountMinor: number;
}

/** Negative for a line that was sold. The taxes add up to the tax. */
export interface LineRefund {
  readonly grossMinor: Minor;
  readonly taxMinor: Minor;
  readonly taxes: readonly LineTax[];
}

/**
 * What goes back for `quantityThousandths` of a line of which `alreadyReturnedThousandths` went back before: what
 * was paid for just these units, the first of the line first. Amounts and each tax are cut from their own running
 * totals, half away from zero, so that returning every unit, in any portions, gives back exactly what was paid.
 */
export function refundOfLine(
  line: PaidLine,
  alreadyReturnedThousandths: number,
  quantityThousandths: number,
): LineRefund {
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
    taxes: (line.taxes ?? []).map((tax, index) => ({
      ...tax,
      baseMinor: (before.taxes[index]?.baseMinor ?? 0) - (until.taxes[index]?.baseMinor ?? 0),
      taxMinor: (before.taxes[index]?.taxMinor ?? 0) - (until.taxes[index]?.taxMinor ?? 0),
    })),
  };
}

interface PaidSoFar {
  readonly grossMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly { readonly baseMinor: number; readonly taxMinor: number }[];
}

/** What was paid for the first units of a line. */
function paidUpTo(line: PaidLine, upToThousandths: number): PaidSoFar {
  const { quantityThousandths, grossMinor, taxMinor, paid = [], taxes = [] } = line;
  const allMinor = paid.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const amountMinor = amountUpTo(paid, upToThousandths);
  const part = (ofMinor: number) =>
    allMinor === 0
      ? multiplyDivide(ofMinor, upToThousandths, quantityThousandths)
      : multiplyDivide(ofMinor, amountMinor, allMinor);
  const taxesSoFar = taxes.map((tax) => ({ baseMinor: part(tax.baseMinor), taxMinor: part(tax.taxMinor) }));
  const taxSoFar =
    taxes.length === 0 ? part(taxMinor) : taxesSoFar.reduce((sum, tax) => sum + tax.taxMinor, 0);
  return { grossMinor: grossSoFar(), taxMinor: taxSoFar, taxes: taxesSoFar };

  function grossSoFar(): number {
    if (allMinor === 0) return part(grossMinor);
    if (allMinor === grossMinor) return amountMinor;
    if (allMinor === grossMinor - taxMinor) return amountMinor + taxSoFar;
    return part(grossMinor);
  }
}

function amountUpTo(paid: readonly PaidRun[], upToThousandths: number): number {
  let amountMinor = 0;
  let left = upToThousandths;
  for (const run of paid) {
    const taken = Math.min(left, run.quantityThousandths);
    amountMinor += multiplyDivide(run.amountMinor, taken, run.quantityThousandths);
    left -= taken;
  }
  return amountMinor;
}
