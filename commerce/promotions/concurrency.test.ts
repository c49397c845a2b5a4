import { describe, expect, test } from 'vitest';
import {
  discountOf,
  type OfferSpec,
  priceOneOfEach,
  type WorldSpec,
} from '../../scripts/conformance/world.ts';
import type { Reward } from './offer.ts';

const percent = (basisPoints: number): Reward => ({ type: 'percent', basisPoints });
const amount = (amountMinor: number): Reward => ({ type: 'amount', amountMinor });
const price = (amountMinor: number): Reward => ({ type: 'price', amountMinor });

function simple(id: string, reward: Reward, more: Partial<OfferSpec> = {}): OfferSpec {
  return { id, rule: { type: 'simple', reward }, ...more };
}
function threshold(id: string, reward: Reward, more: Partial<OfferSpec> = {}, minAmountMinor = 0): OfferSpec {
  const tiers = [{ minAmountMinor, reward }];
  return {
    id,
    rule: { type: 'threshold', tiers, repeat: false, countNonDiscountable: false, gifts: [] },
    ...more,
  };
}

/** What 100.00 costs after these offers, and which of them applied, in their order. */
function hundredAfter(offers: readonly OfferSpec[], settings: WorldSpec['settings'] = {}) {
  const { lines, totals } = priceOneOfEach({ products: [{ sku: 'p', price: 10_000 }], offers, settings });
  return { net: totals.netMinor, applied: lines[0]?.discounts.map(({ offer }) => offer) };
}

const compound = { concurrency: 'compound' } as const;
const exclusive = { concurrency: 'exclusive' } as const;
const across = { concurrency: 'acrossPriorities' } as const;

describe('compound offers', () => {
  const two = [simple('a', percent(1000), compound), simple('b', percent(2000), compound)];

  test('CP-1: 10 % and 20 % of what is left', () => {
    expect(hundredAfter(two)).toEqual({ net: 7200, applied: ['a', 'b'] });
  });

  test('CP-2: 10 % and 20 % of the original price', () => {
    expect(hundredAfter(two, { compounding: 'original' }).net).toBe(7000);
  });

  test('CP-3: the second of two at 10 % is worth 9 %', () => {
    const priced = priceOneOfEach({
      products: [{ sku: 'p', price: 10_000 }],
      offers: [simple('a', percent(1000), compound), simple('b', percent(1000), compound)],
    });
    expect([discountOf(priced, 'a'), discountOf(priced, 'b')]).toEqual([1000, 900]);
  });

  test.each([
    { order: ['a percent', 'b amount', 'c price'] },
    { order: ['a price', 'b percent', 'c amount'] },
    { order: ['a amount', 'b price', 'c percent'] },
  ])('CP-5: price, then amount, then percentage, defined as $order', ({ order }) => {
    const rewards = { price: price(9000), amount: amount(1000), percent: percent(1000) };
    const offers = order.map((id) => simple(id, rewards[id.slice(2) as keyof typeof rewards], compound));
    const { net, applied } = hundredAfter(offers);
    expect(net).toBe(7200);
    expect(applied?.map((id) => id?.slice(2))).toEqual(['price', 'amount', 'percent']);
  });

  test('R-1: of equal priority the better one applies, however exactly it names the product; compound, both', () => {
    const offers = (concurrency: 'bestPrice' | 'compound') => [
      simple('category', percent(1000), { lines: [{ target: 'category:shirts' }], concurrency }),
      simple('product', percent(500), { lines: [{ target: 'product:p' }], concurrency }),
    ];
    const products = [{ sku: 'p', price: 10_000, categories: ['shirts'] }];
    expect(priceOneOfEach({ products, offers: offers('bestPrice') }).totals.netMinor).toBe(9000);
    expect(priceOneOfEach({ products, offers: offers('compound') }).totals.netMinor).toBe(8550);
  });
});

