import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  basketOf,
  lineOf,
  makeWorld,
  type OfferSpec,
  priceIn,
  solve,
  type WorldSpec,
} from '../../scripts/conformance/world.ts';
import { workOutBasket } from '../basket/price-basket.ts';
import type { PricedBasket } from '../basket/priced-basket.ts';
import { refundOfLine } from '../returns/refund-of-line.ts';
import type { OfferRule, Reward } from './offer.ts';
import { SCALE } from './unit-run.ts';

interface Goods {
  readonly price: number;
  readonly units: number;
}

const goods = fc.array(
  fc.record({
    price: fc.constantFrom(99, 100, 250, 499, 999, 1500, 2999),
    units: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const lineSet = fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 6 });
const percent = fc
  .constantFrom(500, 1000, 1234, 3333, 5000, 10_000)
  .map((basisPoints): Reward => ({ type: 'percent', basisPoints }));
const reward = fc.oneof(
  percent,
  fc.constantFrom(1, 50, 333, 2000).map((amountMinor): Reward => ({ type: 'amount', amountMinor })),
  fc.constantFrom(0, 80, 444, 1200).map((amountMinor): Reward => ({ type: 'price', amountMinor })),
);
const limit = fc.option(fc.integer({ min: 1, max: 3 }), { nil: null });

type Kind = Pick<OfferSpec, 'rule' | 'limits'> & { readonly sets: readonly (readonly number[])[] };

const simple = fc.record({
  rule: reward.map((given): OfferRule => ({ type: 'simple', reward: given })),
  limits: limit.map((unitsMax) => ({ unitsMax })),
  sets: fc.tuple(lineSet),
});
const mixAndMatch = fc
  .array(fc.tuple(lineSet, fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 2 })
  .chain((groups) =>
    fc.record({
      rule: reward.map(
        (given): OfferRule => ({
          type: 'mixAndMatch',
          groups: groups.map(([, units]) => ({ units, reward: null })),
          reward: given,
          countNonDiscountable: false,
        }),
      ),
      limits: limit.map((applicationsMax) => ({ applicationsMax })),
      sets: fc.constant(groups.map(([set]) => set)),
    }),
  );
const leastExpensive = fc.record({
  rule: fc.tuple(reward, fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }), fc.boolean()).map(
    ([given, paid, rewarded, distribute]): OfferRule => ({
      type: 'leastExpensive',
      units: paid + rewarded,
      rewarded,
      reward: given,
      favour: 'customer',
      distribute,
    }),
  ),
  limits: limit.map((applicationsMax) => ({ applicationsMax })),
  sets: fc.tuple(lineSet),
});
const quantity = fc.record({
  rule: fc.tuple(reward, reward, fc.constantFrom('line', 'offer')).map(
    ([first, second, pool]): OfferRule => ({
      type: 'quantity',
      stepped: false,
      pool,
      tiers: [
        { minUnits: 2, reward: first },
        { minUnits: 4, reward: second },
      ],
    }),
  ),
  sets: fc.tuple(lineSet),
});
const kind: fc.Arbitrary<Kind> = fc.oneof(simple, mixAndMatch, leastExpensive, quantity);
/** What waits for the search. */
const waiting: fc.Arbitrary<Kind> = fc.oneof(
  fc.record({
    rule: fc.tuple(reward, fc.constantFrom('line', 'offer')).map(
      ([given, pool]): OfferRule => ({
        type: 'quantity',
        stepped: true,
        pool,
        tiers: [{ minUnits: 2, reward: given }],
      }),
    ),
    sets: fc.tuple(lineSet),
  }),
  fc.record({
    rule: reward.map(
      (given): OfferRule => ({
        type: 'leastExpensive',
        units: 2,
        rewarded: 1,
        reward: given,
        favour: 'retailer',
        distribute: false,
      }),
    ),
    sets: fc.tuple(lineSet),
  }),
  fc.tuple(kind, fc.constantFrom(1, 150, 700)).map(([limited, discountMaxMinor]) => ({
    ...limited,
    limits: { ...limited.limits, discountMaxMinor },
  })),
);
const kinds = fc.array(kind, { minLength: 1, maxLength: 4 });

const skuOf = (line: number) => `line ${line}`;
const offersOf = (
  all: readonly Kind[],
  more: (index: number) => Partial<OfferSpec> = () => ({}),
): OfferSpec[] =>
  all.map(({ rule, limits, sets }, index) => ({
    id: `offer ${index}`,
    rule,
    ...(limits ? { limits } : {}),
    groups: sets.map((set) => set.map(skuOf)),
    ...more(index),
  }));
