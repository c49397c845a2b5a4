import * as z from 'zod';
import { basisPoints, Currency, decimalsOf } from '../currency.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { basketOf, lineOf, makeWorld, type OfferSpec, priceIn } from '../world.ts';
import { ofBasket, written } from '../written-document.ts';

const coupon = z.strictObject({
  type: z.enum(['percent', 'fixed_cart', 'fixed_per_unit']),
  amount: written,
  max_units: z.int().positive().nullable().optional(),
});

/**
 * Coupons one after the other: each is an offer of a priority of its own, and priorities stack. In sequence a
 * percentage is of what is left, otherwise of the price. Without limits of units a percentage of the cart is
 * rounded as one amount; with them each line's is cut.
 */
export const coupons: Adapter = adapter({
  families: ['F'],
  input: z.strictObject({
    cart: z.array(z.strictObject({ price: written, qty: z.int().positive() })),
    coupons: z.array(z.union([coupon, z.literal('seq')])),
  }),
  expected: z.strictObject({ total_discount: written }),
  answer: ({ cart, coupons: all }, expected) => {
    const currency = new Currency(
      Math.max(
        2,
        decimalsOf(
          cart.map(({ price }) => price),
          expected,
        ),
      ),
    );
    const given = all.filter((each) => each !== 'seq');
    const isLimited = given.some(({ max_units }) => (max_units ?? null) !== null);
    const world = makeWorld({
      products: cart.map(({ price }, index) => ({ sku: `line ${index}`, price: currency.price(price) })),
      offers: given.map((each, index) => ({
        ...offerOf(each, isLimited, currency),
        id: `coupon ${index}`,
        priority: given.length - index,
        concurrency: 'compound',
      })),
      settings: {
        concurrency: 'acrossPriorities',
        compounding: all.includes('seq') ? 'running' : 'original',
        discountRounding: isLimited ? 'down' : 'halfTowardZero',
      },
    });
    const { totals } = priceIn(world, basketOf(cart.map(({ qty }, index) => lineOf(`line ${index}`, qty))));
    return answered({ total_discount: currency.text(totals.discountMinor) });
  },
});

function offerOf(
  { type, amount, max_units }: z.infer<typeof coupon>,
  isLimited: boolean,
  currency: Currency,
): Pick<OfferSpec, 'rule' | 'limits'> {
  const reward =
    type === 'percent'
      ? ({ type: 'percent', basisPoints: basisPoints(amount) } as const)
      : ({ type: 'amount', amountMinor: currency.minor(amount) } as const);
  if (type === 'fixed_cart' || (type === 'percent' && !isLimited)) return { rule: ofBasket(reward) };
  return { rule: { type: 'simple', reward }, limits: { unitsMax: max_units ?? null } };
}
