import * as z from 'zod';
import { type Adapter, adapter, answered } from '../vector.ts';
import { basketOf, lineOf, makeWorld, priceIn } from '../world.ts';

/** An amount split in proportion: a kit at that price, of components that would cost the weights. */
const byWeights = adapter({
  families: ['allocation', 'C'],
  input: z.strictObject({ amount: z.int(), weights: z.array(z.int().nonnegative()).min(1) }),
  expected: z.strictObject({ parts: z.array(z.int()) }),
  answer: ({ amount, weights }) => answered({ parts: kitParts(amount, weights) }),
});

/** An amount off for so many units together, as each of them bears it. */
const byUnits = adapter({
  families: ['allocation'],
  input: z.strictObject({ amount: z.int().nonnegative(), units: z.int().positive() }),
  expected: z.strictObject({ sorted: z.array(z.int()) }),
  answer: ({ amount, units }) => {
    const world = makeWorld({
      products: [{ sku: 'product', price: amount }],
      offers: [
        {
          id: 'set',
          rule: {
            type: 'mixAndMatch',
            groups: [{ units, reward: null }],
            reward: { type: 'amount', amountMinor: amount },
            countNonDiscountable: false,
          },
        },
      ],
    });
    const [line] = priceIn(world, basketOf([lineOf('product', units)])).lines;
    const sorted = (line?.paid ?? []).flatMap(({ quantityThousandths, discountMinor }) =>
      Array.from({ length: quantityThousandths / 1000 }, () => discountMinor),
    );
    return answered({ sorted: sorted.sort((a, b) => a - b) });
  },
});

export const allocation: readonly Adapter[] = [byWeights, byUnits];

/** What the components of a kit bear of its price; a price below zero is one that is given back. */
export function kitParts(amount: number, weights: readonly number[]): number[] {
  const components = weights.map((price, index) => ({ sku: `component ${index}`, price }));
  const kit = { sku: 'kit', price: Math.abs(amount), kit: components.map(({ sku }) => sku) };
  const world = makeWorld({ products: [...components, kit] });
  const [line] = priceIn(world, basketOf([lineOf('kit', amount < 0 ? -1 : 1)])).lines;
  return (line?.components ?? []).map(({ amountMinor }) => amountMinor);
}
