import * as z from 'zod';
import { refundByRepricing } from '../../../commerce/returns/refund-by-repricing.ts';
import { refundOfLine } from '../../../commerce/returns/refund-of-line.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { leastExpensive } from '../vector-offers.ts';
import { basketOf, lineOf, makeWorld, priceIn, rewardOf, solve } from '../world.ts';

/** All units were sold as one set with an amount off; they come back one after the other. */
const asPaid = adapter({
  families: ['return'],
  input: z.strictObject({
    units: z.array(z.int()).min(1),
    discount: z.int().nonnegative(),
    policy: z.literal('prorate').optional(),
  }),
  expected: z.strictObject({ alloc: z.array(z.int()).optional(), refunds: z.array(z.int()).optional() }),
  answer: ({ units, discount }) => {
    const prices = [...new Set(units)];
    const skus = prices.map((price) => `at ${price}`);
    const world = makeWorld({
      products: prices.map((price) => ({ sku: `at ${price}`, price })),
      offers: [
        {
          id: 'set',
          rule: {
            type: 'mixAndMatch',
            groups: [{ units: units.length, reward: null }],
            reward: rewardOf({ amt: discount }),
            countNonDiscountable: false,
          },
          groups: [skus],
        },
      ],
    });
    const sold = prices.map((price) => lineOf(`at ${price}`, units.filter((unit) => unit === price).length));
    const { lines } = priceIn(world, basketOf(sold));
    const allocated = lines.flatMap(({ paid }) =>
      paid.flatMap(({ quantityThousandths, discountMinor }) =>
        Array.from({ length: quantityThousandths / 1000 }, () => discountMinor),
      ),
    );
    const refunds = lines.flatMap((line) =>
      Array.from(
        { length: line.quantityThousandths / 1000 },
        (_, unit) => -refundOfLine(line, unit * 1000, 1000).grossMinor,
      ),
    );
    return answered({ alloc: allocated, refunds });
  },
});

const offer = z.strictObject({ n: z.int().positive(), m: z.int().positive(), pct: z.int() });

/** Without an offer named, the cheapest of all the units together was free. */
const repriced = adapter({
  families: ['return'],
  input: z.strictObject({
    units: z.array(z.int()).min(1),
    policy: z.literal('reprice'),
    offer: offer.optional(),
    returned: z.array(z.int()),
  }),
  expected: z.strictObject({ paid: z.int(), kept: z.int(), refund: z.int() }),
  answer: ({ units, offer: named, returned }) => {
    const { n, m, pct } = named ?? { n: units.length, m: 1, pct: 10_000 };
    const prices = [...new Set(units)];
    const count = (of: readonly number[], price: number) => of.filter((unit) => unit === price).length;
    const { channel, data } = makeWorld({
      products: prices.map((price) => ({ sku: `at ${price}`, price })),
      offers: [{ id: 'offer', rule: leastExpensive(n, m, rewardOf({ pct })) }],
    });
    const basket = basketOf(prices.map((price) => lineOf(`at ${price}`, count(units, price))));
    const paid = priceIn({ channel, data }, basket).totals.grossMinor;
    const back = new Map(prices.map((price) => [`at ${price}`, count(returned, price) * 1000]));
    const { keptMinor, refundMinor } = refundByRepricing(
      { basket, channel, data, paidMinor: paid },
      back,
      solve,
    );
    return answered({ paid, kept: keptMinor, refund: refundMinor });
  },
});

export const returns: readonly Adapter[] = [asPaid, repriced];
