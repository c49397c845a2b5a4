import { describe, expect, test } from 'vitest';
import { changeBasisPoints, type PriceChange, summarisePriceChanges } from './price-changes.ts';

const each = (amountMinor: number, priceUnitThousandths = 1000) => ({ amountMinor, priceUnitThousandths });

test.each([
  [each(895), each(845), -559],
  [each(1995), each(1295), -3509],
  [each(100), each(100), 0],
  [each(1, 10_000), each(2, 10_000), 10_000],
  [each(100), each(1000, 10_000), 0],
  [each(200), each(199), -50],
  [each(20_000), each(20_001), 1],
  [each(0), each(5), null],
  [null, each(5), null],
] as const)('from %o to %o: %d basis points', (old, next, expected) => {
  expect(changeBasisPoints(old, next)).toBe(expected);
});

describe('a reprice in figures', () => {
  const change = (key: string, from: number | null, to: number | null, sold = 0): PriceChange => ({
    ...{ key, sku: key.slice(0, 1), soldThousandths: sold },
    old: from === null ? null : each(from),
    new: to === null ? null : each(to),
  });
  const summary = summarisePriceChanges([
    change('A1', 1000, 900, 10_000),
    change('A2', 1000, 975),
    change('B1', 1000, 1025, 1000),
    change('C1', 1000, 1000, 5000),
    change('D1', null, 500, 7000),
    change('E1', 500, null),
    change('F1', 1000, 500),
  ]);

  test('how many go where', () => {
    expect(summary).toMatchObject({ products: 6, down: 3, up: 1, same: 1, added: 1, removed: 1 });
    expect(summary.averageBasisPoints).toBe(Math.round((-1000 - 250 + 250 + 0 - 5000) / 5));
    expect(summary.largestFall).toEqual({ key: 'F1', basisPoints: -5000 });
    expect(summary.largestRise).toEqual({ key: 'B1', basisPoints: 250 });
  });

  test('if sales stay as they are', () => {
    expect(summary.soldMinor).toBe(10 * 1000 + 1000 + 5 * 1000);
    expect(summary.differenceMinor).toBe(-10 * 100 + 25);
    expect(summary.soldBasisPoints).toBe(Math.round((-975 * 10_000) / 16_000));
  });

  test('every price that moves is in one bucket; one on a bound in the farther one', () => {
    const filled = summary.buckets.filter(({ prices }) => prices > 0);
    expect(filled).toEqual([
      { fromBasisPoints: null, toBasisPoints: -1000, prices: 2 },
      { fromBasisPoints: -500, toBasisPoints: -250, prices: 1 },
      { fromBasisPoints: 250, toBasisPoints: 500, prices: 1 },
    ]);
    expect(summary.buckets).toHaveLength(10);
  });

  test('nothing at all', () => {
    expect(summarisePriceChanges([])).toMatchObject({
      ...{ products: 0, averageBasisPoints: null, soldBasisPoints: null, largestFall: null },
    });
  });
});
