import { expect, test } from 'vitest';
import {
  bucketText,
  fieldChanges,
  marginText,
  namedAndMore,
  percentText,
  rowsText,
  valueText,
} from './request-words.ts';

test.each([
  [[], 'no rows'],
  [[{ noun: 'prices', title: 'Price', put: 1, remove: 0, leftOut: 0 }], '1 price'],
  [
    [
      { noun: 'prices', title: 'Price', put: 412, remove: 2, leftOut: 0 },
      { noun: 'categories', title: 'Category', put: 2, remove: 0, leftOut: 0 },
    ],
    '412 prices, 2 prices removed, 2 categories',
  ],
])('rows in words: %j', (rows, words) => {
  expect(rowsText(rows)).toBe(words);
});

test('a row says what it changes, field by field', () => {
  const before = { amountMinor: 295, validTo: null, lines: [1] };
  const row = { amountMinor: 249, validTo: '2026-12-24', lines: [1] };
  expect(fieldChanges({ row, before, fields: ['amountMinor', 'validTo'] })).toEqual([
    { field: 'amountMinor', before: '295', after: '249' },
    { field: 'validTo', before: '–', after: '2026-12-24' },
  ]);
  expect(fieldChanges({ row: null, before, fields: [] })).toEqual([]);
  const fresh = { id: 'a', validTo: null, lines: [], isOn: false };
  expect(fieldChanges({ row: fresh, before: null, fields: Object.keys(fresh) })).toEqual([
    { field: 'id', before: '–', after: 'a' },
  ]);
});

test.each([
  [null, '–'],
  [true, 'yes'],
  [0, '0'],
  [{ a: [1] }, '{"a":[1]}'],
  ['x'.repeat(10), 'xxxxxxxxxx'],
  [{ a: 'y'.repeat(200) }, `{"a":"${'y'.repeat(114)}…`],
])('a value of a row: %j', (value, text) => {
  expect(valueText(value)).toBe(text);
});

test.each([
  [-310, '−3.1 %'],
  [0, '0.0 %'],
  [2500, '+25.0 %'],
])('%d basis points', (basisPoints, text) => {
  expect(percentText(basisPoints)).toBe(text);
});

test.each([
  [null, -1000, '−10 % and more'],
  [-500, -250, '−5 to −2.5 %'],
  [0, 250, '0 to +2.5 %'],
  [1000, null, '+10 % and more'],
])('from %s to %s', (from, to, text) => {
  expect(bucketText(from, to)).toBe(text);
});

test('a margin is a share, with a sign only below cost', () => {
  expect([marginText(4024), marginText(-67), marginText(0)]).toEqual(['40.2 %', '−0.7 %', '0.0 %']);
});

test('names at hand, and how many more there are', () => {
  expect(namedAndMore(['Bath', 'Leeds'], 2)).toBe('Bath, Leeds');
  expect(namedAndMore(['Bath', 'Leeds'], 36)).toBe('Bath, Leeds and 34 more');
});
