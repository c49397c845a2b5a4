import { expect, test } from 'vitest';
import { nextChunkRows } from './chunk-rows.ts';

test.each([
  { name: 'a chunk in time lets the next one grow by a quarter', rows: 100, tookMs: 2, next: 125 },
  { name: 'a chunk just in time stays', rows: 100, tookMs: 5, next: 100 },
  { name: 'a slow chunk halves the next', rows: 200, tookMs: 10, next: 100 },
  { name: 'a clock that did not move counts as in time', rows: 100, tookMs: 0, next: 125 },
  { name: 'never so few that the flushes are all the work', rows: 60, tookMs: 500, next: 50 },
  { name: 'never more than five hundred', rows: 450, tookMs: 1, next: 500 },
])('$name', ({ rows, tookMs, next }) => {
  expect(nextChunkRows(rows, tookMs)).toBe(next);
});
