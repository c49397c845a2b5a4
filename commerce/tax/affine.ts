import { add, type Fraction, multiply, zero } from '../money/fraction.ts';

/**
 * An amount of a line as `base × x + quantity × y + constant`, exactly. The base is the net while the taxes are
 * being written down, and the line's amount once they are solved; the quantity is in thousandths.
 */
export interface Affine {
  readonly base: Fraction;
  readonly quantity: Fraction;
  readonly constant: Fraction;
}

export const nothing: Affine = { base: zero, quantity: zero, constant: zero };
export const theBase: Affine = { base: { numerator: 1n, denominator: 1n }, quantity: zero, constant: zero };

export function plus(a: Affine, b: Affine): Affine {
  return {
    base: add(a.base, b.base),
    quantity: add(a.quantity, b.quantity),
    constant: add(a.constant, b.constant),
  };
}

export function times(a: Affine, factor: Fraction): Affine {
  return {
    base: multiply(a.base, factor),
    quantity: multiply(a.quantity, factor),
    constant: multiply(a.constant, factor),
  };
}

/** `a` where its base is itself the affine `base`. */
export function substitute(a: Affine, base: Affine): Affine {
  return plus({ base: zero, quantity: a.quantity, constant: a.constant }, times(base, a.base));
}

export function evaluate(a: Affine, base: Fraction, quantity: Fraction): Fraction {
  return add(add(multiply(a.base, base), multiply(a.quantity, quantity)), a.constant);
}
