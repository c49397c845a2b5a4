import * as z from 'zod';
import { basisPoints } from '../currency.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { priceDocument, written, writtenDocument } from '../written-document.ts';

/** A percentage of what another vector's basket costs with tax. */
export const globalDiscount: Adapter = adapter({
  families: ['E'],
  input: z.strictObject({ pct: written, basket: writtenDocument }),
  expected: z.strictObject({
    net: written.optional(),
    tax: written.optional(),
    gross: written.optional(),
  }),
  answer: ({ pct, basket }, expected) => {
    const { after, currency } = priceDocument(basket, expected, {
      discount: { type: 'percent', basisPoints: basisPoints(pct) },
      settings: { manualTotalDiscount: 'ofGross' },
    });
    const { netMinor, taxMinor, grossMinor } = after.totals;
    return answered({
      net: currency.text(netMinor),
      tax: currency.text(taxMinor),
      gross: currency.text(grossMinor),
    });
  },
});
