import { describe, expect, test } from 'vitest';
import { differingFields, type RowValue, refreshedRow, sameRow } from './row-difference.ts';

describe('two rows', () => {
  test.each<[string, RowValue, RowValue, string[]]>([
    ['the same', { id: 'a', n: 1 }, { n: 1, id: 'a' }, []],
    ['a number', { id: 'a', n: 1 }, { id: 'a', n: 2 }, ['n']],
    ['properties in another order', { v: { x: 1, y: [2] } }, { v: { y: [2], x: 1 } }, []],
    ['a list in another order', { v: ['x', 'y'] }, { v: ['y', 'x'] }, ['v']],
    ['null and nothing', { v: null }, { v: [] }, ['v']],
    ['a field that one has not learned yet', { id: 'a' }, { id: 'a', colour: 'red' }, []],
    ['a new row', null, { n: 1, id: 'a' }, ['id', 'n']],
    ['no row at all', null, null, []],
  ])('%s', (_, one, other, fields) => {
    expect(differingFields(one, other)).toEqual(fields);
    expect(differingFields(other, one)).toEqual(fields);
  });

  test('a row without fields is still a row', () => {
    expect(sameRow({}, null)).toBe(false);
  });
});

describe('a proposal brought up to date', () => {
  const base = { id: 'a', price: 100, name: 'Lamp' };
  test.each<[string, RowValue, RowValue, RowValue, RowValue]>([
    [
      'keeps what it changes',
      base,
      { ...base, price: 90 },
      { ...base, name: 'Red lamp' },
      { id: 'a', price: 90, name: 'Red lamp' },
    ],
    [
      'stands where both changed',
      base,
      { ...base, price: 90 },
      { ...base, price: 95 },
      { ...base, price: 90 },
    ],
    ['still removes', base, null, { ...base, price: 95 }, null],
    ['brings nothing back', base, { ...base, price: 90 }, null, null],
    ['still adds', null, base, null, base],
    ['is a change of what somebody else has added', null, base, { ...base, price: 95 }, base],
    [
      'takes null as a value',
      { ...base, end: '1' },
      { ...base, end: '1', price: 90 },
      { ...base, end: null },
      { ...base, price: 90, end: null },
    ],
  ])('%s', (_, before, proposed, now, refreshed) => {
    expect(refreshedRow(before, proposed, now)).toEqual(refreshed);
  });
});
