import { describe, expect, test } from 'vitest';
import { circleThrough } from './circle-through.ts';
import { masterTables } from './master-tables.ts';

const shape = masterTables.find(({ noun }) => noun === 'offers')?.shape;
const tenPercent = { type: 'percent', basisPoints: 1000 };
const offer = {
  id: 'TEN',
  name: 'Ten percent',
  currency: 'GBP',
  validFrom: '2026-01-01',
  priceGroups: ['members'],
  rule: { type: 'simple', reward: tenPercent },
  lines: [{ target: 'all' }],
};
const rule = (change: object) => ({ ...offer, rule: change });
const tier = (minUnits: number) => ({ minUnits, reward: tenPercent });
const amountTier = (minAmountMinor: number) => ({ minAmountMinor, reward: tenPercent });

/** `place: what is wrong` of each fault. */
function faultsOf(value: object): string[] {
  const parsed = shape?.safeParse(value);
  return (parsed?.error?.issues ?? []).map(({ path, message }) => `${path.join('/')}: ${message}`);
}

describe('an offer that is right', () => {
  test.each<[string, object]>([
    ['simple', offer],
    ['quantity', rule({ type: 'quantity', tiers: [tier(3), tier(6)] })],
    [
      'mix and match',
      {
        ...rule({ type: 'mixAndMatch', groups: [{ units: 1 }, { units: 2, reward: tenPercent }] }),
        lines: [{ target: 'all' }, { target: 'category:lights', group: 1 }],
      },
    ],
    ['least expensive', rule({ type: 'leastExpensive', units: 3, rewarded: 1, reward: tenPercent })],
    [
      'threshold with a gift',
      {
        ...rule({ type: 'threshold', tiers: [amountTier(5000)], gifts: [{ reward: tenPercent }] }),
        lines: [{ target: 'all' }, { target: 'product:LAMP', group: 1 }],
      },
    ],
    [
      'tender',
      rule({ type: 'tender', tenderTypes: ['CASH'], tiers: [{ minAmountMinor: 0, basisPoints: 100 }] }),
    ],
    ['shipping', rule({ type: 'shipping', tiers: [amountTier(0)] })],
    [
      'price adjustment',
      rule({ type: 'priceAdjustment', calculation: { type: 'amount', amountMinor: -50 } }),
    ],
  ])('%s', (_, value) => {
    expect(faultsOf(value)).toEqual([]);
  });

  test('what is left out is as usual', () => {
    expect(shape?.parse(offer)).toEqual({
      ...offer,
      validTo: null,
      periods: [],
      allPriceGroups: false,
      couponNeeded: false,
      priority: null,
      concurrency: 'bestPrice',
      limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
      lines: [{ target: 'all', dimensions: {}, unitOfMeasure: null, exclude: false, group: 0, reward: null }],
    });
  });
});

describe('an offer that is wrong is refused with the place and what to do', () => {
  test.each<[string, object, string[]]>([
    [
      'no price groups',
      { ...offer, priceGroups: [] },
      ['priceGroups: names at least one price group: without one nobody gets the offer'],
    ],
    [
      'an end before the beginning',
      { ...offer, validTo: '2025-12-31' },
      ['validTo: is not before validFrom'],
    ],
    [
      'more than all of it',
      rule({ type: 'simple', reward: { type: 'percent', basisPoints: 10_001 } }),
      ['rule/reward/basisPoints: is from 1 to 10,000 basis points (10,000 is all of it)'],
    ],
    [
      'a percentage of nothing',
      rule({ type: 'simple', reward: { type: 'percent', basisPoints: 0 } }),
      ['rule/reward/basisPoints: is from 1 to 10,000 basis points (10,000 is all of it)'],
    ],
    [
      'an amount below zero',
      rule({ type: 'simple', reward: { type: 'amount', amountMinor: -1 } }),
      ['rule/reward/amountMinor: is not below zero'],
    ],
    [
      'a rule nobody knows',
      rule({ type: 'lottery' }),
      [
        'rule/type: is one of simple, quantity, mixAndMatch, leastExpensive, threshold, tender, shipping and priceAdjustment',
      ],
    ],
    [
      'tiers that fall',
      rule({ type: 'quantity', tiers: [tier(6), tier(3)] }),
      ['rule/tiers/1/minUnits: is above 6, where the tier before begins'],
    ],
    [
      'tiers that overlap',
      rule({ type: 'shipping', tiers: [amountTier(500), amountTier(500)] }),
      ['rule/tiers/1/minAmountMinor: is above 500, where the tier before begins'],
    ],
    ['no tiers', rule({ type: 'quantity', tiers: [] }), ['rule/tiers: has at least one tier']],
    [
      'all units of a set rewarded',
      rule({ type: 'leastExpensive', units: 3, rewarded: 3, reward: tenPercent }),
      ['rule/rewarded: is less than the 3 units of a set'],
    ],
    [
      'a group without a line',
      rule({ type: 'mixAndMatch', groups: [{ units: 1 }, { units: 1 }], reward: tenPercent }),
      ['rule/groups/1: has a line that says what belongs to it'],
    ],
    [
      'a group that only excludes',
      {
        ...rule({ type: 'mixAndMatch', groups: [{ units: 1 }], reward: tenPercent }),
        lines: [{ target: 'all', exclude: true }],
      },
      ['rule/groups/0: has a line that says what belongs to it'],
    ],
    [
      'a set without a reward',
      rule({ type: 'mixAndMatch', groups: [{ units: 1 }] }),
      ['rule/reward: is there, or one of the groups has a reward'],
    ],
    [
      'a line of a group that the rule does not have',
      { ...offer, lines: [{ target: 'all', group: 1 }] },
      ['lines/0/group: is below 1: the rule has no more groups'],
    ],
    [
      'a gift that nobody can take',
      rule({ type: 'threshold', tiers: [amountTier(1)], gifts: [{ reward: tenPercent }] }),
      ['rule/gifts/0: has a line (of group 1) that says what is given'],
    ],
    [
      'an amount again and again from nothing on',
      rule({ type: 'threshold', tiers: [amountTier(0)], repeat: true }),
      ['rule/repeat: needs tiers from an amount above zero'],
    ],
    [
      'a reward of a line where the rule has none for lines',
      {
        ...rule({ type: 'quantity', tiers: [tier(3)] }),
        lines: [{ target: 'all', reward: tenPercent }],
      },
      ['lines/0/reward: is for lines of simple offers only'],
    ],
    [
      'hours that are none',
      { ...offer, periods: [{ weekdays: [8], fromMinute: 0, toMinute: 1441 }] },
      [
        'periods/0/weekdays/0: is from 1 (Monday) to 7 (Sunday)',
        'periods/0/toMinute: is a minute of the day, from 0 to 1440',
      ],
    ],
    [
      'a target of no kind',
      { ...offer, lines: [{ target: 'brand:X' }] },
      ['lines/0/target: is all, or product:, category: or label: and what it is called'],
    ],
  ])('%s', (_, value, faults) => {
    expect(faultsOf(value)).toEqual(faults);
  });
});

describe('a circle', () => {
  const leads: Record<string, string[]> = { a: ['b', 'd'], b: ['c'], c: ['a'], d: ['d'], e: ['a'] };
  test.each([
    ['a', ['a', 'b', 'c', 'a']],
    ['d', ['d', 'd']],
    ['e', null],
    ['nobody', null],
  ])('through %s', (start, way) => {
    expect(circleThrough(start, (node) => leads[node] ?? [])).toEqual(way);
  });
});
