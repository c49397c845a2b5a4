import * as z from 'zod';
import { usualTaxRounding } from '../../../commerce/tax/tax-setup.ts';
import { Currency, decimalsOf, type Written } from '../currency.ts';
import { roundingModeOf } from '../tax-mode.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { priceOneOfEach } from '../world.ts';
import { taxOfRate } from '../written-taxes.ts';

const written = z.string();
const column = z.array(written).optional();

/** The rounding table of a tax code: methods by precisions. */
const table = adapter({
  families: ['rounding'],
  input: z.strictObject({ amount: written, precisions: z.array(written) }),
  expected: z.strictObject({ normal: column, downward: column, up: column, note: z.string().optional() }),
  answer: ({ amount, precisions }, { note }) => {
    const by = (method: string) => precisions.map((step) => roundedTo(amount, stepOf(step, method), method));
    return answered({ normal: by('normal'), downward: by('downward'), up: by('up'), note });
  },
});

const steps = adapter({
  families: ['B'],
  input: z.strictObject({ value: written, mode: z.string() }),
  expected: z.record(z.string().regex(/^\d+(\.\d+)?$/), written),
  answer: ({ value, mode }, expected) =>
    answered(
      Object.fromEntries(
        Object.keys(expected).map((step) => [step, roundedTo(value, stepOf(step, mode), mode)]),
      ),
    ),
});

export const rounding: readonly Adapter[] = [table, steps];

/** Without a precision the nearest goes to the cent, up and down to whole units. */
function stepOf(precision: string, method: string): string {
  if (Number(precision) !== 0) return precision;
  return roundingModeOf(method) === 'halfAwayFromZero' ? '0.01' : '1.00';
}

/** A tax that is as much as the price it is of, rounded as the tax's rounding says. */
function roundedTo(amount: Written, step: string, method: string): string {
  const currency = new Currency(decimalsOf(amount, step));
  const { totals } = priceOneOfEach({
    products: [{ sku: 'product', price: currency.minor(amount), taxCode: 'ALL OF IT' }],
    taxes: taxOfRate('ALL OF IT', 100),
    pricesIncludeTax: false,
    settings: {
      taxRounding: {
        ...usualTaxRounding,
        mode: roundingModeOf(method),
        stepMinor: currency.minor(step),
      },
    },
  });
  return currency.text(totals.taxMinor);
}