describe('priorities', () => {
  const world: WorldSpec = {
    products: [
      { sku: 'Prod1', price: 1000 },
      { sku: 'Prod2', price: 2000 },
      { sku: 'Prod3', price: 1000 },
    ],
    offers: [
      simple('BP1', percent(1500), { priority: 10, groups: [['Prod1', 'Prod2']] }),
      simple('BP2', percent(2000), { priority: 5 }),
      simple('C1', amount(100), { priority: 10, groups: [['Prod1', 'Prod2']], ...compound }),
      simple('C2', percent(1000), { priority: 10, groups: [['Prod1', 'Prod2']], ...compound }),
      simple('C3', percent(2500), { priority: 5, ...compound }),
      threshold('C4', percent(1000), { priority: 5, ...compound }),
    ],
  };
  const { lines, totals } = priceOneOfEach(world);
  const line = (index: number) => ({
    net: lines[index]?.netMinor,
    discounts: Object.fromEntries(lines[index]?.discounts.map((one) => [one.offer, one.amountMinor]) ?? []),
  });

  test('P-1a: two compound offers beat the best price, then the threshold', () => {
    expect(line(0)).toEqual({ net: 729, discounts: { C1: 100, C2: 90, C4: 81 } });
  });
  test('P-1b: the best price wins and keeps the threshold away', () => {
    expect(line(1)).toEqual({ net: 1700, discounts: { BP1: 300 } });
  });
  test('P-1c: only its own priority', () => {
    expect(line(2)).toEqual({ net: 675, discounts: { C3: 250, C4: 75 } });
  });
  test('P-1d: the cart', () => {
    expect(totals.netMinor).toBe(3104);
  });

  test('P-1 with a threshold of a higher priority: it lies on the others’ results, lower thresholds are ignored', () => {
    const offers = [...(world.offers ?? []), threshold('T11', percent(500), { priority: 11, ...compound })];
    const applied = priceOneOfEach({ ...world, offers }).lines.map(({ discounts }) =>
      discounts.map(({ offer }) => offer),
    );
    expect(applied).toEqual([['C1', 'C2', 'T11'], ['BP1'], ['C3', 'T11']]);
  });

  test('P-1 across: one winner of each priority on the running price, no threshold where its priority gave', () => {
    const priced = priceOneOfEach({ ...world, settings: across });
    expect(priced.lines.map(({ discounts }) => discounts.map(({ offer }) => offer))).toEqual([
      ['BP1', 'C3'],
      ['BP1', 'C3'],
      ['C3'],
    ]);
    expect(priced.lines.map(({ netMinor }) => netMinor)).toEqual([637, 1275, 750]);
  });

  const abc = [
    simple('A', percent(1000), { priority: 99, ...compound }),
    simple('B', percent(2000), { priority: 99, ...compound }),
    simple('C', percent(1500), { ...compound }),
  ];
  test('B-1 within: what compounds in 99 closes the lower priority', () => {
    expect(hundredAfter(abc)).toEqual({ net: 7200, applied: ['A', 'B'] });
  });
  test('B-1 across: the winner of 99, then the lower priority', () => {
    expect(hundredAfter(abc, across)).toEqual({ net: 6800, applied: ['B', 'C'] });
  });
  test('across, of the original price: both percentages are of it', () => {
    expect(hundredAfter(abc, { ...across, compounding: 'original' })).toEqual({
      net: 6500,
      applied: ['B', 'C'],
    });
  });

  test('B-3: exclusive goes first, then best price against what compounds, on what is left', () => {
    const { lines: priced } = priceOneOfEach({
      products: [
        { sku: 'p', price: 1000 },
        { sku: 'q', price: 1000 },
        { sku: 'r', price: 1000 },
      ],
      offers: [
        simple('exclusive', percent(100), { groups: [['p']], ...exclusive }),
        simple('best', percent(1800)),
        simple('one', percent(1000), { groups: [['p', 'q']], ...compound }),
        simple('other', percent(1000), compound),
      ],
    });
    expect(priced.map(({ discounts }) => discounts.map(({ offer }) => offer))).toEqual([
      ['exclusive'],
      ['one', 'other'],
      ['best'],
    ]);
  });

  test('across, an exclusive offer of a lower priority is ignored where a higher one gave', () => {
    const offers = [
      simple('high', percent(500), { priority: 10 }),
      simple('low', percent(5000), { priority: 5, ...exclusive }),
    ];
    expect(hundredAfter(offers, across)).toEqual({ net: 9500, applied: ['high'] });
  });

  test('a higher priority closes the lower one though that saves more', () => {
    const offers = [
      simple('high', percent(500), { priority: 10 }),
      simple('low', percent(5000), { priority: 5 }),
    ];
    expect(hundredAfter(offers)).toEqual({ net: 9500, applied: ['high'] });
  });
});

