import {
  add,
  compare,
  divide,
  type Fraction,
  fraction,
  multiply,
  negate,
  sign,
  subtract,
  zero,
} from '../money/fraction.ts';
import { evaluate } from './affine.ts';
import { type DecidedTax, type SolvedTaxes, solveTaxes } from './solve-taxes.ts';
import type { Brackets, TaxComponent } from './tax-components.ts';
import { lowerBound, type TaxRate, upperBound } from './tax-rate.ts';

/** A line as it is taxed: what comes back is taxed as if it were sold, and the answer negated. */
export interface LineMagnitude {
  readonly amount: Fraction;
  readonly quantityThousandths: Fraction;
}

/** The marginal bases that the whole document decides, by code. */
export type DocumentBases = ReadonlyMap<string, Fraction>;

const TURNS_MAX = 8;
const MILLION = 1_000_000;

/** Whether the taxes are the same multiples of the amount whatever the line is. */
export function areLinear(components: readonly TaxComponent[]): boolean {
  return components.every(
    ({ exempt, brackets, minimumMinor, maximumMinor }) =>
      exempt || (brackets === null && minimumMinor === null && maximumMinor === null),
  );
}

/** Linear taxes, solved for every line; null where they have no joint answer. */
export function solveLinear(components: readonly TaxComponent[]): SolvedTaxes | null {
  return solveTaxes(components, components.map(unbracketed));
}

/**
 * Chooses brackets and limits until the taxes they lead to choose them again. A price with tax in it may fall
 * between two brackets of the whole amount, where neither leads to itself: the last one tried then stands.
 */
export function decideTaxes(
  components: readonly TaxComponent[],
  line: LineMagnitude,
  documentBases: DocumentBases,
): SolvedTaxes | null {
  let decided = components.map((component) => decide(component, line.amount, zero, line, documentBases));
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    const solved = solveTaxes(components, decided);
    if (solved === null) return null;
    const at = (forms: SolvedTaxes['taxes'], index: number) => {
      const form = forms[index];
      return form ? evaluate(form, line.amount, line.quantityThousandths) : zero;
    };
    const next = components.map((component, index) =>
      decide(component, at(solved.marginalBases, index), at(solved.unlimited, index), line, documentBases),
    );
    if (next.every((tax, index) => isSame(tax, decided[index]))) return solved;
    decided = next;
  }
  return solveTaxes(components, decided);
}

function decide(
  component: TaxComponent,
  marginalBase: Fraction,
  unlimitedTax: Fraction,
  line: LineMagnitude,
  documentBases: DocumentBases,
): DecidedTax {
  const tax = component.brackets
    ? bracketed(component, component.brackets, marginalBase, line, documentBases)
    : unbracketed(component);
  return { ...tax, limit: passedLimit(component, unlimitedTax) };
}

function unbracketed(component: TaxComponent): DecidedTax {
  return { ...ofRate(component.rates[0]), ofMarginalBase: false, constant: zero, limit: null };
}

function ofRate(rate: TaxRate | undefined) {
  const each = rate?.amountPerUnit;
  const ratePpm = rate?.ratePpm ?? 0;
  return {
    rate: fraction(ratePpm, MILLION),
    ratePpm,
    perThousandth: each ? fraction(each.amountMinor, each.priceUnitThousandths) : zero,
  };
}

function bracketed(
  component: TaxComponent,
  brackets: Brackets,
  marginalBase: Fraction,
  line: LineMagnitude,
  documentBases: DocumentBases,
): DecidedTax {
  const { intervals, marginalBase: kind } = brackets;
  const perUnit = kind.endsWith('OfUnit') && sign(line.quantityThousandths) !== 0;
  const ofDocument = kind.endsWith('OfDocument');
  const chosenBy = perUnit
    ? divide(multiply(marginalBase, fraction(1000)), line.quantityThousandths)
    : ofDocument
      ? (documentBases.get(component.code) ?? marginalBase)
      : marginalBase;
  const amount = sign(chosenBy) < 0 ? negate(chosenBy) : chosenBy;
  if (intervals === 'whole') {
    const rate = bracketAt(component.rates, amount);
    return { ...ofRate(rate), ofMarginalBase: false, constant: zero, limit: null };
  }
  const { ratePpm, before } = intervalsUpTo(component.rates, amount);
  const rate = fraction(ratePpm, MILLION);
  const none = { ratePpm, ofMarginalBase: true, perThousandth: zero, constant: zero, limit: null };
  if (ofDocument) {
    // Each line bears its share of the document's tax.
    const whole = add(multiply(rate, amount), before);
    return { ...none, rate: sign(amount) === 0 ? rate : divide(whole, amount) };
  }
  if (perUnit) return { ...none, rate, perThousandth: divide(before, fraction(1000)) };
  return { ...none, rate, constant: before };
}

/** The bracket of an amount; a bound belongs to the bracket below it, and outside of all there is no tax. */
function bracketAt(rates: readonly TaxRate[], amount: Fraction): TaxRate | undefined {
  return rates.find((rate) => isFrom(amount, rate) && isUpTo(amount, rate));
}

function isFrom(amount: Fraction, rate: TaxRate): boolean {
  const lower = lowerBound(rate);
  return lower === 0 || compare(amount, fraction(lower)) > 0;
}

function isUpTo(amount: Fraction, rate: TaxRate): boolean {
  const upper = upperBound(rate);
  return upper === Number.POSITIVE_INFINITY || compare(amount, fraction(upper)) <= 0;
}

/** tax(amount) = rate × amount + before, in the bracket that the amount reaches. */
function intervalsUpTo(rates: readonly TaxRate[], amount: Fraction): { ratePpm: number; before: Fraction } {
  let before = zero;
  for (const bracket of rates) {
    const lower = fraction(lowerBound(bracket));
    const rate = fraction(bracket.ratePpm, MILLION);
    if (isUpTo(amount, bracket)) {
      if (compare(amount, lower) < 0) break;
      return { ratePpm: bracket.ratePpm, before: subtract(before, multiply(rate, lower)) };
    }
    before = add(before, multiply(rate, subtract(fraction(upperBound(bracket)), lower)));
  }
  return { ratePpm: 0, before };
}

function passedLimit(component: TaxComponent, tax: Fraction): Fraction | null {
  const direction = sign(tax);
  if (direction === 0) return null;
  const magnitude = direction < 0 ? negate(tax) : tax;
  const signed = (limit: number) => fraction(limit * direction);
  const { minimumMinor: least, maximumMinor: most } = component;
  if (least !== null && compare(magnitude, fraction(least)) < 0) return signed(least);
  if (most !== null && compare(magnitude, fraction(most)) > 0) return signed(most);
  return null;
}

function isSame(a: DecidedTax, b: DecidedTax | undefined): boolean {
  if (b === undefined || (a.limit === null) !== (b.limit === null)) return false;
  return (
    compare(a.rate, b.rate) === 0 &&
    compare(a.perThousandth, b.perThousandth) === 0 &&
    compare(a.constant, b.constant) === 0 &&
    compare(a.limit ?? zero, b.limit ?? zero) === 0
  );
}
