import { describe, expect, test } from 'vitest';
import {
  basketOf,
  lineOf,
  makeWorld,
  type OfferSpec,
  type ProductSpec,
  priceIn,
  priceOneOfEach,
  type WorldSpec,
} from '../../scripts/conformance/world.ts';
import type { LeastExpensiveRule, QuantityRule, Reward } from './offer.ts';

const percent = (basisPoints: number): Reward => ({ type: 'percent', basisPoints });
const amount = (amountMinor: number): Reward => ({ type: 'amount', amountMinor });

function quantity(tiers: QuantityRule['tiers'], more: Partial<QuantityRule> = {}): OfferSpec {
  return { id: 'quantity', rule: { type: 'quantity', stepped: false, pool: 'line', tiers, ...more } };
}
function set(reward: Reward | null, groups: OfferSpec['groups'], more: Partial<OfferSpec> = {}): OfferSpec {
  return {
    id: 'set',
    rule: {
      type: 'mixAndMatch',
      groups: (groups ?? []).map(() => ({ units: 1, reward: null })),
      reward,
      countNonDiscountable: false,
    },
    ...(groups ? { groups } : {}),
    ...more,
  };
}
function cheapest(
  units: number,
  rewarded: number,
  reward: Reward,
  more: Partial<LeastExpensiveRule> = {},
): OfferSpec {
  return {
    id: 'cheapest',
    rule: { type: 'leastExpensive', units, rewarded, reward, favour: 'customer', distribute: false, ...more },
  };
}
const at = (...prices: number[]): ProductSpec[] =>
  prices.map((price, index) => ({ sku: `p${index}`, price }));
const sold = (spec: WorldSpec, units: Readonly<Record<string, number>>) =>
  priceIn(makeWorld(spec), basketOf(Object.entries(units).map(([sku, count]) => lineOf(sku, count))));
const nets = ({ lines }: ReturnType<typeof sold>) => lines.map(({ netMinor }) => netMinor);
const free = percent(10_000);

describe('quantity', () => {
  const tiers = [
    { minUnits: 2, reward: percent(500) },
    { minUnits: 5, reward: percent(700) },
    { minUnits: 10, reward: percent(900) },
    { minUnits: 15, reward: percent(1200) },
  ];
  test.each([
    { units: 1, percent: 0 },
    { units: 2, percent: 5 },
    { units: 4, percent: 5 },
    { units: 5, percent: 7 },
    { units: 9, percent: 7 },
    { units: 10, percent: 9 },
    { units: 14, percent: 9 },
    { units: 15, percent: 12 },
  ])('Q-1: $units units, $percent %', ({ units, percent: expected }) => {
    const { totals } = sold({ products: at(10_000), offers: [quantity(tiers)] }, { p0: units });
    expect(totals.discountMinor).toBe(units * expected * 100);
  });

  const amounts = [
    { minUnits: 1, reward: amount(200) },
    { minUnits: 10, reward: amount(300) },
    { minUnits: 20, reward: amount(400) },
  ];
  const products = [
    { sku: 'EV003', price: 10_000 },
    { sku: 'EV002', price: 5000 },
  ];
  test('Q-2: all units at the step that all lines reach together', () => {
    const offers = [quantity(amounts, { pool: 'offer' })];
    const { lines } = sold({ products, offers }, { EV003: 10, EV002: 2 });
    expect(lines.map(({ discounts }) => discounts[0]?.amountMinor)).toEqual([3000, 600]);
  });
  test('stepped: each unit at its own step, counted over all lines', () => {
    const offers = [quantity(amounts, { pool: 'offer', stepped: true })];
    const { lines } = sold({ products, offers }, { EV003: 10, EV002: 2 });
    expect(lines.map(({ discounts }) => discounts[0]?.amountMinor)).toEqual([9 * 200 + 300, 600]);
  });
  test('stepped by line: each line counts anew', () => {
    const offers = [quantity(amounts, { stepped: true })];
    const { lines } = sold({ products, offers }, { EV003: 10, EV002: 2 });
    expect(lines.map(({ discounts }) => discounts[0]?.amountMinor)).toEqual([9 * 200 + 300, 400]);
  });
  test('R-2: by line, two lines of half the quantity reach nothing', () => {
    const two = at(1000, 1000);
    const offer = quantity([{ minUnits: 4, reward: percent(1000) }]);
    expect(sold({ products: two, offers: [offer] }, { p0: 2, p1: 2 }).totals.discountMinor).toBe(0);
    expect(sold({ products: two, offers: [offer] }, { p0: 4, p1: 3 }).totals.discountMinor).toBe(400);
  });
  test('U-4: two lines of four units, from eight on: the basket reaches it, the lines do not', () => {
    const two = at(1000, 1000);
    const tiers8 = [{ minUnits: 8, reward: percent(1000) }];
    const of = (pool: 'line' | 'offer') =>
      sold({ products: two, offers: [quantity(tiers8, { pool })] }, { p0: 4, p1: 4 }).totals.discountMinor;
    expect([of('offer'), of('line')]).toEqual([800, 0]);
  });
  test('Q-4, Q-5: 10.00 off three units stays on the line, and each unit knows its part', () => {
    const offers: OfferSpec[] = [
      {
        id: 'three',
        rule: {
          type: 'mixAndMatch',
          groups: [{ units: 3, reward: null }],
          reward: amount(1000),
          countNonDiscountable: false,
        },
      },
    ];
    const { lines } = sold({ products: at(2000), offers }, { p0: 3 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      amountMinor: 6000,
      netMinor: 5000,
      discounts: [{ offer: 'three', amountMinor: 1000 }],
      paid: [
        { quantityThousandths: 1000, amountMinor: 1666, discountMinor: 334 },
        { quantityThousandths: 2000, amountMinor: 3334, discountMinor: 333 },
      ],
    });
  });
});

