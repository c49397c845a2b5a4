import {
  add,
  compare,
  type Fraction,
  fraction,
  multiply,
  negate,
  roundQuotient,
  zero,
} from '../money/fraction.ts';
import { evaluate } from './affine.ts';
import { type DocumentBases, decideTaxes } from './decide-taxes.ts';
import type { PlannedTaxes } from './planned-taxes.ts';

/** Taxes of the net settle in one turn, taxes of the gross in two; taxes in the price may want one more. */
const TURNS_MAX = 3;
const FINENESS = 1_000_000n;

/** The amounts that choose the brackets of whole-document taxes: by code, summed over the lines that bear it. */
export function documentBases(lines: readonly PlannedTaxes[]): DocumentBases {
  const concerned = lines.filter(({ plan }) =>
    plan.components.some(({ brackets }) => brackets?.marginalBase.endsWith('OfDocument')),
  );
  let bases: DocumentBases = new Map();
  if (concerned.length === 0) return bases;
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    const next = basesAt(concerned, bases);
    const isSettled = [...next].every(([code, base]) => compare(base, bases.get(code) ?? zero) === 0);
    bases = next;
    if (isSettled) break;
  }
  return bases;
}

function basesAt(lines: readonly PlannedTaxes[], bases: DocumentBases): DocumentBases {
  const next = new Map<string, Fraction>();
  for (const { plan, magnitude, isMirrored } of lines) {
    const solved = decideTaxes(plan.components, magnitude, bases);
    for (const [index, { code, brackets }] of plan.components.entries()) {
      const form = solved?.marginalBases[index];
      if (!form || !brackets?.marginalBase.endsWith('OfDocument')) continue;
      const base = evaluate(form, magnitude.amount, magnitude.quantityThousandths);
      next.set(code, add(next.get(code) ?? zero, isMirrored ? negate(base) : base));
    }
  }
  return new Map([...next].map(([code, base]) => [code, millionths(base)]));
}

/** Exact for every price without tax in it; without it, fractions would grow with each turn and line. */
function millionths(base: Fraction): Fraction {
  const { numerator, denominator } = multiply(base, fraction(FINENESS));
  return fraction(roundQuotient(numerator, denominator, 'halfAwayFromZero'), FINENESS);
}
