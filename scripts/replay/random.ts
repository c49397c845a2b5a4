/** A source of numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** Mulberry32: small, the same on every host, good enough to choose with. Only 32 bits of the seed count. */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to, not including, `limit`. */
export function integerBelow(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** One of them; undefined only if there is none. */
export function pick<T>(random: Random, values: readonly T[]): T | undefined {
  return values[integerBelow(random, values.length)];
}

/** `parts` whole numbers that sum up to `total`, each at least `least`. */
export function split(random: Random, total: number, parts: number, least: number): number[] {
  const spare = total - parts * least;
  const marks = Array.from({ length: parts - 1 }, () => integerBelow(random, spare + 1));
  marks.sort((a, b) => a - b);
  return [...marks, spare].map((mark, index) => mark - (marks[index - 1] ?? 0) + least);
}
