import { describe, expect, test } from 'vitest';
import type { OfferRule, Reward } from '../../../../../commerce/promotions/offer.ts';
import { draftOfOffer, lineFor, newOffer, type OfferDraft, type OfferRow } from './offer-draft.ts';
import { readOffer } from './read-offer.ts';

const percent: Reward = { type: 'percent', basisPoints: 1250 };
const amount: Reward = { type: 'amount', amountMinor: 550 };
const price: Reward = { type: 'price', amountMinor: 1500 };
const free: Reward = { type: 'percent', basisPoints: 10_000 };

const line = (target: string, group = 0): OfferRow['lines'][number] => ({
  target,
  dimensions: {},
  unitOfMeasure: null,
  exclude: false,
  group,
  reward: null,
});

const row = (rule: OfferRule, more: Partial<OfferRow> = {}): OfferRow => ({
  id: 'O1',
  name: 'An offer',
  currency: 'GBP',
  validFrom: '2026-11-27',
  validTo: null,
  periods: [],
  priceGroups: ['retail'],
  allPriceGroups: false,
  couponNeeded: false,
  priority: null,
  concurrency: 'bestPrice',
  limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
  rule,
  lines: [line('all')],
  ...more,
});

describe('what was written is what is read', () => {
  test.each<OfferRow>([
    row(
      { type: 'simple', reward: percent },
      {
        lines: [
          { ...line('product:A'), reward: amount, dimensions: { colour: 'red' } },
          { ...line('label:x'), exclude: true },
        ],
        limits: { applicationsMax: 2, unitsMax: 3, discountMaxMinor: 1250 },
        periods: [
          { weekdays: [4, 5], fromMinute: 1020, toMinute: 1200 },
          { weekdays: [1], fromMinute: 0, toMinute: 1440 },
          { weekdays: [5], fromMinute: 1320, toMinute: 120 },
        ],
      },
    ),
    row({
      type: 'quantity',
      stepped: true,
      pool: 'line',
      tiers: [
        { minUnits: 2, reward: percent },
        { minUnits: 5, reward: price },
      ],
    }),
    row(
      {
        type: 'mixAndMatch',
        groups: [
          { units: 2, reward: null },
          { units: 1, reward: null },
        ],
        reward: price,
        countNonDiscountable: true,
      },
      { lines: [line('category:a'), line('product:b', 1)] },
    ),
    row(
      {
        type: 'mixAndMatch',
        groups: [
          { units: 1, reward: null },
          { units: 1, reward: free },
        ],
        reward: null,
        countNonDiscountable: false,
      },
      { lines: [line('all'), line('all', 1)] },
    ),
    row({
      type: 'leastExpensive',
      units: 3,
      rewarded: 1,
      reward: free,
      favour: 'retailer',
      distribute: true,
    }),
    row({
      type: 'threshold',
      tiers: [
        { minAmountMinor: 5000, reward: amount },
        { minAmountMinor: 10_000, reward: percent },
      ],
      repeat: true,
      countNonDiscountable: true,
      gifts: [],
    }),
    row(
      {
        type: 'threshold',
        tiers: [{ minAmountMinor: 5000, reward: free }],
        repeat: false,
        countNonDiscountable: false,
        gifts: [
          { unitsMax: null, reward: free },
          { unitsMax: 2, reward: price },
        ],
      },
      { lines: [line('all'), line('product:g', 1), line('product:h', 2)] },
    ),
    row({ type: 'tender', tenderTypes: ['CARD'], tiers: [{ minAmountMinor: 0, basisPoints: 150 }] }),
    row({
      type: 'shipping',
      deliveryModes: ['parcel', 'van'],
      tiers: [{ minAmountMinor: 4000, reward: free }],
    }),
    row({
      type: 'priceAdjustment',
      calculation: { type: 'percent', basisPoints: -500 },
      mode: 'compound',
      base: 'original',
      sequence: 3,
    }),
    row(
      {
        type: 'priceAdjustment',
        calculation: { type: 'amount', amountMinor: 50 },
        mode: 'best',
        base: 'running',
        sequence: 0,
      },
      {
        priority: -5,
        couponNeeded: true,
        priceGroups: ['a', 'b'],
        allPriceGroups: true,
        concurrency: 'compound',
        validTo: '2026-12-24',
      },
    ),
    row({
      type: 'priceAdjustment',
      calculation: { type: 'price', amountMinor: 999 },
      mode: 'best',
      base: 'running',
      sequence: 0,
    }),
  ])('$rule.type', (offer) => {
    expect(readOffer(draftOfOffer(offer))).toEqual({ ok: true, value: offer });
  });
});

