import { InvariantError } from '../assert.ts';

declare const unit: unique symbol;

/** An amount as an integer of the currency's minor unit (pence, cents, yen). */
export type Minor = number & { readonly [unit]: 'minor' };

/** The only way to make a `Minor`. A fraction or an unsafe integer is a bug. */
export function minor(value: number): Minor {
  // Said only where it is broken: to write the number down each time would cost more than all the arithmetic.
  if (!Number.isSafeInteger(value))
    throw new InvariantError(`invariant: an amount is a whole number of minor units, not ${value}`);
  return (value === 0 ? 0 : value) as Minor;
}

export const zeroMinor = minor(0);

export function sumMinor(amounts: Iterable<number>): Minor {
  let total = 0;
  for (const amount of amounts) total += amount;
  return minor(total);
}
