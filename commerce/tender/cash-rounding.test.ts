import { expect, test } from 'vitest';
import { roundCash } from './cash-rounding.ts';

test.each([
  { due: 1572, mode: 'halfAwayFromZero', paid: 1570, difference: -2 },
  { due: 1573, mode: 'halfAwayFromZero', paid: 1575, difference: 2 },
  { due: 1571, mode: 'up', paid: 1575, difference: 4 },
  { due: 1574, mode: 'down', paid: 1570, difference: -4 },
  { due: -1572, mode: 'halfAwayFromZero', paid: -1570, difference: 2 },
  { due: 1570, mode: 'up', paid: 1570, difference: 0 },
] as const)('$due $mode', ({ due, mode, paid, difference }) => {
  expect(roundCash(due, { stepMinor: 5, mode })).toEqual({ paidMinor: paid, differenceMinor: difference });
});
