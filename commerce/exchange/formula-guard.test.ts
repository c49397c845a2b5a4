import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardFormula, unguardFormula } from './formula-guard.ts';

test.each([
  ['White heart', 'White heart'],
  ['', ''],
  ["'s Lands", "'s Lands"],
  ['=1+1', "'=1+1"],
  ['+44 20', "'+44 20"],
  ['-10', "'-10"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tTab', "'\tTab"],
  ['\rReturn', "'\rReturn"],
  ["'=1+1", "''=1+1"],
])('%j is written as %j', (text, cell) => {
  expect(guardFormula(text)).toBe(cell);
  expect(unguardFormula(cell)).toBe(text);
});

test('what was not guarded is read as it is', () => {
  expect(unguardFormula('=1+1')).toBe('=1+1');
});

test('every text comes back, and none begins like a formula', () => {
  const signs = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a') });
  fc.assert(
    fc.property(signs, (text) => {
      const cell = guardFormula(text);
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect(unguardFormula(cell)).toBe(text);
    }),
  );
});
