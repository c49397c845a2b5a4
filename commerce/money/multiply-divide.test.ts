import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiplyDivide } from './multiply-divide.ts';

describe('multiplyDivide', () => {
  test.each([
    { a: 1, b: 1, c: 2, expected: 1, name: 'a half goes away from zero' },
    { a: -1, b: 1, c: 2, expected: -1, name: 'a negative half goes away from zero' },
    { a: 1, b: 1, c: 3, expected: 0, name: 'below a half goes down' },
    { a: 2, b: 1, c: 3, expected: 1, name: 'above a half goes up' },
    { a: -1, b: 1, c: 3, expected: 0, name: 'no negative zero' },
    { a: 255, b: 6000, c: 1000, expected: 1530, name: 'six at 2.55' },
    { a: 9007199254740991, b: 3, c: 9, expected: 3002399751580330, name: 'beyond 2^53' },
  ])('$name', ({ a, b, c, expected }) => {
    expect(multiplyDivide(a, b, c)).toBe(expected);
  });

  test('agrees with exact arithmetic', () => {
    const integer = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(
        integer,
        fc.integer({ min: -4000, max: 4000 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        (a, b, c) => {
          const exact = BigInt(a) * BigInt(b) * 2n;
          const away = exact < 0n ? exact - BigInt(c) : exact + BigInt(c);
          expect(BigInt(multiplyDivide(a, b, c))).toBe(away / (2n * BigInt(c)));
        },
      ),
    );
  });
});
