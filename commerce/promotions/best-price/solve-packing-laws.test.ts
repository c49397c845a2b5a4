import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bruteForce } from '../../../testing/oracle/brute-force.ts';
import { checkedValue } from '../../../testing/oracle/check-packing.ts';
import { ComponentMemory } from './component-memory.ts';
import type { Deal, DealMember, PackingInstance, UnitClass } from './packing.ts';
import { solvePacking } from './solve-packing.ts';

const options = { nodesMax: 3000 };
const runs = { numRuns: 200 };

const unitClass: fc.Arbitrary<UnitClass> = fc
  .record({
    units: fc.integer({ min: 1, max: 3 }),
    priceScaled: fc.constantFrom(0, 3, 5, 10, 25),
    alone: fc.constantFrom(0, 0, 1, 3),
  })
  .map(({ alone, ...rest }) => ({ ...rest, aloneScaled: Math.min(alone, rest.priceScaled) }));

const classList = fc.array(unitClass, { minLength: 1, maxLength: 5 }).map((classes) => {
  let left = 8;
  return classes.flatMap((each) => {
    const units = Math.min(left, each.units);
    left -= units;
    return units > 0 ? [{ ...each, units }] : [];
  });
});

const savings = (price: number) => fc.integer({ min: 0, max: 6 }).map((value) => Math.min(value, price));

function dealOn(classes: readonly UnitClass[]): fc.Arbitrary<Deal> {
  const members = fc
    .subarray(
      classes.map((_, index) => index),
      { minLength: 1 },
    )
    .chain((chosen) =>
      fc.tuple(
        ...chosen.map((index) =>
          savings(classes[index]?.priceScaled ?? 0).map(
            (savesScaled): DealMember => ({ unitClass: index, savesScaled }),
          ),
        ),
      ),
    );
  const applicationsMax = fc.constantFrom(null, null, 1, 2);
  const group = fc.record({ units: fc.integer({ min: 1, max: 3 }), members });
  return fc.oneof(
    fc.record({
      kind: fc.constant('package' as const),
      applicationsMax,
      constantScaled: fc.integer({ min: -6, max: 15 }),
      groups: fc.array(group, { minLength: 1, maxLength: 2 }),
    }),
    fc
      .record({
        applicationsMax,
        paid: fc.integer({ min: 1, max: 2 }),
        rewarded: fc.integer({ min: 1, max: 2 }),
        members,
        cheap: members,
      })
      .map(
        ({ applicationsMax, paid, rewarded, members, cheap }): Deal => ({
          kind: 'leastExpensive',
          applicationsMax,
          units: paid + rewarded,
          rewarded,
          members: members.map((member, index) => ({
            ...member,
            rewardedScaled: Math.min(
              cheap[index]?.savesScaled ?? 4,
              classes[member.unitClass]?.priceScaled ?? 0,
            ),
          })),
        }),
      ),
    fc
      .record({
        first: members,
        second: members,
        minUnits: fc.integer({ min: 1, max: 3 }),
        more: fc.integer({ min: 1, max: 3 }),
      })
      .map(
        ({ first, second, minUnits, more }): Deal => ({
          kind: 'quantity',
          tiers: [
            { minUnits, members: first },
            { minUnits: minUnits + more, members: second },
          ],
        }),
      ),
  );
}

const instances: fc.Arbitrary<PackingInstance> = classList.chain((classes) =>
  fc.array(dealOn(classes), { minLength: 0, maxLength: 4 }).map((deals) => ({ classes, deals })),
);

/** The same instance with its classes in another order; `order[i]` is the old index of the new class i. */
function reordered({ classes, deals }: PackingInstance, order: readonly number[]): PackingInstance {
  const renumber = <M extends DealMember>(members: readonly M[]) =>
    members.map((member) => ({ ...member, unitClass: order.indexOf(member.unitClass) })).reverse();
  return {
    classes: order.map((index) => classes[index] as UnitClass),
    deals: deals.map((deal): Deal => {
      if (deal.kind === 'quantity')
        return { ...deal, tiers: deal.tiers.map((tier) => ({ ...tier, members: renumber(tier.members) })) };
      if (deal.kind === 'leastExpensive') return { ...deal, members: renumber(deal.members) };
      return { ...deal, groups: deal.groups.map((each) => ({ ...each, members: renumber(each.members) })) };
    }),
  };
}

