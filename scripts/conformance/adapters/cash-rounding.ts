import * as z from 'zod';
import { roundCash } from '../../../commerce/tender/cash-rounding.ts';

import { roundingModeOf } from '../tax-mode.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { priceDocument, written } from '../written-document.ts';

/** Paid in cash, a total is rounded; paid otherwise it is not. */
export const cashRounding: Adapter = adapter({
  families: ['G'],
  input: z.strictObject({
    net: written.optional(),
    gross: written.optional(),
    rate: written,
    step: written,
    mode: z.string(),
    pay: z.string().optional(),
  }),
  expected: z.strictObject({
    net: written.optional(),
    tax: written.optional(),
    total: written.optional(),
    paid: written.optional(),
    rounding: written.optional(),
  }),
  answer: ({ net, gross, rate, step, mode, pay = 'cash' }, expected) => {
    const { after, currency } = priceDocument({ net, gross, rate }, expected);
    const { netMinor, taxMinor, grossMinor } = after.totals;

    const { paidMinor, differenceMinor } =
      pay === 'cash'
        ? roundCash(grossMinor, { stepMinor: currency.minor(step), mode: roundingModeOf(mode) })
        : { paidMinor: grossMinor, differenceMinor: 0 };
    return answered({
      net: currency.text(netMinor),
      tax: currency.text(taxMinor),
      total: currency.text(grossMinor),
      paid: currency.text(paidMinor),
      rounding: currency.text(differenceMinor),
    });
  },
});
