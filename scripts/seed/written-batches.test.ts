import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writtenBatches } from './written-batches.ts';

test('finds how many batches are there, wherever the border is, with few questions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2000 }), fc.nat(), async (batches, at) => {
      const there = batches === 0 ? 0 : at % (batches + 1);
      const ends = Array.from({ length: batches }, (_, index) => String(index));
      let asked = 0;
      const isThere = async (key: string) => {
        asked += 1;
        return Number(key) < there;
      };
      expect(await writtenBatches(ends, isThere)).toBe(there);
      expect(asked).toBeLessThanOrEqual(13);
    }),
  );
});
