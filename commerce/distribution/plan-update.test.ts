import { describe, expect, test } from 'vitest';
import { neverApplied, planUpdate } from './plan-update.ts';

const head = { version: 5, snapshot: { version: 3 }, deltas: [{ version: 4 }, { version: 5 }] };
const at = (version: number) => ({ version, applying: version, blob: 0, row: 0 });
const steps = (position: Parameters<typeof planUpdate>[0], offered = head) => {
  const plan = planUpdate(position, offered);
  return plan.ok
    ? plan.value.steps.map((s) => `${s.kind} ${s.content.version} from ${s.blob}.${s.row}`)
    : plan.error;
};

describe('planUpdate', () => {
  test.each([
    {
      name: 'a new register takes the snapshot and what follows',
      position: neverApplied,
      expected: ['snapshot 3 from 0.0', 'delta 4 from 0.0', 'delta 5 from 0.0'],
    },
    {
      name: 'a register at the snapshot takes the deltas',
      position: at(3),
      expected: ['delta 4 from 0.0', 'delta 5 from 0.0'],
    },
    { name: 'a register one behind takes one delta', position: at(4), expected: ['delta 5 from 0.0'] },
    { name: 'a register at the head takes nothing', position: at(5), expected: [] },
    {
      name: 'a register older than the snapshot takes the snapshot',
      position: at(2),
      expected: ['snapshot 3 from 0.0', 'delta 4 from 0.0', 'delta 5 from 0.0'],
    },
    {
      name: 'a begun delta goes on where it stopped',
      position: { version: 3, applying: 4, blob: 1, row: 250 },
      expected: ['delta 4 from 1.250', 'delta 5 from 0.0'],
    },
    {
      name: 'a begun snapshot goes on where it stopped',
      position: { version: 0, applying: 3, blob: 2, row: 10 },
      expected: ['snapshot 3 from 2.10', 'delta 4 from 0.0', 'delta 5 from 0.0'],
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
    const recut = { version: 5, snapshot: { version: 5 }, deltas: [{ version: 4 }, { version: 5 }] };
    expect(steps(at(3), recut)).toEqual(['delta 4 from 0.0', 'delta 5 from 0.0']);
    expect(steps(at(2), recut)).toEqual(['snapshot 5 from 0.0']);
    expect(steps(neverApplied, recut)).toEqual(['snapshot 5 from 0.0']);
  });

  test('a begun version that is no longer offered is discarded', () => {
    const plan = planUpdate({ version: 0, applying: 2, blob: 1, row: 0 }, head);
    expect(plan.ok && plan.value.discardUnfinished).toBe(true);
    expect(steps({ version: 0, applying: 2, blob: 1, row: 0 })).toEqual(steps(neverApplied));
  });
});
