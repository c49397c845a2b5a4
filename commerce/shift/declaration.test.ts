import { expect, test } from 'vitest';
import { checkCount, differences } from './declaration.ts';
import { addDrawerOperation, openShift } from './shift.ts';

const cash = (amountMinor: number, ...denominations: [number, number][]) => ({
  tenderType: 'CASH',
  amountMinor,
  denominations: denominations.map(([valueMinor, count]) => ({ valueMinor, count })),
});

test.each([
  { name: 'an amount', counted: [cash(1234)] },
  { name: 'an empty drawer', counted: [cash(0)] },
  { name: 'coins and notes that make it up', counted: [cash(2150, [2000, 1], [50, 3])] },
])('$name is a count', ({ counted }) => {
  expect(checkCount(counted)).toMatchObject({ ok: true });
});

test.each([
  { name: 'nothing', counted: [], error: 'notCounted' },
  { name: 'one tender twice', counted: [cash(1), cash(2)], error: 'countedTwice' },
  { name: 'less than nothing', counted: [cash(-1)], error: 'wrongCount' },
  { name: 'half a penny', counted: [cash(0.5)], error: 'wrongCount' },
  { name: 'coins that make another amount', counted: [cash(100, [50, 3])], error: 'wrongCount' },
  { name: 'half a coin', counted: [cash(25, [50, 0.5])], error: 'wrongCount' },
  { name: 'a coin of no value', counted: [cash(0, [0, 3])], error: 'wrongCount' },
])('$name is none', ({ counted, error }) => {
  expect(checkCount(counted)).toMatchObject({ ok: false, error: { type: error } });
});

test('what is counted beside what should be there: the float is of one cash tender, drops of the one they name', () => {
  const moment = { at: '2010-12-01T08:00:00Z', date: '2010-12-01', minuteOfDay: 480 };
  const opened = openShift(1, moment, '1', { floatMinor: 10_000, floatTender: 'CASH' });
  const operation = {
    type: 'safeDrop',
    store: 'S1',
    terminal: '1',
    shift: 1,
    businessDate: '2010-12-01',
  } as const;
  const dropped = addDrawerOperation(opened, {
    ...{ ...operation, at: moment.at, employee: '1', currency: 'GBP', reasonCode: null, note: null },
    ...{ tenderType: 'CASH', amountMinor: 2500 },
  });
  const counted = [cash(7500), { tenderType: 'EUR', amountMinor: 300, denominations: [] }];
  expect(differences(dropped, { counted }, ['CASH', 'EUR'])).toEqual([
    { tenderType: 'CASH', expectedMinor: 7500, countedMinor: 7500, overShortMinor: 0 },
    { tenderType: 'EUR', expectedMinor: 0, countedMinor: 300, overShortMinor: 300 },
  ]);
});
