import { assert } from '../assert.ts';
import { ok, type Result } from '../result.ts';
import { plannedTaxes } from './planned-taxes.ts';
import { settleLines } from './settle-lines.ts';
import { makeTaxPlan, type TaxPlan, type TaxPlans } from './tax-plan.ts';
import type { TaxRounding } from './tax-setup.ts';
import type { TaxableLine, TaxedLine, TaxFault } from './taxed-document.ts';

/**
 * The amount of a line whose own tax is lifted or replaced, when its net is kept: the net it would have had, with
 * those taxes of `plan` that belong into the price. A price without tax in it stays as it is.
 */
export function keptNetAmount(
  line: TaxableLine,
  plan: TaxPlan,
  plans: TaxPlans,
  rounding: TaxRounding,
): Result<number, TaxFault> {
  const own = plans.of({ taxCode: line.taxCode, amountIncludesTax: line.amountIncludesTax });
  if (!own.ok) return own;
  if (!own.value.components.some(({ included }) => included)) return ok(line.amountMinor);
  const byLine: TaxRounding = rounding.scope === 'document' ? { ...rounding, scope: 'line' } : rounding;
  const before = settleOne(own.value, line.amountMinor, line.quantityThousandths, byLine);
  if (before.fault) return { ok: false, error: before.fault };
  const onTop = makeTaxPlan(
    plan.taxCode,
    plan.components.map((component) => ({ ...component, included: false })),
  );
  if (!onTop.ok) return onTop;
  const after = settleOne(onTop.value, before.netMinor, line.quantityThousandths, byLine);
  const intoPrice = after.taxes.reduce(
    (sum, tax, index) => sum + (plan.components[index]?.included ? tax.taxMinor : 0),
    0,
  );
  return ok(before.netMinor + intoPrice);
}

function settleOne(
  plan: TaxPlan,
  amountMinor: number,
  quantityThousandths: number,
  rounding: TaxRounding,
): TaxedLine {
  const [line] = settleLines([plannedTaxes(plan, amountMinor, quantityThousandths)], rounding);
  assert(line, 'one line is answered by one');
  return line;
}