const productsOf = (all: readonly Goods[]) => all.map(({ price }, index) => ({ sku: skuOf(index), price }));
const linesOf = (all: readonly Goods[]) => all.map(({ units }, index) => lineOf(skuOf(index), units));
const sell = (all: readonly Goods[], offers: readonly OfferSpec[], more: Partial<WorldSpec> = {}) =>
  priceIn(makeWorld({ products: productsOf(all), offers, ...more }), basketOf(linesOf(all)));
const unitsOf = (all: readonly Goods[]) => all.reduce((sum, { units }) => sum + units, 0);

const anySettings = fc.record({
  concurrency: fc.constantFrom('withinPriority', 'acrossPriorities'),
  compounding: fc.constantFrom('running', 'original'),
  discountRounding: fc.constantFrom('halfAwayFromZero', 'down', 'up', 'halfEven'),
});
const anyOffers = fc.array(fc.oneof(kind, waiting), { minLength: 1, maxLength: 5 }).chain((all) =>
  fc
    .array(
      fc.record({
        priority: fc.constantFrom(0, 5),
        concurrency: fc.constantFrom('bestPrice', 'compound', 'exclusive'),
      }),
      { minLength: all.length, maxLength: all.length },
    )
    .map((more) => offersOf(all, (index) => more[index] ?? {})),
);

describe('best price, proven: what the search reckons is saved', () => {
  test('does not change with the order of lines', () => {
    fc.assert(
      fc.property(goods, kinds, (all, offers) => {
        const world = makeWorld({ products: productsOf(all), offers: offersOf(offers) });
        const there = priceIn(world, basketOf(linesOf(all))).search;
        const back = priceIn(world, basketOf(linesOf(all).toReversed())).search;
        fc.pre(there.proven && back.proven);
        expect(back.savedScaled).toBe(there.savedScaled);
      }),
    );
  });
  test('does not change with the order of offers', () => {
    fc.assert(
      fc.property(goods, kinds, (all, offers) => {
        const there = sell(all, offersOf(offers)).search;
        const back = sell(all, offersOf(offers.toReversed())).search;
        fc.pre(there.proven && back.proven);
        expect(back.savedScaled).toBe(there.savedScaled);
      }),
    );
  });
  test('does not change when a line is split, but for quantities that each line reaches by itself', () => {
    const pooled = kinds.filter((all) =>
      all.every(({ rule }) => rule.type !== 'quantity' || rule.pool === 'offer'),
    );
    fc.assert(
      fc.property(goods, pooled, (all, offers) => {
        const world = makeWorld({ products: productsOf(all), offers: offersOf(offers) });
        const whole = priceIn(world, basketOf(linesOf(all))).search;
        const single = all.flatMap(({ units }, index) =>
          Array.from({ length: units }, (_, unit) => ({ ...lineOf(skuOf(index)), id: `${index} ${unit}` })),
        );
        const split = priceIn(world, basketOf(single)).search;
        fc.pre(whole.proven && split.proven);
        expect(split.savedScaled).toBe(whole.savedScaled);
      }),
    );
  });
  test('never falls when an offer is added', () => {
    fc.assert(
      fc.property(goods, kinds, kind, (all, offers, another) => {
        const without = sell(all, offersOf(offers)).search;
        const more = sell(all, offersOf([...offers, another])).search;
        fc.pre(without.proven && more.proven);
        expect(more.savedScaled).toBeGreaterThanOrEqual(without.savedScaled);
      }),
    );
  });
  test('and no unit is in two offers', () => {
    fc.assert(
      fc.property(
        goods,
        kinds,
        fc.array(fc.constantFrom(0, 5), { minLength: 4 }),
        (all, offers, priorities) => {
          const { channel, data } = makeWorld({
            products: productsOf(all),
            offers: offersOf(offers, (index) => ({ priority: priorities[index] ?? 0 })),
          });
          const { runs } = workOutBasket(basketOf(linesOf(all)), channel, data, solve).offers;
          expect(runs.every(({ discounts }) => discounts.length <= 1)).toBe(true);
        },
      ),
    );
  });
});

