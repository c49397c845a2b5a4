import { expect, test } from 'vitest';
import { readQuery, trimmed, withQuery } from './query.ts';

test('a query leaves out what is empty', () => {
  expect(withQuery('/hq/products/', { search: '', cursor: undefined })).toBe('/hq/products/');
  expect(withQuery('/v1/sales', { store: 'S1', receiptId: 'A&B 1', limit: 50 })).toBe(
    '/v1/sales?store=S1&receiptId=A%26B+1&limit=50',
  );
});

test('a query is read by its names', () => {
  expect(readQuery('?search=+red%20heart+&cursor=abc&other=1', ['search', 'cursor', 'store'])).toEqual({
    search: ' red heart ',
    cursor: 'abc',
    store: '',
  });
});

test('what is written is read back', () => {
  const written = { search: '100% cotton & "more"', cursor: 'Ijg1MTIzQSI' };
  expect(readQuery(withQuery('', written), ['search', 'cursor'])).toEqual(written);
});

test('what is asked for has no spaces at its ends', () => {
  expect(trimmed({ search: ' red heart ', cursor: '' })).toEqual({ search: 'red heart', cursor: '' });
});
