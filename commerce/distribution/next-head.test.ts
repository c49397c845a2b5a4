import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsSnapshot, withDelta, withSnapshot } from './next-head.ts';
import { neverApplied, planUpdate } from './plan-update.ts';

const blob = (name: string, rows: number) => ({ name, rows, bytes: rows * 10 });
const first = { version: 1, snapshot: { version: 1, blobs: [blob('s1', 4000)] }, deltas: [] };
const grown = (...rows: number[]) =>
  rows.reduce((head, count) => withDelta(head, count > 0 ? [blob(`d${head.version + 1}`, count)] : []), {
    ...first,
    deltas: first.deltas as { version: number; blobs: ReturnType<typeof blob>[] }[],
  });

describe('needsSnapshot', () => {
  test.each([
    { name: 'a few rows', head: grown(10, 20), expected: false },
    { name: 'half the snapshot', head: grown(1000, 1000), expected: false },
    { name: 'more than half the snapshot', head: grown(1000, 1001), expected: true },
    { name: 'fifty deltas', head: grown(...Array(50).fill(1)), expected: false },
    { name: 'fifty-one deltas', head: grown(...Array(51).fill(1)), expected: true },
    {
      name: 'a thousand rows after a small snapshot',
      head: { ...grown(1000), snapshot: { version: 1, blobs: [blob('s', 3)] } },
      expected: false,
    },
  ])('$name: $expected', ({ head, expected }) => {
    expect(needsSnapshot(head)).toBe(expected);
  });
});

describe('withSnapshot', () => {
  test('names the new snapshot, and the blobs that nobody names any more', () => {
    const { head, retired } = withSnapshot(grown(1900, 1000, 0), { version: 4, blobs: [blob('s4', 4000)] });
    expect(head.snapshot).toEqual({ version: 4, blobs: [blob('s4', 4000)] });
    expect(head.deltas.map(({ version }) => version)).toEqual([3, 4]);
    expect(retired.map(({ name }) => name)).toEqual(['s1', 'd2']);
    expect(head.version).toBe(4);
  });

  test('keeps what followed it while it was cut, however much', () => {
    const { head } = withSnapshot(grown(3000, 0, 4000, 5000), { version: 3, blobs: [blob('s3', 4000)] });
    expect(head.deltas.map(({ version }) => version)).toEqual([4, 5]);
  });

  test('any register reaches the head of any history, and never by a gap', () => {
    const steps = fc.array(fc.record({ rows: fc.nat(3000), cutAt: fc.nat(4) }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.nat(40), (history, behind) => {
        let head = grown();
        for (const { rows, cutAt } of history) {
          head = withDelta(head, [blob('d', rows)]);
          const version = head.version - cutAt;
          if (needsSnapshot(head) && version > head.snapshot.version)
            head = withSnapshot(head, { version, blobs: [blob('s', 4000)] }).head;
        }
        const version = Math.max(0, head.version - behind);
        const plan = planUpdate({ ...neverApplied, version, applying: version }, head);
        if (!plan.ok) throw new Error('nobody is ahead');
        let at = version;
        for (const step of plan.value.steps) {
          if (step.kind === 'delta') expect(step.version).toBe(at + 1);
          at = step.version;
        }
        expect(at).toBe(head.version);
      }),
    );
  });
});
