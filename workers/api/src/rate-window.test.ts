import { describe, expect, test } from 'vitest';
import { countRequest, noRequests, type RateWindow } from './rate-window.ts';

const minute = 29_000_000 * 60_000;
const all = (limit: number, times: readonly number[]) => {
  let window: RateWindow = noRequests;
  return times.map((time) => {
    const [next, verdict] = countRequest(window, limit, minute + time);
    window = next;
    return verdict;
  });
};

describe('requests by the minute', () => {
  test('the limit is let through, the next one is told when to come back', () => {
    expect(all(2, [0, 1000, 2500])).toEqual([
      { isAllowed: true, isFirst: true, remaining: 1, resetMs: 60_000 },
      { isAllowed: true, isFirst: false, remaining: 0, resetMs: 59_000 },
      { isAllowed: false, isFirst: false, remaining: 0, resetMs: 57_500 },
    ]);
  });

  test('the next minute begins anew, whatever was refused before', () => {
    const verdicts = all(1, [59_999, 59_999, 60_000, 60_001]);
    expect(verdicts.map(({ isAllowed }) => isAllowed)).toEqual([true, false, true, false]);
    expect(verdicts[2]).toMatchObject({ isFirst: true, resetMs: 60_000 });
  });

  test('a clock that lags behind opens no second window', () => {
    expect(all(1, [60_000, 59_000, 60_001]).map(({ isAllowed }) => isAllowed)).toEqual([true, false, false]);
    expect(all(1, [60_000, 59_000])[1]?.resetMs).toBe(60_000);
  });

  test('a limit that was lowered under what has come already', () => {
    const [window] = countRequest({ startMs: minute, count: 5 }, 3, minute + 1);
    expect(window.count).toBe(5);
    expect(countRequest({ startMs: minute, count: 5 }, 3, minute + 1)[1]).toMatchObject({
      isAllowed: false,
      remaining: 0,
    });
  });
});
