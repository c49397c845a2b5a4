import { expect, test } from 'vitest';
import { type Chain, yearOf } from './year-of.ts';

const chain: Chain = {
  ...{ stores: 1000, registersPerStore: 4, salesPerStore: 500, linesPerSale: 3 },
  ...{ openHours: 12, daysPerYear: 360, changes: 20, rowsChanged: 5000, sharedStreams: 50 },
};

test('what sales cost grows with the sales, and what a price change writes does not grow with the stores', () => {
  const year = yearOf(chain);
  expect(year.queueOperations).toBe(1000 * 500 * 360 * 3);
  const quiet = yearOf({ ...chain, salesPerStore: 0 });
  const large = yearOf({ ...chain, salesPerStore: 0, stores: 10_000 });
  const changed = (of: Chain) => yearOf({ ...of, changes: of.changes + 1 }).r2Writes - yearOf(of).r2Writes;
  expect(changed(chain)).toBe(changed({ ...chain, stores: 10_000 }));
  expect(large.r2Reads / quiet.r2Reads).toBeCloseTo(10);
});