describe('mix and match', () => {
  test('MM-1: 40 and 60 at 30 % off', () => {
    const offers = [set(percent(3000), [['p0'], ['p1']])];
    expect(priceOneOfEach({ products: at(4000, 6000), offers }).totals.netMinor).toBe(7000);
  });
  test('MM-4: without the unit that must be there, no discount', () => {
    const offers: OfferSpec[] = [
      {
        id: 'package',
        rule: {
          type: 'mixAndMatch',
          groups: [
            { units: 10, reward: null },
            { units: 1, reward: null },
          ],
          reward: percent(1200),
          countNonDiscountable: false,
        },
        groups: [['p0'], ['p1']],
      },
    ];
    const products = at(10_000, 5000);
    expect(sold({ products, offers }, { p0: 10 }).totals.netMinor).toBe(100_000);
    expect(sold({ products, offers }, { p0: 10, p1: 1 }).totals.netMinor).toBe(92_400);
  });
  test('MM-5: a reward for one group only', () => {
    const offer = set(null, [['p0'], ['p1']]);
    const rule = {
      ...offer.rule,
      groups: [
        { units: 1, reward: null },
        { units: 1, reward: percent(1000) },
      ],
    } as OfferSpec['rule'];
    expect(nets(priceOneOfEach({ products: at(4000, 6000), offers: [{ ...offer, rule }] }))).toEqual([
      4000, 5400,
    ]);
  });
  test('R-7: a product that takes no discount makes the set complete and gets nothing', () => {
    const products = [
      { sku: 'A', price: 5000, blocks: { offers: true } },
      { sku: 'B', price: 3000 },
    ];
    const offer = set(percent(1000), [['A'], ['B']]);
    const counting = { ...offer, rule: { ...offer.rule, countNonDiscountable: true } as OfferSpec['rule'] };
    expect(nets(priceOneOfEach({ products, offers: [counting] }))).toEqual([5000, 2700]);
    expect(nets(priceOneOfEach({ products, offers: [offer] }))).toEqual([5000, 3000]);
    const limited = { ...counting, limits: { discountMaxMinor: 200 } };
    expect(nets(priceOneOfEach({ products, offers: [limited] }))).toEqual([5000, 2800]);
  });
  test('a set for a price never costs more than its units', () => {
    const offers = [set({ type: 'price', amountMinor: 9000 }, [['p0'], ['p1']])];
    expect(priceOneOfEach({ products: at(4000, 6000), offers }).totals.netMinor).toBe(9000);
    expect(priceOneOfEach({ products: at(2000, 6000), offers }).totals.netMinor).toBe(8000);
  });
  test('as often as it may', () => {
    const offers = [set(amount(1000), [['p0'], ['p1']], { limits: { applicationsMax: 2 } })];
    expect(sold({ products: at(4000, 6000), offers }, { p0: 3, p1: 3 }).totals.discountMinor).toBe(2000);
  });
  test('compound offers lie on a set that compounds, not on one that competes', () => {
    const ten: OfferSpec = {
      id: 'ten',
      rule: { type: 'simple', reward: percent(1000) },
      concurrency: 'compound',
    };
    const deal = (concurrency: 'compound' | 'bestPrice') =>
      set({ type: 'price', amountMinor: 8000 }, [['p0'], ['p1']], { concurrency });
    expect(
      priceOneOfEach({ products: at(4000, 6000), offers: [ten, deal('compound')] }).totals.netMinor,
    ).toBe(7200);
    expect(
      priceOneOfEach({ products: at(4000, 6000), offers: [ten, deal('bestPrice')] }).totals.netMinor,
    ).toBe(8000);
  });
});

