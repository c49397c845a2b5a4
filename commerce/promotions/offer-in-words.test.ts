import { describe, expect, test } from 'vitest';
import type { Offer, OfferLine, OfferRule, Reward } from './offer.ts';
import { offerInWords } from './offer-in-words.ts';
import type { OfferNames } from './offer-names.ts';
import { periodWords } from './offer-time-words.ts';

const names: OfferNames = {
  amount: (amountMinor) => `£${(amountMinor / 100).toFixed(2)}`,
  day: (date) => date,
  product: (sku) => `product ${sku}`,
  category: (id) => `category ${id}`,
  priceGroup: (id) => id,
  tenderType: (id) => id,
};
const percent = (basisPoints: number): Reward => ({ type: 'percent', basisPoints });
const amount = (amountMinor: number): Reward => ({ type: 'amount', amountMinor });
const price = (amountMinor: number): Reward => ({ type: 'price', amountMinor });
const free = percent(10_000);

const offer = (rule: OfferRule, more: Partial<Offer> = {}): Offer => ({
  id: 'o',
  name: 'An offer',
  currency: 'GBP',
  validFrom: '2026-11-27',
  validTo: '2026-12-24',
  periods: [],
  priceGroups: ['retail'],
  allPriceGroups: false,
  couponNeeded: false,
  priority: null,
  concurrency: 'bestPrice',
  limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
  rule,
  ...more,
});
type Line = Omit<OfferLine, 'offer' | 'line'>;
const line = (target: string, more: Partial<Line> = {}): Line => ({
  target,
  dimensions: {},
  unitOfMeasure: null,
  exclude: false,
  group: 0,
  reward: null,
  ...more,
});
const glass = [line('category:glass')];

/** Keys in brackets. */
function words(what: Offer, lines: readonly Line[]): string {
  return offerInWords(what, lines, names)
    .map(({ text, isKey }) => (isKey ? `[${text}]` : text))
    .join('')
    .replaceAll('\u00a0', ' ');
}
const firstSentence = (rule: OfferRule, lines: readonly Line[]) =>
  words(offer(rule), lines).split(' It runs ')[0];

describe('what the customer gets', () => {
  test.each<[string, OfferRule, readonly Line[], string]>([
    [
      'a percentage',
      { type: 'simple', reward: percent(1250) },
      glass,
      'Every piece of [category glass] is [12.5 % cheaper].',
    ],
    [
      'an amount',
      { type: 'simple', reward: amount(200) },
      [line('all')],
      'Every piece of [any product] is [£2.00 cheaper].',
    ],
    [
      'a price',
      { type: 'simple', reward: price(500) },
      [line('label:new')],
      'Every piece of [products labelled “new”] costs [£5.00].',
    ],
    [
      'a line with a reward of its own',
      { type: 'simple', reward: percent(1000) },
      [...glass, line('product:A', { reward: free })],
      'Every piece of [category glass and product A] is [10 % cheaper]; of [product A] it is [free].',
    ],
    [
      'every line with a reward of its own',
      { type: 'simple', reward: percent(1000) },
      [line('product:A', { reward: price(100) }), line('product:B', { reward: price(200) })],
      'Every piece of [product A] costs [£1.00]. Every piece of [product B] costs [£2.00].',
    ],
    [
      'all units of a quantity',
      {
        type: 'quantity',
        stepped: false,
        pool: 'offer',
        tiers: [
          { minUnits: 3, reward: percent(1000) },
          { minUnits: 6, reward: percent(2000) },
        ],
      },
      glass,
      'Of [category glass], from [3 pieces] on every piece is [10 % cheaper], from [6 pieces] on every piece is [20 % cheaper]; all products count [together].',
    ],
    [
      'stepped units of a quantity',
      { type: 'quantity', stepped: true, pool: 'line', tiers: [{ minUnits: 3, reward: price(100) }] },
      glass,
      'Of [category glass], from the [third] piece on each further one costs [£1.00]; each product counts [by itself].',
    ],
    [
      'a set at a price',
      {
        type: 'mixAndMatch',
        groups: [
          { units: 2, reward: null },
          { units: 1, reward: null },
        ],
        reward: price(1500),
        countNonDiscountable: false,
      },
      [line('category:glass'), line('product:A', { group: 1 })],
      'Bought together, [2 pieces] of [category glass] and [1 piece] of [product A] cost [£15.00], [as often as the basket allows].',
    ],
    [
      'a set with a reward for each group',
      {
        type: 'mixAndMatch',
        groups: [
          { units: 1, reward: null },
          { units: 1, reward: free },
        ],
        reward: null,
        countNonDiscountable: true,
      },
      [line('product:A'), line('product:B', { group: 1 })],
      'Bought together: [1 piece] of [product A] and [1 piece] of [product B] (each is [free]), [as often as the basket allows]. Products that take no discount still make the set complete.',
    ],
    [
      'three for two',
      { type: 'leastExpensive', units: 3, rewarded: 1, reward: free, favour: 'customer', distribute: false },
      [...glass, line('product:A', { exclude: true })],
      'From [every 3 pieces] of [category glass], the customer gets [the cheapest one free], as often as the basket allows. What does not count: [product A].',
    ],
    [
      'the cheapest in favour of the retailer',
      {
        type: 'leastExpensive',
        units: 4,
        rewarded: 2,
        reward: percent(5000),
        favour: 'retailer',
        distribute: true,
      },
      glass,
      'From [every 4 pieces] of [category glass], the customer gets [the 2 cheapest 50 % cheaper], where the dearest pieces pay for the cheapest, [in favour of the retailer], and the saving is [spread over the whole set].',
    ],
    [
      'an amount off, again and again',
      {
        type: 'threshold',
        tiers: [{ minAmountMinor: 5000, reward: amount(500) }],
        repeat: true,
        countNonDiscountable: false,
        gifts: [],
      },
      [line('all')],
      'For [any product] the customer gets from [£50.00] on [£5.00 off], [again for each £50.00].',
    ],
    [
      'a gift',
      {
        type: 'threshold',
        tiers: [{ minAmountMinor: 3000, reward: free }],
        repeat: false,
        countNonDiscountable: true,
        gifts: [{ unitsMax: 1, reward: free }],
      },
      [line('all'), line('product:MUG', { group: 1 })],
      'From [£30.00] of [any product] on, the customer gets [1 piece] of [product MUG] [free]. Products that take no discount still count.',
    ],
    [
      'a tender',
      {
        type: 'tender',
        tenderTypes: ['CARD', 'GIFT'],
        tiers: [
          { minAmountMinor: 0, basisPoints: 200 },
          { minAmountMinor: 10_000, basisPoints: 500 },
        ],
      },
      [line('all')],
      'What is paid with [CARD or GIFT] for [any product] is [2 % cheaper], is [5 % cheaper] from [£100.00] on.',
    ],
    [
      'the delivery',
      { type: 'shipping', deliveryModes: ['parcel'], tiers: [{ minAmountMinor: 4000, reward: free }] },
      [line('all')],
      'Delivery by [parcel] is [free] from [£40.00] of [any product] on.',
    ],
    [
      'another price',
      {
        type: 'priceAdjustment',
        calculation: { type: 'percent', basisPoints: -500 },
        mode: 'best',
        base: 'running',
        sequence: 0,
      },
      glass,
      'Before any discount, the price of [category glass] is [5 % lower].',
    ],
    [
      'many products',
      { type: 'simple', reward: free },
      'ABCDEF'.split('').map((sku) => line(`product:${sku}`)),
      'Every piece of [product A, product B, product C and 3 more] is [free].',
    ],
    ['nothing chosen yet', { type: 'simple', reward: free }, [], 'Every piece of [nothing yet] is [free].'],
  ])('%s', (_, rule, lines, said) => {
    expect(firstSentence(rule, lines)).toBe(said);
  });
});

