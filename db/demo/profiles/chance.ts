/**
 * Numbers to choose with that belong to a place (a seed, a kind, an index) and not to a sequence: what a row gets
 * does not depend on the rows before it, so that any part can be generated alone. The same on every host.
 */
export class Chance {
  #state: number;

  constructor(...place: readonly number[]) {
    this.#state = place.reduce((state, number) => scramble(state ^ scramble(number | 0)), 0x9e3779b9);
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return Math.floor((scramble(this.#state) / 2 ** 32) * limit);
  }

  /** Whether something happens that does so `percent` times of a hundred. */
  happens(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }
}

/** 32 bits in, 32 well-mixed bits out (the finishing steps of MurmurHash3). */
function scramble(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
