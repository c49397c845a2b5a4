import fc from 'fast-check';
import { expect, test } from 'vitest';
import { integerBelow, mulberry32, pick, split } from './random.ts';

test('the sequence of a seed never changes', () => {
  const random = mulberry32(1);
  expect([random(), random(), random()].map((value) => value.toFixed(12))).toEqual([
    '0.627073940588',
    '0.002735721180',
    '0.527447039960',
  ]);
});

test('pick answers one of the values, or undefined for none', () => {
  const random = mulberry32(7);
  const seen = new Set(Array.from({ length: 50 }, () => pick(random, ['a', 'b', 'c'])));
  expect([...seen].sort()).toEqual(['a', 'b', 'c']);
  expect(pick(random, [])).toBeUndefined();
});

test('numbers stay below their limit, parts sum up and are no less than the least', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 50 }),
      (seed, parts, least, spare) => {
        const random = mulberry32(seed);
        const number = integerBelow(random, parts);
        expect(Number.isInteger(number) && number >= 0 && number < parts).toBe(true);
        const total = parts * least + spare;
        const numbers = split(random, total, parts, least);
        expect(numbers.length).toBe(parts);
        expect(Math.min(...numbers)).toBeGreaterThanOrEqual(least);
        expect(numbers.reduce((sum, value) => sum + value, 0)).toBe(total);
      },
    ),
  );
});
