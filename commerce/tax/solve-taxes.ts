import { add, divide, type Fraction, negate, one, sign, subtract, zero } from '../money/fraction.ts';
import { type Affine, nothing, plus, substitute, theBase, times } from './affine.ts';
import type { TaxComponent } from './tax-components.ts';

/** What a tax takes of one line, its bracket and its limit decided. */
export interface DecidedTax {
  /** A share of the base, or of the marginal base where brackets go by interval. */
  readonly rate: Fraction;
  readonly ofMarginalBase: boolean;
  /** Per thousandth of the quantity, and whatever the quantity. */
  readonly perThousandth: Fraction;
  readonly constant: Fraction;
  /** The least or the most a line pays, where the tax would pass it. */
  readonly limit: Fraction | null;
  /** The rate as it is named: of brackets, the one that the amount reaches. */
  readonly ratePpm: number;
}

/** A line's taxes as exact multiples of its amount and quantity. */
export interface SolvedTaxes {
  readonly net: Affine;
  readonly taxes: readonly Affine[];
  /** The taxes as they would be without their own limits. */
  readonly unlimited: readonly Affine[];
  /** What chooses the brackets. */
  readonly marginalBases: readonly Affine[];
  readonly ratesPpm: readonly number[];
}

/**
 * Writes every tax as a multiple of the net, then finds the net: the amount less the taxes in it. Null where the
 * taxes have no joint answer.
 */
export function solveTaxes(
  components: readonly TaxComponent[],
  decided: readonly DecidedTax[],
): SolvedTaxes | null {
  const unlimited = components.map(() => nothing);
  const taxes = components.map(() => nothing);
  const bases = basesOf(components, decided, taxes);
  const order = orderOf(components, decided);
  if (order === null) return null;
  for (const index of order) {
    const tax = decided[index];
    const base = bases.of(index);
    if (!tax || base === null) return null;
    unlimited[index] = plus(times(base, tax.rate), {
      base: zero,
      quantity: tax.perThousandth,
      constant: tax.constant,
    });
    taxes[index] = tax.limit ? { ...nothing, constant: tax.limit } : unlimited[index];
  }
  const net = netByAmount(sumOf(taxes, (index) => components[index]?.included === true));
  if (net === null) return null;
  const byAmount = (form: Affine) => substitute(form, net);
  return {
    net,
    taxes: taxes.map(byAmount),
    unlimited: unlimited.map(byAmount),
    marginalBases: components.map((_, index) => byAmount(bases.marginal(index))),
    ratesPpm: decided.map((tax) => tax.ratePpm),
  };
}

/** amount = net + taxes in the price, turned round. */
function netByAmount(inPrice: Affine): Affine | null {
  const share = add(one, inPrice.base);
  if (sign(share) <= 0) return null;
  return {
    base: divide(one, share),
    quantity: negate(divide(inPrice.quantity, share)),
    constant: negate(divide(inPrice.constant, share)),
  };
}

/** The taxes that others are no part of come first, the one of the gross last; null where two would be last. */
function orderOf(components: readonly TaxComponent[], decided: readonly DecidedTax[]): number[] | null {
  const first: number[] = [];
  const last: number[] = [];
  for (const [index, component] of components.entries()) {
    if (component.exempt) continue;
    const ofGross = decided[index]?.ofMarginalBase ? isMarginalGross(component) : component.base === 'gross';
    (ofGross ? last : first).push(index);
  }
  return last.length > 1 ? null : [...first, ...last];
}

function isMarginalGross(component: TaxComponent): boolean {
  return component.brackets?.marginalBase.startsWith('gross') ?? false;
}

function sumOf(forms: readonly Affine[], counts: (index: number) => boolean): Affine {
  return forms.reduce((sum, form, index) => (counts(index) ? plus(sum, form) : sum), nothing);
}

/** The bases as multiples of the net; `taxes` fills as they are asked for, in order. */
function basesOf(
  components: readonly TaxComponent[],
  decided: readonly DecidedTax[],
  taxes: readonly Affine[],
) {
  const netAnd = (counts: (index: number) => boolean) => plus(theBase, sumOf(taxes, counts));
  const before = (index: number) =>
    netAnd((other) => other < index && components[other]?.joinsNextBase === true);
  /** `form` with taxes of `rates` of the result added to it; null where they are all of it. */
  const inflated = (form: Affine, rates: readonly Fraction[]) => {
    const rest = rates.reduce(subtract, one);
    return sign(rest) > 0 ? times(form, divide(one, rest)) : null;
  };
  const kind = components.flatMap(({ base, exempt }, index) =>
    base === 'netAndItsKind' && !exempt ? [index] : [],
  );
  const rate = (index: number) => decided[index]?.rate ?? zero;
  const others = (index: number) => netAnd((other) => other !== index);
  const marginal = (index: number) => {
    const component = components[index];
    return component && isMarginalGross(component) ? others(index) : theBase;
  };
  const of = (index: number): Affine | null => {
    const component = components[index];
    if (decided[index]?.ofMarginalBase) return marginal(index);
    switch (component?.base) {
      case 'netAndTaxesBefore':
        return before(index);
      case 'gross':
        return others(index);
      case 'tax':
        return sumOf(taxes, (other) => components[other]?.code === component.taxOf);
      case 'netAndItself':
        return inflated(theBase, [rate(index)]);
      case 'netAndItsKind':
        return inflated(before(kind[0] ?? index), kind.map(rate));
      default:
        return theBase;
    }
  };
  return { of, marginal };
}
