import * as z from 'zod';
import type { PricedBasketLine } from '../../../commerce/basket/priced-basket.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { type OfferSpec, priceOneOfEach, rewardOf, type WorldSpec } from '../world.ts';

const discount = z.strictObject({
  id: z.string(),
  mode: z.enum(['bestprice', 'compound', 'exclusive']),
  priority: z.int(),
  pct: z.int().optional(),
  amt: z.int().optional(),
  type: z.enum(['simple', 'threshold']).optional(),
  min: z.int().optional(),
  on: z.union([z.literal('*'), z.array(z.string())]).optional(),
});
const model = z.enum(['zone', 'across']);
const discounts = z.array(discount);

const ofProducts = adapter({
  families: ['concurrency'],
  input: z.strictObject({ model, products: z.record(z.string(), z.int()), discounts }),
  expected: z.strictObject({
    net: z.record(z.string(), z.int()).optional(),
    applied: z.record(z.string(), z.array(z.string())).optional(),
  }),
  answer: (input) => {
    const { lines } = priceOneOfEach(worldOf(input.model, input.products, input.discounts));
    return answered({
      net: Object.fromEntries(lines.map((line) => [line.sku, line.netMinor])),
      applied: Object.fromEntries(lines.map((line) => [line.sku, applied(line)])),
    });
  },
});

const ofOneProduct = adapter({
  families: ['concurrency'],
  input: z.strictObject({ model, price: z.int(), discounts }),
  expected: z.strictObject({ net: z.int().optional(), applied: z.array(z.string()).optional() }),
  answer: (input) => {
    const priced = priceOneOfEach(worldOf(input.model, { product: input.price }, input.discounts));
    return answered({ net: priced.totals.netMinor, applied: priced.lines.flatMap(applied) });
  },
});

/** Compound offers of one priority; amounts and percentages one after the other. */
const compound = adapter({
  families: ['compound'],
  input: z.strictObject({
    price: z.int(),
    deal: z.int().optional(),
    amts: z.array(z.int()).optional(),
    pcts: z.array(z.int()).optional(),
    behavior: z.enum(['running', 'original']).optional(),
  }),
  expected: z.strictObject({ net: z.int() }),
  answer: ({ price, deal, amts = [], pcts = [], behavior = 'running' }) => {
    const rewards = [
      ...(deal === undefined ? [] : [{ type: 'price', amountMinor: deal } as const]),
      ...amts.map((amt) => rewardOf({ amt })),
      ...pcts.map((pct) => rewardOf({ pct })),
    ];
    const priced = priceOneOfEach({
      products: [{ sku: 'product', price }],
      offers: rewards.map((reward, index) => ({
        id: `offer ${index}`,
        rule: { type: 'simple', reward },
        concurrency: 'compound',
      })),
      settings: { compounding: behavior },
    });
    return answered({ net: priced.totals.netMinor });
  },
});

export const concurrency: readonly Adapter[] = [ofProducts, ofOneProduct, compound];

function worldOf(
  concurrencyModel: z.infer<typeof model>,
  products: Readonly<Record<string, number>>,
  offers: z.infer<typeof discounts>,
): WorldSpec {
  return {
    products: Object.entries(products).map(([sku, price]) => ({ sku, price })),
    offers: offers.map(offerOf),
    settings: { concurrency: concurrencyModel === 'zone' ? 'withinPriority' : 'acrossPriorities' },
  };
}

function offerOf({
  id,
  mode,
  priority,
  type,
  min = 0,
  on = '*',
  ...rest
}: z.infer<typeof discount>): OfferSpec {
  const reward = rewardOf(rest);
  return {
    id,
    priority,
    concurrency: mode === 'bestprice' ? 'bestPrice' : mode,
    ...(on === '*' ? {} : { groups: [on] }),
    rule:
      type === 'threshold'
        ? {
            type,
            tiers: [{ minAmountMinor: min, reward }],
            repeat: false,
            countNonDiscountable: false,
            gifts: [],
          }
        : { type: 'simple', reward },
  };
}

function applied({ discounts: given }: PricedBasketLine): string[] {
  return given.map(({ offer }) => offer ?? '');
}
