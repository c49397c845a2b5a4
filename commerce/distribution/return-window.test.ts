import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prunableVersion, RETURN_WINDOW_DAYS, type ShownMark, withMark } from './return-window.ts';

const DAY_MS = 86_400_000;
const on = (day: number, version: number): ShownMark => ({ version, atMs: day * DAY_MS });

test.each([
  { name: 'nothing was shown yet', marks: [], day: 200, version: 0 },
  { name: 'everything was shown in the window', marks: [on(120, 1), on(150, 2)], day: 200, version: 0 },
  {
    name: 'the last one before the window',
    marks: [on(50, 1), on(100, 4), on(150, 9)],
    day: 200,
    version: 4,
  },
  { name: 'shown just when the window begins', marks: [on(110, 4)], day: 200, version: 4 },
  { name: 'a clock that went back prunes nothing', marks: [on(400, 4)], day: 200, version: 0 },
])('$name', ({ marks, day, version }) => {
  expect(prunableVersion(marks, day * DAY_MS)).toBe(version);
});

test('a day has one mark, its last version, and before the window one is kept', () => {
  let marks: ShownMark[] = [];
  for (let version = 1; version <= 400; version++) marks = withMark(marks, on(version / 2, version));
  expect(marks.length).toBeLessThanOrEqual(RETURN_WINDOW_DAYS + 2);
  expect(marks.at(-1)).toEqual(on(200, 400));
  expect(prunableVersion(marks, 200 * DAY_MS)).toBe(220 - 1);
});

test('no version that was visible in the window needs what is pruned', () => {
  const gaps = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.nat(200), (days, later) => {
      const shown: ShownMark[] = [];
      let marks: ShownMark[] = [];
      let day = 0;
      for (const [index, gap] of days.entries()) {
        day += gap;
        shown.push(on(day, index + 1));
        marks = withMark(marks, on(day, index + 1));
      }
      const nowMs = (day + later) * DAY_MS;
      const begins = nowMs - RETURN_WINDOW_DAYS * DAY_MS;
      const visibleThen = shown.findLast(({ atMs }) => atMs <= begins)?.version ?? 0;
      expect(prunableVersion(marks, nowMs)).toBeLessThanOrEqual(visibleThen);
    }),
  );
});