describe('least expensive', () => {
  test('MM-2: 15 % off the cheaper of two', () => {
    const offers = [cheapest(2, 1, percent(1500))];
    expect(priceOneOfEach({ products: at(10_000, 12_000), offers }).totals.netMinor).toBe(20_500);
  });
  test('R-11: of three the third is free, or all of them are cheaper', () => {
    const of = (distribute: boolean) =>
      sold({ products: at(900), offers: [cheapest(3, 1, free, { distribute })] }, { p0: 3 }).lines[0]?.paid;
    expect(of(false)).toEqual([
      { quantityThousandths: 2000, amountMinor: 1800, discountMinor: 0 },
      { quantityThousandths: 1000, amountMinor: 0, discountMinor: 900 },
    ]);
    expect(of(true)).toEqual([{ quantityThousandths: 3000, amountMinor: 1800, discountMinor: 300 }]);
  });
  test('R-13: in the retailer’s favour the dearest goes with the cheapest', () => {
    const retailer = [cheapest(2, 1, percent(5000), { favour: 'retailer' })];
    const products = at(2000, 3000, 7000, 8000);
    expect(priceOneOfEach({ products, offers: retailer }).totals.discountMinor).toBe(2500);
    expect(priceOneOfEach({ products, offers: [cheapest(2, 1, percent(5000))] }).totals.discountMinor).toBe(
      4500,
    );
  });
  test('R-13: more units than sets need: the discount is the smallest possible', () => {
    const offers = [cheapest(3, 1, free, { favour: 'retailer' })];
    expect(nets(priceOneOfEach({ products: at(500, 100, 300, 200, 400), offers }))).toEqual([
      500, 0, 300, 200, 400,
    ]);
  });
  test('in the retailer’s favour it comes after the search, on units without a discount', () => {
    const simple: OfferSpec = {
      id: 'simple',
      rule: { type: 'simple', reward: percent(1000) },
      groups: [['p0']],
    };
    const offers = [simple, cheapest(2, 1, percent(5000), { favour: 'retailer' })];
    expect(nets(priceOneOfEach({ products: at(2000, 3000, 7000), offers }))).toEqual([1800, 1500, 7000]);
  });
});

