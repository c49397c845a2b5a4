import { type Fraction, negate } from '../money/fraction.ts';
import { evaluate } from './affine.ts';
import { decideTaxes } from './decide-taxes.ts';
import { documentBases } from './document-bases.ts';
import type { PlannedTaxes } from './planned-taxes.ts';
import { type ExactLine, roundTaxes } from './round-taxes.ts';
import type { SolvedTaxes } from './solve-taxes.ts';
import type { TaxRounding } from './tax-setup.ts';
import type { TaxedLine } from './taxed-document.ts';
import { taxedLine, untaxedLine } from './taxed-line.ts';

/** Taxes lines exactly and rounds them as the setting says: any tax, any scope. Answers in the lines' order. */
export function settleLines(lines: readonly PlannedTaxes[], rounding: TaxRounding): TaxedLine[] {
  const bases = documentBases(lines);
  const solved = lines.map(
    ({ plan, magnitude }) => plan.linear ?? decideTaxes(plan.components, magnitude, bases),
  );
  const computable = lines.filter((_, index) => solved[index] !== null);
  const exact = lines.flatMap((line, index) => exactLine(line, solved[index] ?? null));
  const rounded = new Map(roundTaxes(exact, rounding).map((taxes, index) => [computable[index], taxes]));
  return lines.map((line, index) => {
    const { plan, amountMinor } = line;
    const taxes = rounded.get(line);
    if (!taxes) return untaxedLine(amountMinor, { type: 'taxNotComputable', taxCode: plan.taxCode });
    return taxedLine(amountMinor, plan.components, solved[index]?.ratesPpm ?? [], taxes);
  });
}

function exactLine(line: PlannedTaxes, solved: SolvedTaxes | null): ExactLine[] {
  if (solved === null) return [];
  const { amount, quantityThousandths } = line.magnitude;
  const at = (form: SolvedTaxes['net']): Fraction => {
    const value = evaluate(form, amount, quantityThousandths);
    return line.isMirrored ? negate(value) : value;
  };
  const taxes = solved.taxes.map((form, index) => ({
    code: line.plan.components[index]?.code ?? '',
    included: line.plan.components[index]?.included ?? false,
    rounding: line.plan.components[index]?.rounding ?? null,
    exact: at(form),
  }));
  return [
    {
      amountMinor: line.amountMinor,
      quantityThousandths: line.quantityThousandths,
      net: at(solved.net),
      taxes,
    },
  ];
}
