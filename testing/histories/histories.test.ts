import { expect, test } from 'vitest';
import { EDITS, playHistory } from './play-history.ts';

test.each([1, 2])(
  'history %i of a new seed: every register of seven stores ends with the rows of headquarters',
  async () => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const { differences, edits, compared } = await playHistory(seed);
    // The seed, so that it can be played again: npm run test:long -- histories --seed SEED --count 1
    expect({ seed, differences: differences.slice(0, 10) }).toEqual({ seed, differences: [] });
    expect([edits, compared]).toEqual([EDITS, 32]);
  },
  120_000,
);
