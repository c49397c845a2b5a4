import * as z from 'zod';
import type { PricedBasketLine } from '../../../commerce/basket/priced-basket.ts';
import { basisPoints, Currency, decimalsOf, type Written } from '../currency.ts';
import { roundingModeOf } from '../tax-mode.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { basketOf, lineOf, makeWorld, priceIn, priceOneOfEach, rewardOf } from '../world.ts';
import { written } from '../written-document.ts';

/** A discount by hand of the whole sale, shared out over its lines. */
const ofLines = adapter({
  families: ['C'],
  input: z.strictObject({ line_totals: z.array(written).min(1), discount: written }),
  expected: z.strictObject({ parts: z.array(written) }),
  answer: ({ line_totals, discount }, expected, { family }) => {
    const currency = currencyOf(line_totals, discount, expected);
    const priced = priceOneOfEach(
      {
        products: line_totals.map((total, index) => ({ sku: `line ${index}`, price: currency.minor(total) })),
      },
      { discount: { type: 'amount', amountMinor: currency.minor(discount) } },
    );
    return answered(
      { parts: priced.lines.map((line) => currency.text(discountOf(line))) },
      /remainder to the last/i.test(family) ? { otherwise: 'remainderToLast' } : {},
    );
  },
});

/** The delivery is a line of the sale here, so that a discount by hand lies on it too. */
const ofGoodsAndDelivery = adapter({
  families: ['C'],
  input: z.strictObject({
    value: written,
    type: z.enum(['fixed', 'percent', 'percentage']),
    subtotal: written,
    shipping: written,
  }),
  expected: z.strictObject({ subtotal_part: written, shipping_part: written }),
  answer: ({ value, type, subtotal, shipping }, expected) => {
    const currency = currencyOf(subtotal, shipping, expected);
    const { lines } = priceOneOfEach(
      {
        products: [
          { sku: 'goods', price: currency.minor(subtotal) },
          { sku: 'delivery', price: currency.minor(shipping) },
        ],
      },
      {
        discount:
          type === 'fixed'
            ? { type: 'amount', amountMinor: currency.minor(value) }
            : { type: 'percent', basisPoints: basisPoints(value) },
      },
    );
    const [goods, delivery] = lines.map((line) => currency.text(discountOf(line)));
    return answered({ subtotal_part: goods, shipping_part: delivery });
  },
});

/** The discount of the line is rounded once. */
const ofManyUnits = adapter({
  families: ['C'],
  input: z.strictObject({
    unit: written,
    qty: z.int().positive(),
    pct: written.optional(),
    sale_pct: written.optional(),
    voucher_pct: written.optional(),
  }),
  expected: z.strictObject({ total: written }),
  answer: (input, expected) => {
    const currency = currencyOf(input.unit, expected);
    const percents = [input.pct, input.sale_pct, input.voucher_pct].filter((each) => each !== undefined);
    const world = makeWorld({
      products: [{ sku: 'product', price: currency.price(input.unit) }],
      offers: percents.map((percent, index) => ({
        id: `offer ${index}`,
        rule: { type: 'simple', reward: rewardOf({ pct: basisPoints(percent) }) },
        concurrency: 'compound',
      })),
    });
    const { totals } = priceIn(world, basketOf([lineOf('product', input.qty)]));
    return answered({ total: currency.text(totals.grossMinor) });
  },
});

/** A percentage whose discount is rounded in one way or another. */
const roundedDiscount = adapter({
  families: ['C'],
  input: z.strictObject({ price: written, pct: written }),
  expected: z.record(z.string().regex(/^price_/), written),
  answer: ({ price, pct }, expected) => {
    const currency = currencyOf(price, expected);
    const priceBy = (words: string) =>
      priceOneOfEach({
        products: [{ sku: 'product', price: currency.minor(price) }],
        offers: [{ id: 'offer', rule: { type: 'simple', reward: rewardOf({ pct: basisPoints(pct) }) } }],
        settings: { discountRounding: roundingModeOf(words.replaceAll('_', ' ')) },
      }).totals.grossMinor;
    return answered(
      Object.fromEntries(Object.keys(expected).map((key) => [key, currency.text(priceBy(key))])),
    );
  },
});

export const shares: readonly Adapter[] = [ofLines, ofGoodsAndDelivery, ofManyUnits, roundedDiscount];

function currencyOf(...amounts: readonly (Written | object)[]): Currency {
  return new Currency(Math.max(2, decimalsOf(...amounts)));
}

function discountOf({ discounts }: PricedBasketLine): number {
  return discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
