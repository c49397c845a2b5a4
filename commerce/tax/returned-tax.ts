import { assert } from '../assert.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import type { LineTax } from './taxed-document.ts';

export interface SoldTax {
  readonly quantityThousandths: number;
  readonly netMinor: number;
  readonly taxes: readonly LineTax[];
}

/**
 * The fixed tax of goods that come back: `quantityThousandths` of a line of which `alreadyReturnedThousandths`
 * came back before. Every amount is cut from its own running total, half away from zero, so that returning every
 * unit, in any portions, gives back exactly what was taxed. Negative for a line that was sold.
 */
export function returnedTax(
  sold: SoldTax,
  alreadyReturnedThousandths: number,
  quantityThousandths: number,
): { readonly netMinor: number; readonly taxes: readonly LineTax[] } {
  const after = alreadyReturnedThousandths + quantityThousandths;
  assert(
    quantityThousandths > 0 && alreadyReturnedThousandths >= 0,
    'goods come back in positive quantities',
  );
  assert(after <= sold.quantityThousandths, 'no more comes back than was sold');
  const share = (amountMinor: number) =>
    multiplyDivide(amountMinor, alreadyReturnedThousandths, sold.quantityThousandths) -
    multiplyDivide(amountMinor, after, sold.quantityThousandths);
  const grossMinor = sold.taxes.reduce((sum, tax) => sum + tax.taxMinor, sold.netMinor);
  const taxes = sold.taxes.map((tax) => ({
    ...tax,
    baseMinor: share(tax.baseMinor),
    taxMinor: share(tax.taxMinor),
  }));
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0);
  // The net is what is left, so that the customer gets the share of what was paid.
  return { netMinor: share(grossMinor) - taxMinor, taxes };
}
