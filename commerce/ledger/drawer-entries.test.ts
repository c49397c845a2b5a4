import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawerEntries, shiftEntries } from './drawer-entries.ts';
import { balance, type LedgerEntry } from './ledger-entries.ts';

const debits = (entries: readonly LedgerEntry[]) =>
  Object.fromEntries(
    entries.map(({ account, debitMinor, creditMinor }) => [account, debitMinor - creditMinor]),
  );

test.each([
  { type: 'floatEntry', moved: { 'tender.CASH': 500, safe: -500 } },
  { type: 'safeDrop', moved: { 'tender.CASH': -500, safe: 500 } },
  { type: 'bankDrop', moved: { 'tender.CASH': -500, bank: 500 } },
  { type: 'tenderRemoval', moved: { 'tender.CASH': -500, removed: 500 } },
] as const)('$type', ({ type, moved }) => {
  expect(debits(drawerEntries({ type, tenderType: 'CASH', amountMinor: 500 }))).toEqual(moved);
});

test('a no-sale moves nothing', () => {
  expect(drawerEntries({ type: 'noSale', tenderType: null, amountMinor: 0 })).toEqual([]);
});

test.each([
  {
    name: 'opened with a float',
    state: 'opened',
    counted: null,
    moved: { 'tender.CASH': 10_000, safe: -10_000 },
  },
  {
    name: 'not counted: the float goes back',
    state: 'closed',
    counted: null,
    moved: { 'tender.CASH': -10_000, safe: 10_000 },
  },
  {
    name: 'counted to the penny',
    state: 'closed',
    counted: [12_000, 0],
    moved: { 'tender.CASH': -12_000, safe: 12_000 },
  },
  {
    name: 'short',
    state: 'closed',
    counted: [11_990, -10],
    moved: { 'tender.CASH': -12_000, overShort: 10, safe: 11_990 },
  },
  {
    name: 'too much',
    state: 'closed',
    counted: [12_005, 5],
    moved: { 'tender.CASH': -12_000, overShort: -5, safe: 12_005 },
  },
] as const)('$name', ({ state, counted, moved }) => {
  const differences = counted
    ? [{ tenderType: 'CASH', expectedMinor: 12_000, countedMinor: counted[0], overShortMinor: counted[1] }]
    : [];
  expect(debits(shiftEntries(state, 10_000, 'CASH', differences))).toEqual(moved);
});

test('whatever is counted, debits equal credits', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(amount, amount, amount, (floatMinor, expectedMinor, countedMinor) => {
      const difference = { tenderType: 'CASH', expectedMinor, countedMinor };
      const differences = [{ ...difference, overShortMinor: countedMinor - expectedMinor }];
      expect(balance(shiftEntries('closed', floatMinor, 'CASH', differences))).toBe(0);
    }),
  );
});
