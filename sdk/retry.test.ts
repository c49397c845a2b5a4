import { describe, expect, test } from 'vitest';
import { EvertillProblem, EvertillUnreachable } from './problem.ts';
import { isWorthAnotherTry, waitBeforeRetryMs } from './retry.ts';

const now = Date.parse('2026-11-20T14:32:00Z');
const problem = (status: number) =>
  new EvertillProblem({ type: 'about:blank', title: '', status, detail: '', requestId: '' });

describe('another try', () => {
  test.each([400, 401, 403, 404, 409, 413, 422])('%i will be the same the next time', (status) =>
    expect(isWorthAnotherTry(problem(status))).toBe(false),
  );
  test.each([429, 500, 502, 503, 504])('%i may be gone the next time', (status) =>
    expect(isWorthAnotherTry(problem(status))).toBe(true),
  );
  test('no answer may be gone too', () =>
    expect(isWorthAnotherTry(new EvertillUnreachable('cut', undefined))).toBe(true));
});

describe('how long to wait', () => {
  test.each([
    [0, 0, 125],
    [0, 0.999, 250],
    [1, 0, 250],
    [2, 0, 500],
    [3, 0.5, 1500],
    [20, 0, 30_000],
  ])('after %i tries, with chance %f: about %i ms', (tried, random, waitMs) =>
    expect(waitBeforeRetryMs(tried, null, now, random)).toBeCloseTo(waitMs, -1),
  );
  test.each([
    ['3', 3000],
    ['0', 0],
    ['60', 60_000],
    ['61', null],
    ['Fri, 20 Nov 2026 14:32:05 GMT', 5000],
    ['Fri, 20 Nov 2026 14:31:00 GMT', 0],
    ['Fri, 20 Nov 2026 15:32:00 GMT', null],
  ])('Retry-After: %s', (retryAfter, waitMs) =>
    expect(waitBeforeRetryMs(0, retryAfter, now, 0)).toBe(waitMs),
  );
  test('a Retry-After that says nothing', () => expect(waitBeforeRetryMs(0, 'soon', now, 0)).toBe(125));
});
