import { assert } from '../assert.ts';
import { ok, type Result } from '../result.ts';
import { addUp } from './add-up.ts';
import { keptNetAmount } from './kept-net-amount.ts';
import { type PlannedTaxes, plannedTaxes } from './planned-taxes.ts';
import { settleLines } from './settle-lines.ts';
import { settleShares } from './settle-shares.ts';
import { type TaxPlan, TaxPlans } from './tax-plan.ts';
import { type TaxRounding, type TaxSetup, usualTaxRounding } from './tax-setup.ts';
import type { TaxableDocument, TaxableLine, TaxedDocument, TaxedLine, TaxFault } from './taxed-document.ts';
import { fixedLine, untaxedLine } from './taxed-line.ts';

/**
 * Taxes a document: net, tax and gross of every line and of all, with what each tax code takes. Net and tax add
 * up to gross everywhere, and the lines to the document. A price with tax in it is the gross, whatever the tax;
 * only where the setup keeps the net of an exempt or overridden line does the gross give way. Lines that come
 * back are the exact mirror of the same lines sold. A line that cannot be taxed says why and bears no tax.
 */
export function taxDocument(document: TaxableDocument, setup: TaxSetup): TaxedDocument {
  const rounding = setup.rounding ?? usualTaxRounding;
  const plans = new TaxPlans(document.date, setup);
  const lines: TaxedLine[] = [];
  const open: PlannedTaxes[] = [];
  const openAt: number[] = [];
  for (const [index, line] of document.lines.entries()) {
    const settled = settleAlone(line, plans, setup, rounding);
    if ('fault' in settled) lines[index] = settled;
    else {
      open.push(settled);
      openAt.push(index);
    }
  }
  for (const [position, line] of settleLines(open, rounding).entries()) lines[openAt[position] ?? 0] = line;
  assert(lines.length === document.lines.length, 'every line is answered');
  return addUp(lines);
}

/** The line, where nothing but itself decides it; else what the others are to be settled with. */
function settleAlone(
  line: TaxableLine,
  plans: TaxPlans,
  setup: TaxSetup,
  rounding: TaxRounding,
): TaxedLine | PlannedTaxes {
  if (line.fixedTax) return fixedLine(line.fixedTax);
  const taxCode = line.override || line.taxCode;
  const found = plans.of({ taxCode, amountIncludesTax: line.amountIncludesTax, exempt: line.exempt });
  if (!found.ok) return untaxedLine(line.amountMinor, found.error);
  const plan = found.value;
  const amount = taxedAmount(line, plan, plans, setup, rounding);
  if (!amount.ok) return untaxedLine(line.amountMinor, amount.error);
  return (
    settleShares(plan, amount.value, rounding) ?? plannedTaxes(plan, amount.value, line.quantityThousandths)
  );
}

function taxedAmount(
  line: TaxableLine,
  plan: TaxPlan,
  plans: TaxPlans,
  setup: TaxSetup,
  rounding: TaxRounding,
): Result<number, TaxFault> {
  const isUsual = !line.override && !line.exempt;
  if (isUsual || setup.inclusiveAmountKeeps !== 'net') return ok(line.amountMinor);
  return keptNetAmount(line, plan, plans, rounding);
}
