import { add, type Fraction, negate, zero } from '../money/fraction.ts';
import { evaluate } from './affine.ts';
import { type DocumentBases, decideTaxes } from './decide-taxes.ts';
import type { PlannedTaxes } from './settle-lines.ts';

/** Taxes of the net settle in one turn, taxes of the gross in two; taxes in the price may want one more. */
const TURNS = 3;

/** The amounts that choose the brackets of whole-document taxes: by code, summed over the lines that bear it. */
export function documentBases(lines: readonly PlannedTaxes[]): DocumentBases {
  const concerned = lines.filter(({ plan }) =>
    plan.components.some(({ brackets }) => brackets?.marginalBase.endsWith('OfDocument')),
  );
  let bases = new Map<string, Fraction>();
  if (concerned.length === 0) return bases;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const next = new Map<string, Fraction>();
    for (const { plan, magnitude, isMirrored } of concerned) {
      const solved = decideTaxes(plan.components, magnitude, bases);
      for (const [index, { code }] of plan.components.entries()) {
        const form = solved?.marginalBases[index];
        if (!form) continue;
        const base = evaluate(form, magnitude.amount, magnitude.quantityThousandths);
        next.set(code, add(next.get(code) ?? zero, isMirrored ? negate(base) : base));
      }
    }
    bases = next;
  }
  return bases;
}