const solved = (instance: PackingInstance) => {
  const solution = solvePacking(instance, options);
  expect(checkedValue(instance, solution)).toBe(solution.valueScaled);
  expect(solution.proven).toBe(true);
  expect(solution.boundScaled).toBe(solution.valueScaled);
  return solution.valueScaled;
};

test('nothing saves more than trying everything', () => {
  fc.assert(
    fc.property(instances, (instance) => {
      expect(solved(instance)).toBe(bruteForce(instance));
    }),
    { numRuns: 400 },
  );
});

test('a forced deal costs what trying everything says', () => {
  fc.assert(
    fc.property(instances, fc.nat(3), (instance, deal) => {
      if (deal >= instance.deals.length) return;
      const solution = solvePacking(instance, { ...options, atLeastOnce: deal });
      expect(solution?.valueScaled ?? null).toBe(bruteForce(instance, deal));
      if (!solution) return;
      expect(solution.applications.some((application) => application.deal === deal)).toBe(true);
      expect(checkedValue(instance, solution)).toBe(solution.valueScaled);
    }),
    runs,
  );
});

test('the order of lines and deals does not change what is saved', () => {
  fc.assert(
    fc.property(instances, fc.nat(), (instance, turn) => {
      const order = instance.classes.map((_, index, all) => (index * 1 + turn) % all.length);
      const deals = [...instance.deals.slice(turn % 3), ...instance.deals.slice(0, turn % 3)].reverse();
      expect(solved(reordered({ ...instance, deals }, order))).toBe(solved(instance));
    }),
    runs,
  );
});

test('a line in two parts saves what the whole line saves', () => {
  fc.assert(
    fc.property(instances, (instance) => {
      const [first, ...others] = instance.classes;
      if (!first || first.units < 2) return;
      const copy = instance.classes.length;
      const twice = <M extends DealMember>(members: readonly M[]) =>
        members.flatMap((member) =>
          member.unitClass === 0 ? [member, { ...member, unitClass: copy }] : [member],
        );
      const deals = instance.deals.map((deal): Deal => {
        if (deal.kind === 'quantity')
          return { ...deal, tiers: deal.tiers.map((tier) => ({ ...tier, members: twice(tier.members) })) };
        if (deal.kind === 'leastExpensive') return { ...deal, members: twice(deal.members) };
        return { ...deal, groups: deal.groups.map((each) => ({ ...each, members: twice(each.members) })) };
      });
      const classes = [{ ...first, units: 1 }, ...others, { ...first, units: first.units - 1 }];
      expect(solved({ classes, deals })).toBe(solved(instance));
    }),
    runs,
  );
});

test('one more deal never lowers what is saved', () => {
  fc.assert(
    fc.property(instances, (instance) => {
      const fewer = { ...instance, deals: instance.deals.slice(1) };
      expect(solved(instance)).toBeGreaterThanOrEqual(solved(fewer));
    }),
    runs,
  );
});

test('remembered components lead to the same answer as solving afresh', () => {
  fc.assert(
    fc.property(instances, instances, (first, second) => {
      const memory = new ComponentMemory();
      for (const instance of [first, second, first])
        expect(solvePacking(instance, options, memory)).toEqual(solvePacking(instance, options));
    }),
    runs,
  );
});

test('without a search the answer still holds, and its bound too', () => {
  fc.assert(
    fc.property(instances, (instance) => {
      const solution = solvePacking(instance, { nodesMax: 0 });
      const best = bruteForce(instance) as number;
      expect(checkedValue(instance, solution)).toBe(solution.valueScaled);
      expect(solution.valueScaled).toBeLessThanOrEqual(best);
      expect(solution.boundScaled).toBeGreaterThanOrEqual(best);
      if (solution.proven) expect(solution.valueScaled).toBe(best);
    }),
    runs,
  );
});
