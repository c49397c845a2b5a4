import { expect, it } from 'vitest';
import { Scratch } from './scratch.ts';

it('hands out zeros, whatever the search before left behind', () => {
  const scratch = new Scratch();
  scratch.floats(5).fill(7);
  scratch.ints(3).fill(7);
  scratch.bytes(9).fill(7);
  scratch.clear();
  expect([...scratch.bytes(3), ...scratch.ints(5), ...scratch.floats(4)]).toEqual(new Array(12).fill(0));
});

it('gives no memory to two arrays', () => {
  const scratch = new Scratch();
  const arrays = [scratch.bytes(3), scratch.floats(2), scratch.ints(3), scratch.floats(1)];
  arrays.forEach((array, index) => {
    array.fill(index + 1);
  });
  expect(arrays.map((array) => [...array])).toEqual([[1, 1, 1], [2, 2], [3, 3, 3], [4]]);
});

it('allocates what does not fit', () => {
  const scratch = new Scratch();
  const large = scratch.floats(1_000_000);
  large[999_999] = 1;
  expect([large.length, scratch.ints(2).length, scratch.bytes(10_000_000).length]).toEqual([
    1_000_000, 2, 10_000_000,
  ]);
});