describe('U-1: margins add up, the best discount and the compounded one too', () => {
  test('as two priorities that stack', () => {
    const margin = (id: string, amountMinor: number) => ({
      id,
      name: id,
      currency: 'XTS',
      calculation: { type: 'amount', amountMinor } as const,
      mode: 'compound' as const,
      base: 'running' as const,
      sequence: 1,
      priority: null,
      priceGroups: [],
      allPriceGroups: false,
      validFrom: '2020-01-01',
      validTo: null,
    });
    const { lines } = priceOneOfEach({
      products: [{ sku: 'p', price: 100_000 }],
      adjustments: [margin('MAC01', 5000), margin('MAC02', 2000)],
      offers: [
        simple('DIS01', amount(1000), { priority: 2 }),
        simple('DIS02', amount(2000), { priority: 2 }),
        simple('DIS03', amount(3000), { priority: 1, ...compound }),
      ],
      settings: across,
    });
    expect(lines[0]).toMatchObject({ amountMinor: 107_000, netMinor: 102_000 });
    expect(lines[0]?.discounts.map(({ offer }) => offer)).toEqual(['DIS02', 'DIS03']);
  });
});

describe('which offers apply', () => {
  const products = [{ sku: 'p', price: 1000, categories: ['shirts'], unitOfMeasure: 'each' }];
  const offer = (more: Partial<OfferSpec>) => [simple('offer', percent(1000), more)];
  const net = (offers: readonly OfferSpec[], more: Partial<WorldSpec> = {}) =>
    priceOneOfEach({ products, offers, ...more }).totals.netMinor;

  test('R-3: not in another currency', () => {
    expect(net(offer({ terms: { currency: 'XXX' } }))).toBe(1000);
  });
  test('R-4: not for another unit of measure', () => {
    expect(net(offer({ lines: [{ target: 'product:p', unitOfMeasure: 'box' }] }))).toBe(1000);
    expect(net(offer({ lines: [{ target: 'product:p', unitOfMeasure: 'each' }] }))).toBe(900);
  });
  test('R-5: an excluding line beats an including one', () => {
    const lines = [{ target: 'category:shirts' }, { target: 'product:p', exclude: true }];
    expect(net(offer({ lines }))).toBe(1000);
    expect(net(offer({ lines: lines.toReversed() }))).toBe(1000);
  });
  test('R-6: all price groups, one of the channel and one of the customer', () => {
    const offers = offer({ terms: { priceGroups: ['Houston', 'students'], allPriceGroups: true } });
    const customer = {
      number: '1',
      priceGroups: [{ id: 'students', source: 'affiliation' }] as const,
      attributes: {},
    };
    const spec = { products, offers, priceGroups: { Houston: 0 } };
    expect(priceOneOfEach(spec, { customer }).totals.netMinor).toBe(900);
    expect(priceOneOfEach(spec).totals.netMinor).toBe(1000);
    expect(priceOneOfEach({ products, offers }, { customer }).totals.netMinor).toBe(1000);
  });
  test.each([
    { name: 'before its first day', terms: { validFrom: '2026-01-16' }, expected: 1000 },
    { name: 'after its last day', terms: { validTo: '2026-01-14' }, expected: 1000 },
    { name: 'on its only day', terms: { validFrom: '2026-01-15', validTo: '2026-01-15' }, expected: 900 },
    {
      name: 'in its hours',
      terms: { periods: [{ weekdays: [4], fromMinute: 0, toMinute: 60 }] },
      expected: 900,
    },
    {
      name: 'outside of its hours',
      terms: { periods: [{ weekdays: [4], fromMinute: 60, toMinute: 120 }] },
      expected: 1000,
    },
    {
      name: 'past midnight, of yesterday',
      terms: { periods: [{ weekdays: [3], fromMinute: 1200, toMinute: 60 }] },
      expected: 900,
    },
  ])('$name', ({ terms, expected }) => {
    expect(net(offer({ terms }))).toBe(expected);
  });

  test('R-10: an offer with a coupon needs one; a used one is refused, another of the same offer counts', () => {
    const coupon = (code: string, used: number) => ({
      code,
      offer: 'offer',
      validFrom: '2020-01-01',
      validTo: null,
      customer: null,
      usesMax: 1,
      used,
    });
    const spec = {
      products,
      offers: offer({ terms: { couponNeeded: true } }),
      coupons: [coupon('first', 1), coupon('second', 0)],
    };
    const priced = (coupons: readonly string[]) => priceOneOfEach(spec, { coupons });
    expect(priced([]).totals.netMinor).toBe(1000);
    expect(priced(['first'])).toMatchObject({ totals: { netMinor: 1000 }, coupons: [{ state: 'usedUp' }] });
    expect(priced(['second'])).toMatchObject({ totals: { netMinor: 900 }, coupons: [{ state: 'accepted' }] });
    expect(priced(['third']).coupons).toEqual([{ code: 'third', state: 'unknown' }]);
  });
});