describe('offers that overlap', () => {
  const halfOfCheaper = { ...cheapest(2, 1, percent(5000)), id: 'D1' };
  const fifthOfBoth: OfferSpec = {
    id: 'D2',
    rule: {
      type: 'mixAndMatch',
      groups: [{ units: 2, reward: null }],
      reward: percent(2000),
      countNonDiscountable: false,
    },
  };
  test('OV-1: equal at two to three, else the better one', () => {
    expect(saved(at(2000, 3000), [halfOfCheaper])).toBe(saved(at(2000, 3000), [fifthOfBoth]));
    expect(saved(at(2100, 3000), [halfOfCheaper, fifthOfBoth])).toBe(1050);
    expect(saved(at(1900, 3000), [halfOfCheaper, fifthOfBoth])).toBe(980);
  });
  test('OV-2: four at 15.00', () => {
    expect(saved(at(1500, 1500, 1500, 1500), [halfOfCheaper, fifthOfBoth])).toBe(1500);
    expect(saved(at(1500, 1500, 1500, 1500), [fifthOfBoth])).toBe(1200);
  });
  test.each([
    { pair: [2000, 2000], d1: 1000, d2: 800 },
    { pair: [2000, 1500], d1: 750, d2: 700 },
    { pair: [2000, 500], d1: 250, d2: 500 },
    { pair: [1500, 500], d1: 250, d2: 400 },
  ])('OV-4: $pair', ({ pair, d1, d2 }) => {
    expect([saved(at(...pair), [halfOfCheaper]), saved(at(...pair), [fifthOfBoth])]).toEqual([d1, d2]);
  });
  test('OV-4: of the four, the pairs that save most', () => {
    expect(saved(at(2000, 2000, 1500, 500), [halfOfCheaper, fifthOfBoth])).toBe(1000 + 400);
  });
});

describe('limits', () => {
  test('so many units of a simple offer, the dearest, each line rounded once', () => {
    const offers: OfferSpec[] = [
      { id: 'limited', rule: { type: 'simple', reward: percent(3000) }, limits: { unitsMax: 5 } },
    ];
    const { lines } = sold(
      { products: at(180, 1395), offers, settings: { discountRounding: 'down' } },
      { p0: 3, p1: 3 },
    );
    expect(lines.map(({ discounts }) => discounts[0]?.amountMinor)).toEqual([108, 1255]);
  });
  test('a largest amount, shared by all that were given something', () => {
    const offers: OfferSpec[] = [
      { id: 'capped', rule: { type: 'simple', reward: percent(2000) }, limits: { discountMaxMinor: 500 } },
    ];
    expect(nets(priceOneOfEach({ products: at(1000, 3000), offers }))).toEqual([875, 2625]);
    expect(nets(priceOneOfEach({ products: at(1000, 1000), offers }))).toEqual([800, 800]);
  });
  test('a weighed line is one unit of its weight', () => {
    const products = [{ sku: 'cheese', price: 2000, isWeighed: true }];
    const offer: OfferSpec = { id: 'kilo', rule: { type: 'simple', reward: amount(400) } };
    expect(sold({ products, offers: [offer] }, { cheese: 0.25 }).totals.netMinor).toBe(400);
    const two = cheapest(2, 1, free);
    expect(sold({ products, offers: [two] }, { cheese: 2 }).totals.discountMinor).toBe(0);
  });
});

describe('a deal that compounds, with compound offers of single units', () => {
  const compound = { concurrency: 'compound' } as const;
  const nothing: OfferSpec = {
    id: 'nothing',
    rule: { type: 'simple', reward: { type: 'price', amountMinor: 0 } },
    groups: [['p0']],
    ...compound,
  };
  test('what is spread over the set is what its cheapest saves, not what others save too', () => {
    const spread = { ...cheapest(2, 1, free, { distribute: true }), ...compound };
    expect(saved(at(99, 99), [nothing, spread])).toBe(198);
  });
  test('the step that is reached says in which order it applies, not the first', () => {
    const tiers = [
      { minUnits: 2, reward: percent(500) },
      { minUnits: 4, reward: { type: 'price', amountMinor: 80 } as const },
    ];
    const off: OfferSpec = {
      id: 'off',
      rule: { type: 'simple', reward: amount(50) },
      groups: [['p0']],
      ...compound,
    };
    const four = { ...quantity(tiers, { pool: 'offer' }), ...compound };
    expect(saved(at(1500, 99, 99, 99), [four, off])).toBe(1470 + 3 * 19);
  });
  test('an amount off the set lies on what the units’ own amounts leave', () => {
    const off = { ...set(amount(333), [['p0'], ['p1']]), ...compound };
    const own: OfferSpec = {
      id: 'own',
      rule: { type: 'simple', reward: amount(2000) },
      groups: [['p0']],
      ...compound,
    };
    expect(saved(at(99, 999), [off, own])).toBe(432);
  });
});

function saved(products: readonly ProductSpec[], offers: readonly OfferSpec[]): number {
  return priceOneOfEach({ products, offers }).totals.discountMinor;
}