describe('when, for whom and together with what', () => {
  const rule: OfferRule = { type: 'simple', reward: percent(1000) };
  test.each<[string, Partial<Offer>, string]>([
    [
      'as usual',
      {},
      'It runs [every day from 2026-11-27 to 2026-12-24] in [retail]. Where another offer wants the same piece, [the better price for the customer wins].',
    ],
    ['without an end', { validTo: null }, 'It runs [every day from 2026-11-27 on] in [retail].'],
    ['for one day', { validTo: '2026-11-27' }, 'It runs [every day on 2026-11-27] in [retail].'],
    [
      'for any of two groups, with a coupon',
      { priceGroups: ['retail', 'web'], couponNeeded: true },
      'in [retail or web], with [a coupon].',
    ],
    [
      'for all of two groups',
      { priceGroups: ['retail', 'gold'], allPriceGroups: true },
      'for whom [retail and gold] all hold.',
    ],
    ['for nobody', { priceGroups: [] }, 'for [nobody: it has no price group].'],
    [
      'with limits',
      { limits: { applicationsMax: 2, unitsMax: 5, discountMaxMinor: 2000 } },
      'In one basket at most [2 times, on 5 pieces and £20.00 off].',
    ],
    [
      'alone',
      { concurrency: 'exclusive', priority: 50 },
      '[this one goes first and alone]. Offers above [priority 50] go first.',
    ],
    ['on top', { concurrency: 'compound' }, '[both apply], if that one combines too.'],
  ])('%s', (_, more, said) => {
    expect(words(offer(rule, more), glass)).toContain(said);
  });

  test.each([
    [[{ weekdays: [4], fromMinute: 1020, toMinute: 1200 }], 'on Thursdays from 17:00 to 20:00'],
    [[{ weekdays: [1, 2, 3, 4, 5], fromMinute: 0, toMinute: 1440 }], 'on Monday to Friday'],
    [[{ weekdays: [6, 7], fromMinute: 0, toMinute: 1440 }], 'on Saturdays, Sundays'],
    [[{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 540, toMinute: 600 }], 'every day from 09:00 to 10:00'],
    [[{ weekdays: [5], fromMinute: 1320, toMinute: 120 }], 'on Fridays from 22:00 to 02:00 the next day'],
  ])('%o: %s', (periods, said) => {
    expect(periodWords(periods)).toBe(said);
  });
});
