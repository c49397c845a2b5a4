import * as z from 'zod';
import type { UnitPrice } from '../../../commerce/money/unit-price.ts';
import { applyCategoryPriceRule } from '../../../commerce/pricing/category-price-rule.ts';
import type { PriceAdjustment } from '../../../commerce/pricing/price-adjustment.ts';
import type { CostRule } from '../../../commerce/pricing/price-from-cost.ts';
import { pricePer } from '../../../commerce/pricing/price-per.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import {
  agreement,
  currency,
  longAgo,
  type OfferSpec,
  priceOfOne,
  priceOneOfEach,
  rewardOf,
  type WorldSpec,
} from '../world.ts';

const sku = 'product';

const byGroup = adapter({
  families: ['price'],
  input: z.strictObject({
    store: z.string().optional(),
    prices: z.array(z.strictObject({ group: z.string(), priority: z.int(), price: z.int() })),
  }),
  expected: z.strictObject({ price: z.int() }),
  answer: ({ prices }) =>
    activePrice({
      products: [{ sku }],
      priceGroups: Object.fromEntries(prices.map(({ group, priority }) => [group, priority])),
      agreements: prices.map(({ group, price }, index) =>
        agreement(`price ${index}`, sku, priceOfOne(price), { priceGroup: group }),
      ),
    }),
});

const byPriceUnit = adapter({
  families: ['price'],
  input: z.strictObject({ price: z.int(), priceUnit: z.int() }),
  expected: z.strictObject({ unitPrice: z.int() }),
  answer: ({ price, priceUnit }) => {
    const priced = priceOneOfEach({ products: [{ sku, price: pricePer(price, priceUnit * 1000) }] });
    return answered({ unitPrice: priced.lines[0]?.amountMinor });
  },
});

/** Headquarters writes the agreement, and the register prices by it. */
const byCost = adapter({
  families: ['price'],
  input: z.strictObject({
    cost: z.int(),
    rule: z.enum(['fixed', 'markup', 'margin']),
    amt: z.int().optional(),
    pct: z.int().optional(),
  }),
  expected: z.strictObject({ price: z.int() }),
  answer: ({ cost, rule, amt = 0, pct = 0 }) => {
    const calculation: CostRule =
      rule === 'fixed' ? { type: rule, amountMinor: amt } : { type: rule, basisPoints: pct };
    const { written } = applyCategoryPriceRule(
      {
        id: 'rule',
        basis: 'cost',
        calculation,
        ending: null,
        currency,
        priceGroup: null,
        validFrom: longAgo,
        validTo: null,
      },
      [{ sku, costMinor: cost, basePriceMinor: null, currentPriceMinor: null }],
      [],
    );
    return activePrice({ products: [{ sku }], agreements: written });
  },
});

/** With "find next" the search goes on for the cheapest. */
const byRank = adapter({
  families: ['price'],
  input: z.strictObject({
    findNext: z.boolean(),
    rows: z.array(z.strictObject({ id: z.string(), rank: z.int(), price: z.int() })),
  }),
  expected: z.strictObject({ id: z.string(), price: z.int() }),
  answer: ({ findNext, rows }) => {
    const [line] = priceOneOfEach({
      products: [{ sku }],
      agreements: rows.map(({ id, rank, price }) =>
        agreement(id, sku, priceOfOne(price), { priceGroup: 'everybody', headerRank: rank }),
      ),
      settings: { choice: findNext ? 'lowest' : 'specific' },
    }).lines;
    return answered({ id: line?.priceAgreement, price: line?.amountMinor });
  },
});

const amounts = z.array(z.int()).optional();

/**
 * A price structure: margins go onto the price one after the other; every component code of discounts is a
 * priority of its own, where the best of its kind wins, and winners add up. The price is whatever bears it all.
 */
const structure = adapter({
  families: ['structure'],
  input: z.strictObject({ margins: amounts, bestprice: amounts, compounded: amounts }),
  expected: z.strictObject({ adjustment: z.int(), discount: z.int() }),
  answer: ({ margins = [], bestprice = [], compounded = [] }) => {
    const price = priceOfOne(1_000_000);
    const offer = (id: string, amt: number, priority: number): OfferSpec => ({
      id,
      rule: { type: 'simple', reward: rewardOf({ amt }) },
      priority,
    });
    const [line] = priceOneOfEach({
      products: [{ sku, price }],
      adjustments: margins.map(margin),
      offers: [
        ...bestprice.map((amt, index) => offer(`best ${index}`, amt, compounded.length)),
        ...compounded.map((amt, index) => offer(`compounded ${index}`, amt, index)),
      ],
      settings: { concurrency: 'acrossPriorities' },
    }).lines;
    return answered({
      adjustment: line && difference(line.unitPrice, price),
      discount: line?.discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    });
  },
});

export const price: readonly Adapter[] = [byGroup, byPriceUnit, byCost, byRank, structure];

function activePrice(world: WorldSpec) {
  const [line] = priceOneOfEach(world).lines;
  return answered({ price: line?.amountMinor });
}

function margin(amountMinor: number, index: number): PriceAdjustment {
  return {
    id: `margin ${index}`,
    name: 'margin',
    currency,
    calculation: { type: 'amount', amountMinor },
    mode: 'compound',
    base: 'running',
    sequence: index,
    priority: null,
    priceGroups: [],
    allPriceGroups: false,
    validFrom: longAgo,
    validTo: null,
  };
}

/** Of two prices of one. */
function difference(a: UnitPrice, b: UnitPrice): number {
  return a.amountMinor - b.amountMinor;
}
