import * as z from 'zod';
import { type Adapter, answered, type Vector } from '../vector.ts';
import { linesOfBasket, worldOfBasket } from '../vector-offers.ts';
import { basketOf, makeWorld, priceIn } from '../world.ts';

const elig = z.array(z.int().nonnegative());
const unitCalc = z.enum(['pct', 'amt', 'price']);
const max = z.int().positive().optional();

export const vectorBasket = z.strictObject({
  lines: z.array(z.object({ id: z.string(), price: z.int().nonnegative(), qty: z.int().nonnegative() })),
  offers: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ id: z.string(), kind: z.literal('simple'), elig, calc: unitCalc, v: z.int() }),
      z.strictObject({
        id: z.string(),
        kind: z.literal('mm'),
        groups: z.array(z.strictObject({ elig, n: z.int().positive() })),
        calc: z.enum(['pct', 'deal', 'amt']),
        v: z.int(),
        max,
      }),
      z.strictObject({
        id: z.string(),
        kind: z.literal('least'),
        elig,
        n: z.int().positive(),
        m: z.int().positive(),
        calc: unitCalc,
        v: z.int(),
        max,
      }),
      z.strictObject({
        id: z.string(),
        kind: z.literal('qty'),
        elig,
        tiers: z.array(z.strictObject({ min: z.int().positive(), calc: unitCalc, v: z.int() })),
      }),
    ]),
  ),
});

/** Keys that tell of something else than what is saved: a heuristic's answer, one of several optima. */
const expected = z.strictObject({
  bestDiscountScaled: z.int(),
  bestDiscountMinor: z.int().optional(),
  mvrDiscountScaled: z.int().optional(),
  oneOptimum: z.unknown().optional(),
});

export const bestPrice: Adapter = {
  answer({ family, input, expected: says }: Vector) {
    if (family !== 'bestprice') return null;
    const basket = vectorBasket.safeParse(input);
    const wanted = expected.safeParse(says);
    if (!basket.success || !wanted.success) return null;
    const { search, totals } = priceIn(
      makeWorld(worldOfBasket(basket.data)),
      basketOf(linesOfBasket(basket.data)),
    );
    const { mvrDiscountScaled, oneOptimum } = wanted.data;
    return answered({
      bestDiscountScaled: search.savedScaled,
      bestDiscountMinor: totals.discountMinor,
      mvrDiscountScaled,
      oneOptimum,
    });
  },
};
