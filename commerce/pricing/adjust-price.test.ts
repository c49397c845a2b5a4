import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineAmountMinor, type UnitPrice } from '../money/unit-price.ts';
import { type AdjustmentQuestion, adjustPrice } from './adjust-price.ts';
import { compareUnitPrices } from './compare-unit-prices.ts';
import { explainAdjustments } from './explain-adjustments.ts';
import { findPrice } from './find-price.ts';
import type { PriceAdjustment } from './price-adjustment.ts';

const each = (amountMinor: number): UnitPrice => ({ amountMinor, priceUnitThousandths: 1000 });
const percent = (basisPoints: number) => ({ type: 'percent', basisPoints }) as const;
const amount = (amountMinor: number) => ({ type: 'amount', amountMinor }) as const;
const price = (amountMinor: number) => ({ type: 'price', amountMinor }) as const;

let made = 0;
const best = (
  calculation: PriceAdjustment['calculation'],
  change: Partial<PriceAdjustment> = {},
): PriceAdjustment => {
  made += 1;
  return {
    id: `adjustment ${String(made).padStart(3, '0')}`,
    name: 'Adjustment',
    currency: 'GBP',
    calculation,
    mode: 'best',
    base: 'running',
    sequence: made,
    priority: null,
    priceGroups: [],
    allPriceGroups: false,
    validFrom: '2024-01-01',
    validTo: null,
    ...change,
  };
};
const component = (
  calculation: PriceAdjustment['calculation'],
  base: PriceAdjustment['base'] = 'running',
): PriceAdjustment => best(calculation, { mode: 'compound', base });

const question: AdjustmentQuestion = {
  currency: 'GBP',
  date: '2024-06-01',
  priceGroups: [
    { id: 'store', priority: 0, source: 'channel' },
    { id: 'club', priority: 5, source: 'loyalty' },
    { id: 'trade', priority: 9, source: 'customer' },
  ],
  settings: { adjustUp: false },
};
const upToo = { ...question, settings: { adjustUp: true } };

describe('the best adjustment', () => {
  const club = { priceGroups: ['club'] };
  test.each<[string, PriceAdjustment[], number]>([
    ['none', [], 1000],
    ['PR-10 a price above is not applied', [best(price(1100))], 1000],
    ['a price below is', [best(price(900))], 900],
    ['PR-11 the largest of percent and amount', [best(percent(-1000)), best(amount(-150))], 850],
    ['PR-11 a percentage up is always applied', [best(percent(500))], 1050],
    ['the higher priority before the lower price', [best(amount(-10), club), best(amount(-300))], 990],
    ['its own priority', [best(amount(-10), { ...club, priority: 0 }), best(amount(-300))], 700],
    ['what does nothing does not stand in the way', [best(price(1000), club), best(amount(-300))], 700],
    ['a group that the sale is not in', [best(amount(-300), { priceGroups: ['web'] })], 1000],
    ['one of its groups', [best(amount(-300), { priceGroups: ['web', 'store'] })], 700],
    [
      'all of its groups',
      [best(amount(-300), { priceGroups: ['web', 'store'], allPriceGroups: true })],
      1000,
    ],
    ['a customer’s own group only has agreements', [best(amount(-300), { priceGroups: ['trade'] })], 1000],
    ['another currency', [best(amount(-300), { currency: 'EUR' })], 1000],
    ['too early', [best(amount(-300), { validFrom: '2024-06-02' })], 1000],
    ['too late', [best(amount(-300), { validTo: '2024-05-31' })], 1000],
    ['never below zero', [best(amount(-3000))], 0],
  ])('%s', (_, adjustments, expected) => {
    expect(adjustPrice(each(1000), adjustments, question).active).toEqual(each(expected));
  });

  test('PR-10 a price above is applied where the setting says so', () => {
    expect(adjustPrice(each(1000), [best(price(1100))], upToo).active).toEqual(each(1100));
    expect(adjustPrice(each(1000), [best(price(1000))], upToo).adjustments).toEqual([]);
  });
});