describe('what is wrong stands at its field, with the fix', () => {
  const good: OfferDraft = {
    ...newOffer('GBP', '2026-11-27', ['retail']),
    name: 'An offer',
    lines: [lineFor('all', '')],
  };
  const tiers = (...from: string[]) =>
    from.map((start) => ({ from: start, reward: { type: 'percent', value: '10' } as const }));
  test.each<[string, Partial<OfferDraft>, Record<string, string>]>([
    ['nothing', {}, {}],
    ['no name', { name: ' ' }, { name: 'Type the name that is printed on the receipt.' }],
    [
      'days in the wrong order',
      { validTo: '2026-11-01' },
      { validTo: 'The last day is before the first. Choose a later one, or leave it empty.' },
    ],
    [
      'nobody',
      { priceGroups: [] },
      { priceGroups: 'Choose a price group: without one nobody gets the offer.' },
    ],
    [
      'more free than there are',
      { units: '2', rewarded: '2' },
      { 'rule/rewarded': 'Of 2 pieces 1 can be rewarded at most: the others pay for them.' },
    ],
    ['no pieces', { units: '' }, { 'rule/units': 'Type a whole number of pieces, from 1.' }],
    [
      'no products',
      { lines: [] },
      { 'lines/group/0': 'Add what belongs to it: a product, a category, a label or all.' },
    ],
    [
      'a group without products',
      { type: 'mixAndMatch', reward: { type: 'price', value: '15' } },
      { 'lines/group/1': 'Add what belongs to it: a product, a category, a label or all.' },
    ],
    [
      'steps that fall',
      { type: 'quantity', tiers: tiers('5', '3') },
      { 'rule/tiers/1/minUnits': 'A step begins above the one before it. Raise this one, or remove it.' },
    ],
    [
      'again from nothing',
      { type: 'threshold', repeat: true, tiers: tiers('0') },
      { 'rule/tiers/0/minAmountMinor': 'What is given again and again starts above nothing.' },
    ],
    [
      'a percentage above all',
      { type: 'simple', reward: { type: 'percent', value: '120' } },
      { 'rule/reward': 'A discount is 100 % at most.' },
    ],
    [
      'nothing for the groups',
      {
        type: 'mixAndMatch',
        rewardOf: 'groups',
        lines: [lineFor('all', ''), lineFor('all', '', { group: 1 })],
      },
      { 'rule/groups/0/reward': 'Say what one of the groups gets, or reward the whole set.' },
    ],
    [
      'no tender',
      { type: 'tender', tiers: tiers('0') },
      { 'rule/tenderTypes': 'Choose how it has to be paid.' },
    ],
    [
      'half an hour range',
      { periods: [{ weekdays: [1], from: '09:00', to: '' }] },
      { 'periods/0/toMinute': 'Type both hours, or none for the whole day.' },
    ],
    [
      'a priority in words',
      { priority: 'high' },
      { priority: 'Type a whole number, or leave it empty for the price group’s.' },
    ],
  ])('%s', (_, more, faults) => {
    const read = readOffer({ ...good, ...more });
    expect(read.ok ? {} : read.error).toEqual(faults);
  });

  test('lines of groups that a type has no more are left behind', () => {
    const draft = { ...good, lines: [lineFor('all', ''), lineFor('product', 'A', { group: 1 })] };
    const read = readOffer(draft);
    expect(read.ok && read.value.lines.map(({ target }) => target)).toEqual(['all']);
  });
});
