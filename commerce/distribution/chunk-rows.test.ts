import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChunkPace, firstPace, HOLD_MAX_MS, nextPace } from './chunk-rows.ts';

test.each([
  { name: 'a chunk in time lets the next one grow by a quarter', rows: 100, tookMs: 2, next: 125 },
  { name: 'a chunk just in time stays', rows: 100, tookMs: 5, next: 100 },
  { name: 'a slow chunk halves the next', rows: 200, tookMs: 10, next: 100 },
  { name: 'a clock that did not move counts as in time', rows: 100, tookMs: 0, next: 125 },
  { name: 'a clock that went back counts as in time', rows: 100, tookMs: -7, next: 125 },
  { name: 'never so few that the flushes are all the work', rows: 60, tookMs: 500, next: 25 },
  { name: 'never more than five hundred', rows: 450, tookMs: 1, next: 500 },
])('$name', ({ rows, tookMs, next }) => {
  expect(nextPace({ ...firstPace, rows }, tookMs).rows).toBe(next);
});

test('a stall makes the chunks after it shorter for a while, not only the next one', () => {
  const stalled = nextPace({ rows: 200, budgetMs: 5 }, 40);
  expect(stalled.budgetMs).toBeCloseTo(2.5);
  const recovered = Array.from({ length: 150 }).reduce<ChunkPace>((pace) => nextPace(pace, 1), stalled);
  expect(recovered).toEqual({ rows: 500, budgetMs: 5 });
});

/** A machine, milliseconds: each row, each flush, and a longer stop after so many rows (a checkpoint). */
interface Machine {
  readonly rowMs: number;
  readonly flushMs: number;
  readonly stallMs: number;
  readonly stallEveryRows: number;
}

function holdsOf(machine: Machine, rowsTotal: number): number[] {
  const holds: number[] = [];
  let pace = firstPace;
  for (let row = 0; row < rowsTotal; ) {
    const before = Math.floor(row / machine.stallEveryRows);
    row += pace.rows;
    const stalls = Math.floor(row / machine.stallEveryRows) > before;
    const tookMs = machine.flushMs + pace.rows * machine.rowMs + (stalls ? machine.stallMs : 0);
    holds.push(tookMs);
    pace = nextPace(pace, tookMs);
  }
  return holds;
}

const p99 = (values: readonly number[]) =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * 0.99) - 1] ?? 0;

test.each<{ name: string; machine: Machine }>([
  { name: 'this one', machine: { rowMs: 0.016, flushMs: 1, stallMs: 6, stallEveryRows: 4000 } },
  { name: 'ten times slower', machine: { rowMs: 0.16, flushMs: 4, stallMs: 6, stallEveryRows: 4000 } },
  { name: 'thirty times slower', machine: { rowMs: 0.45, flushMs: 4, stallMs: 0, stallEveryRows: 4000 } },
  {
    name: 'one that stalls so often that only short chunks keep stalls rare',
    machine: { rowMs: 0.016, flushMs: 1, stallMs: 30, stallEveryRows: 10_000 },
  },
])('of 400,000 rows on a machine like $name, one chunk in a hundred at most is too long', ({ machine }) => {
  expect(p99(holdsOf(machine, 400_000))).toBeLessThanOrEqual(HOLD_MAX_MS);
});

test('on any machine on which it can be kept', () => {
  const machines = fc.record({
    rowMs: fc.double({ min: 0.002, max: 0.4, noNaN: true }),
    flushMs: fc.double({ min: 0.1, max: 5, noNaN: true }),
    stallMs: fc.constant(0),
    stallEveryRows: fc.constant(1000),
  });
  fc.assert(
    fc.property(machines, (machine) => {
      expect(p99(holdsOf(machine, 50_000))).toBeLessThanOrEqual(HOLD_MAX_MS);
    }),
  );
});