// The examples of https://learn.microsoft.com/en-us/dynamics365/supply-chain/pricing-management/.
describe('a price structure', () => {
  const amounts = (steps: PriceAdjustment[], from: number) =>
    adjustPrice(each(from), steps, question).adjustments.map(({ after }) => after.amountMinor);

  test('U-1 margins compound, the best of two discounts compounds with a third', () => {
    expect(amounts([component(amount(5000)), component(amount(2000))], 100_000)).toEqual([105_000, 107_000]);
    const discounts = [best(amount(-1000)), best(amount(-2000)), component(amount(-3000))];
    expect(amounts(discounts, 107_000)).toEqual([105_000, 102_000]);
  });

  test('U-2 some on the price so far, some on the original', () => {
    const steps = [
      component(percent(500), 'original'),
      component(percent(-200)),
      component(amount(1000), 'original'),
      component(percent(500)),
      component(amount(200)),
      component(percent(500)),
    ];
    expect(amounts(steps, 100_000)).toEqual([105_000, 102_900, 103_900, 109_095, 109_295, 114_760]);
    expect(amounts(steps.toReversed(), 100_000)).toEqual(amounts(steps, 100_000));
  });

  test('a percentage of the original does not see what came before', () => {
    expect(amounts([component(amount(1000)), component(percent(1000), 'original')], 1000)).toEqual([
      2000, 2100,
    ]);
    expect(amounts([component(amount(1000)), component(percent(1000))], 1000)).toEqual([2000, 2200]);
  });

  test('the sequence decides, then the id', () => {
    const second = component(percent(1000));
    const first = { ...component(amount(1000)), sequence: second.sequence - 1 };
    expect(amounts([second, first], 1000)).toEqual([2000, 2200]);
    expect(amounts([{ ...first, sequence: second.sequence }, second], 1000)).toEqual([1100, 2100]);
  });

  test('PR-14 an agreement goes before the base price, margins on it', () => {
    const row = {
      id: 'BAS01',
      sku: 'A',
      priceGroup: null,
      currency: 'GBP',
      minQuantityThousandths: 1000,
      ...each(500),
      validFrom: '2024-01-01',
      validTo: null,
    };
    const rows = [row, { ...row, id: 'agreement', customer: 'C1', amountMinor: 800 }];
    const margins = [component(amount(300)), component(amount(200)), component(amount(-100))];
    const answer = findPrice(rows, margins, {
      ...question,
      product: {
        sku: 'A',
        variantOf: null,
        dimensions: {},
        unitOfMeasure: null,
        unitConversions: [],
        attributes: {},
      },
      quantityThousandths: 1000,
      unitOfMeasure: null,
      customer: 'C1',
      contextAttributes: {},
      settings: { choice: 'specific', adjustUp: false },
    });
    expect(answer).toMatchObject({ base: each(500), agreementPrice: each(800), active: each(1200) });
  });
});

describe('prices finer than the minor unit', () => {
  test.each<[string, UnitPrice, PriceAdjustment[], UnitPrice]>([
    [
      'a percentage of a thousandth is exact',
      { amountMinor: 1, priceUnitThousandths: 10_000 },
      [best(percent(-1000))],
      { amountMinor: 9, priceUnitThousandths: 100_000 },
    ],
    [
      'a price of fifty stays one of fifty',
      { amountMinor: 1000, priceUnitThousandths: 50_000 },
      [best(percent(-1000))],
      { amountMinor: 900, priceUnitThousandths: 50_000 },
    ],
    [
      'an amount is per one',
      { amountMinor: 1005, priceUnitThousandths: 50_000 },
      [best(amount(-2))],
      { amountMinor: 905, priceUnitThousandths: 50_000 },
    ],
    [
      'a price is of one',
      { amountMinor: 1005, priceUnitThousandths: 50_000 },
      [best(price(20))],
      { amountMinor: 1000, priceUnitThousandths: 50_000 },
    ],
    ['a half of a whole minor unit goes to the customer', each(255), [best(percent(-1000))], each(229)],
  ])('%s', (_, before, adjustments, after) => {
    expect(adjustPrice(before, adjustments, question).active).toEqual(after);
  });
});

