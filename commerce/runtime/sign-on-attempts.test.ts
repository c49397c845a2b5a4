import { expect, test } from 'vitest';
import { lockedForMs, noAttempts, withFailure } from './sign-on-attempts.ts';

test('four failures cost nothing, the fifth locks for 30 s, each further one twice as long, an hour at most', () => {
  let attempts = noAttempts;
  const locks: number[] = [];
  for (let failure = 1; failure <= 15; failure++) {
    attempts = withFailure(attempts, 1000);
    locks.push(lockedForMs(attempts, 1000) / 1000);
  }
  expect(locks).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
});
