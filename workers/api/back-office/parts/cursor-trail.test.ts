import { expect, test } from 'vitest';
import { backwards, onwards, pageNumber, trailOf } from './cursor-trail.ts';

test('the way back is the way that was gone', () => {
  const first = trailOf(null, '');
  const second = onwards(first, '');
  const third = onwards(second, 'b');
  expect([pageNumber(first, ''), pageNumber(second, 'b'), pageNumber(third, 'c')]).toEqual([1, 2, 3]);
  expect(backwards(third)).toEqual({ cursor: 'b', trail: second });
  expect(backwards(second)).toEqual({ cursor: '', trail: first });
});

test('a history entry keeps the trail', () => {
  expect(trailOf({ passed: ['', 'b'] }, 'c')).toEqual({ passed: ['', 'b'] });
});

test.each([[null], [undefined], ['text'], [{ passed: 'b' }]])(
  'from a link with state %j, back is the first page',
  (state) => {
    const trail = trailOf(state, 'c');
    expect(pageNumber(trail, 'c')).toBeNull();
    expect(backwards(trail)).toEqual({ cursor: '', trail: { passed: [] } });
  },
);