describe('any offers, any settings', () => {
  const threshold = fc.tuple(reward, fc.constantFrom(0, 500, 2000)).map(
    ([given, minAmountMinor]): OfferSpec => ({
      id: 'threshold',
      rule: {
        type: 'threshold',
        tiers: [{ minAmountMinor, reward: given }],
        repeat: false,
        countNonDiscountable: false,
        gifts: [],
      },
      concurrency: 'compound',
    }),
  );
  const taxes = { codes: [], rates: [{ taxCode: 'VAT', validFrom: '2020-01-01', ratePpm: 175_000 }] };
  const sale = fc.record({
    all: goods,
    offers: anyOffers,
    last: fc.option(threshold, { nil: null }),
    settings: anySettings,
    pricesIncludeTax: fc.boolean(),
    discount: fc.option(
      fc.oneof(
        fc.constantFrom(100, 5000).map((amountMinor) => ({ type: 'amount', amountMinor }) as const),
        fc.constantFrom(777, 10_000).map((basisPoints) => ({ type: 'percent', basisPoints }) as const),
      ),
      { nil: null },
    ),
    manualTotalDiscount: fc.constantFrom('ofPrices', 'ofGross'),
    /** How many units a price is of: 3 makes prices that are finer than the minor unit. */
    per: fc.constantFrom(1, 3),
    isWeighed: fc.boolean(),
  });
  const priced = sale.map(
    ({
      all,
      offers,
      last,
      settings,
      pricesIncludeTax,
      discount,
      manualTotalDiscount,
      per,
      isWeighed,
    }): PricedBasket =>
      priceIn(
        makeWorld({
          products: all.map(({ price }, index) => ({
            sku: skuOf(index),
            price: { amountMinor: price, priceUnitThousandths: per * 1000 },
            taxCode: 'VAT',
            isWeighed: isWeighed && index === 0,
          })),
          offers: last ? [...offers, last] : offers,
          settings: { ...settings, manualTotalDiscount },
          taxes,
          pricesIncludeTax,
        }),
        basketOf(linesOf(all), { discount }),
      ),
  );

  test('what units cost and what they were discounted is the line’s amount; nothing is below zero', () => {
    fc.assert(
      fc.property(priced, ({ lines, totals }) => {
        for (const {
          amountMinor,
          quantityThousandths,
          discounts,
          paid,
          netMinor,
          taxMinor,
          grossMinor,
        } of lines) {
          const sum = (of: (run: (typeof paid)[number]) => number) =>
            paid.reduce((total, run) => total + of(run), 0);
          const discounted = discounts.reduce((total, discount) => total + discount.amountMinor, 0);
          expect(sum((run) => run.amountMinor)).toBe(amountMinor - discounted);
          // A weighed line is one unit of its weight.
          const [only] = paid.length === 1 ? paid : [];
          if (only?.discountMinor !== discounted)
            expect(sum((run) => (run.discountMinor * run.quantityThousandths) / 1000)).toBe(discounted);
          expect(sum((run) => run.quantityThousandths)).toBe(quantityThousandths);
          expect(netMinor + taxMinor).toBe(grossMinor);
          expect(
            Math.min(0, netMinor, taxMinor, ...paid.flatMap((run) => [run.amountMinor, run.discountMinor])),
          ).toBe(0);
          expect(discounts.every((discount) => discount.amountMinor > 0)).toBe(true);
        }
        expect(totals.netMinor + totals.taxMinor).toBe(totals.grossMinor);
      }),
      { numRuns: 300 },
    );
  });

  test('all units back, in any portions, are exactly what was paid', () => {
    fc.assert(
      fc.property(
        priced,
        fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1 }),
        ({ lines }, portions) => {
          for (const line of lines) {
            let returned = 0;
            const back = { gross: 0, tax: 0 };
            for (let turn = 0; returned < line.quantityThousandths; turn++) {
              const portion = Math.min(
                portions[turn % portions.length] ?? 1000,
                line.quantityThousandths - returned,
              );
              const { grossMinor, taxMinor } = refundOfLine(line, returned, portion);
              expect(Math.max(grossMinor, taxMinor)).toBeLessThanOrEqual(0);
              back.gross -= grossMinor;
              back.tax -= taxMinor;
              returned += portion;
            }
            expect(back).toEqual({ gross: line.grossMinor, tax: line.taxMinor });
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('what one priority takes off is what its search reckoned, but for the rounding of each unit', () => {
    fc.assert(
      fc.property(
        goods,
        kinds,
        anySettings,
        fc.constantFrom('bestPrice', 'compound'),
        (all, offers, settings, mode) => {
          const specs = offersOf(offers, () => ({ concurrency: mode }));
          const { search, totals } = sell(all, specs, { settings });
          const off = Math.abs(totals.discountMinor * SCALE - search.savedScaled);
          fc.pre(search.proven);
          expect(off).toBeLessThanOrEqual(unitsOf(all) * offers.length * SCALE);
        },
      ),
      { numRuns: 300 },
    );
  });
});
