import { assert } from '../assert.ts';
import { type Minor, minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';

export interface PaidLine {
  readonly quantityThousandths: number;
  readonly grossMinor: number;
  readonly taxMinor: number;
}

/**
 * What goes back for `quantityThousandths` of a line of which `alreadyReturnedThousandths` went back before.
 * Shares are cut from the running total, so that returning every unit, in any portions, gives back exactly
 * what was paid. The amounts are negative for a line that was sold.
 */
export function refundOfLine(
  paid: PaidLine,
  alreadyReturnedThousandths: number,
  quantityThousandths: number,
): { readonly grossMinor: Minor; readonly taxMinor: Minor } {
  const after = alreadyReturnedThousandths + quantityThousandths;
  assert(
    quantityThousandths > 0 && alreadyReturnedThousandths >= 0,
    'goods come back in positive quantities',
  );
  assert(after <= paid.quantityThousandths, 'no more comes back than was sold');
  const share = (amountMinor: number) =>
    minor(
      multiplyDivide(amountMinor, alreadyReturnedThousandths, paid.quantityThousandths) -
        multiplyDivide(amountMinor, after, paid.quantityThousandths),
    );
  return { grossMinor: share(paid.grossMinor), taxMinor: share(paid.taxMinor) };
}
