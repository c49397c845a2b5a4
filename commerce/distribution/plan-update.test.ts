import { describe, expect, test } from 'vitest';
import { neverApplied, planUpdate, type StreamPosition } from './plan-update.ts';

const version = (number: number, name = 'd') => ({ version: number, blobs: [`${name}${number}`] });
const head = { version: 5, snapshot: version(3, 's'), deltas: [version(4), version(5)] };
const at = (reached: number): StreamPosition => ({ ...neverApplied, version: reached, applying: reached });
const begun = (reached: number, applying: number, base: number, blob: number, row: number) => ({
  ...{ version: reached, applying, base, blob, row },
});
const steps = (position: StreamPosition, offered: typeof head = head) => {
  const plan = planUpdate(position, offered);
  if (!plan.ok) return plan.error;
  const discard = plan.value.discardUnfinished ? ['discard'] : [];
  const planned = plan.value.steps.map(
    ({ kind, version: to, blobs, from }) =>
      `${kind} ${to} of ${blobs.join(' ')} from ${from.blob}.${from.row}`,
  );
  return [...discard, ...planned];
};

describe('planUpdate', () => {
  test.each([
    {
      name: 'a new register takes the snapshot and what followed as one version, the newest first',
      position: neverApplied,
      expected: ['load 5 of d5 d4 s3 from 0.0'],
    },
    {
      name: 'a register at the snapshot takes the deltas',
      position: at(3),
      expected: ['delta 4 of d4 from 0.0', 'delta 5 of d5 from 0.0'],
    },
    { name: 'a register one behind takes one delta', position: at(4), expected: ['delta 5 of d5 from 0.0'] },
    { name: 'a register at the head takes nothing', position: at(5), expected: [] },
    {
      name: 'a register older than the snapshot loads anew',
      position: at(2),
      expected: ['load 5 of d5 d4 s3 from 0.0'],
    },
    {
      name: 'a begun delta goes on where it stopped',
      position: begun(3, 4, 0, 1, 250),
      expected: ['delta 4 of d4 from 1.250', 'delta 5 of d5 from 0.0'],
    },
    {
      name: 'a begun load goes on where it stopped',
      position: begun(0, 5, 3, 2, 10),
      expected: ['load 5 of d5 d4 s3 from 2.10'],
    },
    {
      name: 'a load that was begun before a delta came goes on, and the delta follows',
      position: begun(0, 4, 3, 1, 10),
      expected: ['load 4 of d4 s3 from 1.10', 'delta 5 of d5 from 0.0'],
    },
    {
      name: 'a load on a snapshot that is no longer offered is discarded',
      position: begun(0, 4, 2, 1, 0),
      expected: ['discard', 'load 5 of d5 d4 s3 from 0.0'],
    },
    {
      name: 'a load of a version that another snapshot has now is discarded',
      position: begun(2, 3, 1, 1, 0),
      expected: ['discard', 'load 5 of d5 d4 s3 from 0.0'],
    },
    {
      name: 'a delta of a version that a snapshot has now is discarded',
      position: begun(2, 3, 0, 1, 0),
      expected: ['discard', 'load 5 of d5 d4 s3 from 0.0'],
    },
    {
      name: 'an older head is refused',
      position: at(6),
      expected: { type: 'olderHead', have: 6, offered: 5 },
    },
  ])('$name', ({ position, expected }) => {
    expect(steps(position)).toEqual(expected);
  });

  test('a snapshot that was cut meanwhile is for those that the deltas do not reach', () => {
    const recut = { version: 5, snapshot: version(5, 's'), deltas: [version(4), version(5)] };
    expect(steps(at(3), recut)).toEqual(['delta 4 of d4 from 0.0', 'delta 5 of d5 from 0.0']);
    expect(steps(at(2), recut)).toEqual(['load 5 of s5 from 0.0']);
    expect(steps(neverApplied, recut)).toEqual(['load 5 of s5 from 0.0']);
  });
});
