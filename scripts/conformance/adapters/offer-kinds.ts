import * as z from 'zod';
import type { PricedBasketLine } from '../../../commerce/basket/priced-basket.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { basketOf, discountOf, lineOf, makeWorld, priceIn, priceOneOfEach, rewardOf } from '../world.ts';

const tiers = z.array(z.strictObject({ min: z.int(), pct: z.int().optional(), amt: z.int().optional() }));

/** Quantities of all lines together; prices are whatever can bear the highest amount. */
const quantity = adapter({
  families: ['quantity'],
  input: z.strictObject({
    tiers,
    lines: z.array(z.strictObject({ id: z.string(), qty: z.int().positive(), price: z.int().optional() })),
    interval: z.boolean().optional(),
    pool: z.enum(['line', 'offer']).optional(),
  }),
  expected: z.strictObject({
    perUnit: z.int().optional(),
    lines: z.array(z.int()).optional(),
    discount: z.int().optional(),
    total: z.int().optional(),
  }),
  answer: (input) => {
    const dear = Math.max(10_000, ...input.tiers.map(({ amt = 0 }) => amt));
    const world = makeWorld({
      products: input.lines.map(({ id, price = dear }) => ({ sku: id, price })),
      offers: [
        {
          id: 'quantity',
          rule: {
            type: 'quantity',
            stepped: input.interval ?? false,
            pool: input.pool ?? 'offer',
            tiers: input.tiers.map(({ min, ...reward }) => ({ minUnits: min, reward: rewardOf(reward) })),
          },
        },
      ],
    });
    const priced = priceIn(world, basketOf(input.lines.map(({ id, qty }) => lineOf(id, qty))));
    const { discountMinor } = priced.totals;
    return answered({
      perUnit: priced.lines[0]?.paid[0]?.discountMinor,
      lines: priced.lines.map(discountOfLine),
      discount: discountMinor,
      total: discountMinor,
    });
  },
});

const favourRetailer = adapter({
  families: ['favorRetailer'],
  input: z.strictObject({
    prices: z.array(z.int()),
    n: z.int().positive(),
    m: z.int().positive(),
    pct: z.int().optional(),
    amt: z.int().optional(),
  }),
  expected: z.strictObject({ discount: z.int() }),
  answer: ({ prices, n, m, ...reward }) => {
    const priced = priceOneOfEach({
      products: prices.map((price, index) => ({ sku: `product ${index}`, price })),
      offers: [
        {
          id: 'least expensive',
          rule: {
            type: 'leastExpensive',
            units: n,
            rewarded: m,
            reward: rewardOf(reward),
            favour: 'retailer',
            distribute: false,
          },
        },
      ],
    });
    return answered({ discount: priced.totals.discountMinor });
  },
});

const threshold = adapter({
  families: ['threshold'],
  input: z.strictObject({ subtotal: z.int().nonnegative(), tiers }),
  expected: z.strictObject({ discount: z.int() }),
  answer: (input) => {
    const priced = priceOneOfEach({
      products: [{ sku: 'goods', price: input.subtotal }],
      offers: [{ id: 'threshold', rule: thresholdRule(input.tiers) }],
    });
    return answered({ discount: priced.totals.discountMinor });
  },
});

const product = z.strictObject({ price: z.int(), preventAll: z.boolean().optional() });

/** One of every product makes a set; those that take no discount may count for it. */
const mixAndMatch = adapter({
  families: ['mixmatch'],
  input: z.object({ pct: z.int(), countNonDiscountable: z.boolean().optional() }).catchall(product),
  expected: z.record(z.string(), z.int()),
  answer: ({ pct, countNonDiscountable = false, ...products }) => {
    const skus = Object.keys(products);
    const priced = priceOneOfEach({
      products: Object.entries(products as Record<string, z.infer<typeof product>>).map(
        ([sku, { price, preventAll = false }]) => ({ sku, price, blocks: { offers: preventAll } }),
      ),
      offers: [
        {
          id: 'set',
          rule: {
            type: 'mixAndMatch',
            groups: skus.map(() => ({ units: 1, reward: null })),
            reward: rewardOf({ pct }),
            countNonDiscountable,
          },
          groups: skus.map((sku) => [sku]),
        },
      ],
    });
    return answered(Object.fromEntries(priced.lines.map((line) => [line.sku, discountOfLine(line)])));
  },
});

const tender = adapter({
  families: ['tender'],
  input: z.strictObject({
    subtotal: z.int().nonnegative(),
    threshold: z.strictObject({ min: z.int(), pct: z.int().optional(), amt: z.int().optional() }).optional(),
    tenderPct: z.int(),
    tendered: z.int().optional(),
  }),
  expected: z.strictObject({
    threshold: z.int().optional(),
    tender: z.int().optional(),
    net: z.int().optional(),
  }),
  answer: (input) => {
    const tenderTiers = [{ minAmountMinor: 0, basisPoints: input.tenderPct }];
    const priced = priceOneOfEach(
      {
        products: [{ sku: 'goods', price: input.subtotal }],
        offers: [
          { id: 'tender', rule: { type: 'tender', tenderTypes: ['card'], tiers: tenderTiers } },
          ...(input.threshold ? [{ id: 'threshold', rule: thresholdRule([input.threshold]) }] : []),
        ],
      },
      { tenders: [{ tenderType: 'card', amountMinor: input.tendered ?? null }] },
    );
    return answered({
      threshold: discountOf(priced, 'threshold'),
      tender: discountOf(priced, 'tender'),
      net: priced.totals.netMinor,
    });
  },
});

export const offerKinds: readonly Adapter[] = [quantity, favourRetailer, threshold, mixAndMatch, tender];

function thresholdRule(of: z.infer<typeof tiers>) {
  return {
    type: 'threshold',
    tiers: of.map(({ min, ...reward }) => ({ minAmountMinor: min, reward: rewardOf(reward) })),
    repeat: false,
    countNonDiscountable: false,
    gifts: [],
  } as const;
}

function discountOfLine({ discounts }: PricedBasketLine): number {
  return discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