test('why an adjustment does not count', () => {
  const given = [
    best(amount(-300), { id: 'wins', priceGroups: ['club'] }),
    best(amount(-200), { priceGroups: ['club'] }),
    best(amount(-300), { id: 'wins not', priceGroups: ['club'] }),
    best(amount(-900)),
    best(price(1000)),
    component(price(2000)),
    component(amount(1)),
    best(amount(-900), { currency: 'EUR' }),
    best(amount(-900), { priceGroups: ['store', 'web'], allPriceGroups: true }),
    best(amount(-900), { validFrom: '2024-07-01' }),
    best(amount(-900), { validTo: '2024-05-01' }),
  ];
  expect(explainAdjustments(each(1000), given, question).map(({ reason }) => reason)).toEqual([
    { type: 'applied' },
    { type: 'beaten', by: 'wins', byMinor: 100 },
    { type: 'sameElsewise', by: 'wins' },
    { type: 'lowerPriority', by: 'wins', priority: 5 },
    { type: 'notLower' },
    { type: 'notLower' },
    { type: 'applied' },
    { type: 'otherCurrency', currency: 'EUR' },
    { type: 'notInGroup', priceGroup: 'web' },
    { type: 'notYetValid', date: '2024-07-01' },
    { type: 'expired', date: '2024-05-01' },
  ]);
});

test('the order given does not matter, steps join up, and the explanation names what was applied', () => {
  const calculation = fc.oneof(
    fc.integer({ min: -9000, max: 9000 }).map(percent),
    fc.integer({ min: -500, max: 500 }).map(amount),
    fc.integer({ min: 0, max: 2000 }).map(price),
  );
  const adjustment = fc
    .record({
      calculation,
      mode: fc.constantFrom('best' as const, 'compound' as const),
      base: fc.constantFrom('running' as const, 'original' as const),
      sequence: fc.integer({ min: 0, max: 3 }),
      priority: fc.constantFrom(null, 0, 5),
      priceGroups: fc.subarray(['store', 'club', 'web']),
      allPriceGroups: fc.boolean(),
      currency: fc.constantFrom('GBP', 'GBP', 'GBP', 'EUR'),
    })
    .map((change) => best(change.calculation, change));
  const unitPrice = fc.record({
    amountMinor: fc.integer({ min: 0, max: 100_000 }),
    priceUnitThousandths: fc.constantFrom<number[]>(1000, 1000, 10_000, 48_000),
  });
  fc.assert(
    fc.property(unitPrice, fc.array(adjustment, { maxLength: 6 }), fc.boolean(), (before, given, up) => {
      const asked = up ? upToo : question;
      const { active, adjustments } = adjustPrice(before, given, asked);
      expect(adjustPrice(before, given.toReversed(), asked)).toEqual({ active, adjustments });
      expect(active.amountMinor).toBeGreaterThanOrEqual(0);
      let running = before;
      for (const step of adjustments) {
        expect(compareUnitPrices(step.before, running)).toBe(0);
        running = step.after;
      }
      expect(compareUnitPrices(running, active)).toBe(0);
      const explained = explainAdjustments(before, given, asked);
      expect(
        explained.filter(({ reason }) => reason.type === 'applied').map(({ adjustment: { id } }) => id),
      ).toEqual(expect.arrayContaining(adjustments.map(({ id }) => id)));
      expect(explained.filter(({ reason }) => reason.type === 'applied')).toHaveLength(adjustments.length);
      for (const { reason } of explained)
        if (reason.type === 'beaten') expect(reason.byMinor).toBeGreaterThanOrEqual(0);
      expect(Number.isSafeInteger(lineAmountMinor(3000, active))).toBe(true);
    }),
  );
});
