import { expect, test } from 'vitest';
import { freshRows } from './fresh-rows.ts';

test('only rows that came after the first look are fresh', () => {
  const rows = freshRows();
  rows.take('all', ['b', 'a']);
  expect([rows.has('a'), rows.has('b')]).toEqual([false, false]);
  rows.take('all', ['c', 'b', 'a']);
  expect([rows.has('a'), rows.has('b'), rows.has('c')]).toEqual([false, false, true]);
});

test('another list has nothing fresh', () => {
  const rows = freshRows();
  rows.take('all', ['a']);
  rows.take('all', ['b', 'a']);
  rows.take('of S1', ['z', 'b']);
  expect([rows.has('b'), rows.has('z')]).toEqual([false, false]);
});
