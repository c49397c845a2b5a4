import { expect, test } from 'vitest';
import { randomBasket } from '../../../scripts/pricing/random-baskets.ts';
import { basketToInstance, type VectorBasket } from '../../../scripts/pricing/vector-basket.ts';
import { checkedValue } from '../../../testing/oracle/check-packing.ts';
import { ComponentMemory } from './component-memory.ts';
import type { Deal, PackingInstance } from './packing.ts';
import { solvePacking } from './solve-packing.ts';
import file from './testdata/best-price-vectors.json' with { type: 'json' };

const options = { nodesMax: 5000 };
const vectors = file.vectors as unknown as readonly {
  readonly id: string;
  readonly basket: VectorBasket;
  readonly bestDiscountScaled: number;
}[];

test.each(vectors)('$id: the best discount, proven', ({ basket, bestDiscountScaled }) => {
  const instance = basketToInstance(basket);
  const solution = solvePacking(instance, options);
  expect(solution).toMatchObject({
    valueScaled: bestDiscountScaled,
    boundScaled: bestDiscountScaled,
    proven: true,
  });
  expect(checkedValue(instance, solution)).toBe(bestDiscountScaled);
});

const units = (units: number, price: number, alone = 0) => ({
  units,
  priceScaled: price * 10_000,
  aloneScaled: alone * 10_000,
});
const pack = (
  constant: number,
  groups: readonly { readonly units: number; readonly of: readonly number[]; readonly saves?: number }[],
  applicationsMax: number | null = null,
): Deal => ({
  kind: 'package',
  applicationsMax,
  constantScaled: constant * 10_000,
  groups: groups.map(({ units, of, saves = 0 }) => ({
    units,
    members: of.map((unitClass) => ({ unitClass, savesScaled: saves * 10_000 })),
  })),
});
const saves = (instance: PackingInstance, atLeastOnce?: number) => {
  const solution = solvePacking(instance, atLeastOnce === undefined ? options : { ...options, atLeastOnce });
  if (!solution) return null;
  expect(solution.proven).toBe(true);
  expect(checkedValue(instance, solution)).toBe(solution.valueScaled);
  return solution.valueScaled / 10_000;
};

test('an amount off saves no more than its goods cost', () => {
  expect(saves({ classes: [units(2, 30)], deals: [pack(100, [{ units: 2, of: [0] }])] })).toBe(60);
});

test('where amounts exceed goods, every package is worth its own goods', () => {
  // Two packages of two units at 100 off: 90 + 30 and 90 + 30 would lose 20 each, 90 + 90 loses 80 of 180.
  const classes = [units(2, 90), units(2, 30)];
  expect(saves({ classes, deals: [pack(100, [{ units: 2, of: [0, 1] }])] })).toBe(200);
});

test('a unit in a deal gives up what it saves alone', () => {
  const deal = pack(30, [{ units: 2, of: [0, 1] }]);
  expect(saves({ classes: [units(1, 100, 20), units(1, 100, 10)], deals: [deal] })).toBe(30);
  expect(saves({ classes: [units(1, 100, 20), units(1, 100, 11)], deals: [deal] })).toBe(31);
});

test('one class may serve several groups of the same package', () => {
  const deal = pack(50, [
    { units: 1, of: [0, 1] },
    { units: 1, of: [0] },
  ]);
  expect(saves({ classes: [units(2, 100), units(1, 100)], deals: [deal] })).toBe(50);
  expect(saves({ classes: [units(2, 100), units(2, 100)], deals: [deal] })).toBe(100);
  expect(saves({ classes: [units(1, 100), units(3, 100)], deals: [deal] })).toBe(50);
});

test('a deal applies no oftener than it may', () => {
  expect(saves({ classes: [units(6, 100)], deals: [pack(20, [{ units: 2, of: [0] }], 2)] })).toBe(40);
});

