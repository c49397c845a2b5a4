import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutCounts } from './cut-counts.ts';

test.each([
  ['the default of the replay', [520, 489, 501, 515], 0.3, [156, 147, 150, 155]],
  ['none', [520, 1, 0], 0, [0, 0, 0]],
  ['all', [520, 1, 0], 1, [520, 1, 0]],
  ['small registers share the rounding', [5, 5, 5, 5], 0.3, [2, 2, 1, 1]],
  ['no register is left out that can be cut', [3, 3, 1, 1], 0.3, [1, 1, 0, 0]],
  ['nor one for which a cut is within the tolerance', [12, 12], 0.04, [1, 1]],
])('%s', (_, counts, offline, expected) => {
  expect(cutCounts(counts, offline)).toEqual(expected);
});

test('all and each are within 0.05, or as near as whole transactions can be', () => {
  const counts = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (registers, offline) => {
      const cuts = cutCounts(registers, offline);
      const total = registers.reduce((sum, count) => sum + count, 0);
      const cut = cuts.reduce((sum, count) => sum + count, 0);
      expect(Math.abs(cut - total * offline)).toBeLessThanOrEqual(Math.max(0.05 * total, 0.5) + 1e-9);
      for (const [index, count] of registers.entries()) {
        const off = Math.abs((cuts[index] ?? Number.NaN) - count * offline);
        expect(off).toBeLessThanOrEqual(count >= 10 ? 0.05 * count : 1);
      }
    }),
    { numRuns: 500 },
  );
});