test('several rewarded units are the cheapest of their own application', () => {
  const deal = (rewardedOf: (price: number) => number): Deal => ({
    kind: 'leastExpensive',
    applicationsMax: null,
    units: 4,
    rewarded: 2,
    members: [100, 80, 60, 40].map((price, unitClass) => ({
      unitClass,
      savesScaled: 0,
      rewardedScaled: rewardedOf(price) * 10_000,
    })),
  });
  const classes = [100, 80, 60, 40].map((price) => units(2, price));
  expect(saves({ classes, deals: [deal((price) => price)] })).toBe(80 + 80 + 40 + 40);
  expect(saves({ classes, deals: [deal(() => 5)] })).toBe(20);
});

test('the highest tier reached saves on every unit', () => {
  const tier = (minUnits: number, saves: number) => ({
    minUnits,
    members: [0, 1].map((unitClass) => ({ unitClass, savesScaled: saves * 10_000 })),
  });
  const deal: Deal = { kind: 'quantity', tiers: [tier(2, 5), tier(4, 10)] };
  expect(saves({ classes: [units(2, 50), units(1, 20)], deals: [deal] })).toBe(15);
  expect(saves({ classes: [units(3, 50), units(1, 20)], deals: [deal] })).toBe(40);
  expect(saves({ classes: [units(1, 50)], deals: [deal] })).toBe(0);
});

test('a deal can be made to apply, whatever it saves', () => {
  const instance = {
    classes: [units(2, 100, 20), units(1, 50)],
    deals: [
      pack(30, [{ units: 2, of: [0] }]),
      pack(5, [{ units: 2, of: [1] }]),
      pack(1, [{ units: 1, of: [1] }]),
    ],
  };
  expect(saves(instance)).toBe(41);
  expect(saves(instance, 0)).toBe(31);
  expect(saves(instance, 1)).toBeNull();
  expect(saves(instance, 2)).toBe(41);
});

test('among equal savings, the fewest applications', () => {
  const deals = [pack(20, [{ units: 2, of: [0] }]), pack(40, [{ units: 4, of: [0, 1] }])];
  const { applications } = solvePacking({ classes: [units(4, 100), units(1, 100)], deals }, options);
  expect(applications.map(({ deal, times }) => [deal, times])).toEqual([[1, 1]]);
});

test('deals that share nothing are components, and remembered ones are not solved again', () => {
  const deals = [0, 1].map((of) => pack(20, [{ units: 2, of: [of] }]));
  const instance = { classes: [units(4, 100), units(2, 100)], deals };
  const memory = new ComponentMemory();
  const solution = solvePacking(instance, options, memory);
  expect(solution).toMatchObject({ components: 2, valueScaled: 600_000 });
  expect(memory.size).toBe(2);
  expect(solvePacking(instance, options, memory)).toEqual(solution);
  expect(memory.size).toBe(2);
});

test('without a search a big basket still has an answer and a bound', () => {
  // Everything at its best bound once came to more than exact sums had room for.
  const instance = basketToInstance(randomBasket('wide-100-50', 1));
  const solution = solvePacking(instance, { nodesMax: 0 });
  expect(solution.nodes).toBe(0);
  expect(checkedValue(instance, solution)).toBe(solution.valueScaled);
  expect(solution.boundScaled).toBeGreaterThan(solution.valueScaled);
});

test.each([1, 1000, 100_000])('prices times %i save as many times as much, proven', (times) => {
  const small = basketToInstance(randomBasket('retail-20-12', 437));
  const scale = (value: number) => value * times;
  const big: PackingInstance = JSON.parse(JSON.stringify(small), (key, value) =>
    key.endsWith('Scaled') ? scale(value as number) : value,
  );
  const solution = solvePacking(big, options);
  expect(solution).toMatchObject({ proven: true, valueScaled: scale(60_889_500) });
  expect(checkedValue(big, solution)).toBe(solution.valueScaled);
});
