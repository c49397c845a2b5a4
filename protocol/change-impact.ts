import * as z from 'zod';

const basisPoints = z.int().describe('Hundredths of a per cent');
const unitPrice = z.object({ amountMinor: z.int(), priceUnitThousandths: z.int() });
const move = z.object({ key: z.string(), basisPoints }).nullable();

export const priceImpact = z.object({
  products: z.int(),
  down: z.int(),
  up: z.int(),
  same: z.int(),
  added: z.int().describe('Prices where there was none'),
  removed: z.int(),
  averageBasisPoints: basisPoints.nullable(),
  soldBasisPoints: basisPoints.nullable().describe('Weighted by what was sold'),
  soldMinor: z.int().describe('What the newest sales of these products took'),
  differenceMinor: z.int().describe('What they would take more at the new prices'),
  buckets: z
    .array(
      z.object({
        fromBasisPoints: basisPoints.nullable(),
        toBasisPoints: basisPoints.nullable(),
        prices: z.int(),
      }),
    )
    .describe('How far prices move, the largest fall first; a change on a bound is in the farther one'),
  largestFall: move,
  largestRise: move,
  margin: z
    .object({
      prices: z.int().describe('Prices of products with a cost, before and after'),
      oldBasisPoints: basisPoints.nullable(),
      newBasisPoints: basisPoints.nullable(),
    })
    .describe('What prices without tax leave beyond costs, weighted by what was sold'),
  sales: z
    .object({ receipts: z.int(), from: z.iso.datetime(), to: z.iso.datetime() })
    .nullable()
    .describe('The newest sales, which quantities are taken from; null where there are none'),
  belowCostCount: z.int(),
  belowCost: z
    .array(
      z.object({
        key: z.string(),
        sku: z.string(),
        costMinor: z.int().describe('Of one, without tax'),
        old: unitPrice.nullable(),
        new: unitPrice,
        netMinor: z.int().describe('The new price without tax, where tax takes most'),
        marginBasisPoints: basisPoints
          .nullable()
          .describe('Of the new price without tax; null of a price of nothing'),
        stockThousandths: z.int(),
        reason: z.string(),
      }),
    )
    .describe('Prices that are less without tax than what the product costs, 50 at most'),
});
export type PriceImpact = z.infer<typeof priceImpact>;

export const usageImpact = z.object({
  baskets: z.int().describe('Real baskets, as they were sold, priced with and without the draft'),
  date: z.iso.date().describe('The day they are priced on: the first on which all of the draft is in force'),
  changed: z.int().describe('Baskets that cost something else with it'),
  oldGrossMinor: z.int(),
  newGrossMinor: z.int(),
  proven: z.boolean().describe('The best price of every basket was proved'),
  offers: z
    .array(
      z.object({
        offer: z.string(),
        name: z.string(),
        isDraft: z.boolean(),
        oldBaskets: z.int().describe('Baskets it saved something in, without the draft'),
        newBaskets: z.int(),
        oldDiscountMinor: z.int(),
        newDiscountMinor: z.int(),
      }),
    )
    .describe('Offers of the draft, and others that apply less or more often with it'),
});
export type UsageImpact = z.infer<typeof usageImpact>;

export const impactWarning = z.object({
  type: z.enum([
    'belowCost',
    'offerWithoutProduct',
    'offerWithoutStore',
    'offerTooLarge',
    'offerOverlaps',
    'offerNeverSaves',
  ]),
  noun: z.string(),
  key: z.string(),
  detail: z.string().describe('A sentence'),
});
export type ImpactWarning = z.infer<typeof impactWarning>;

export const changeImpact = z.object({
  id: z.string(),
  version: z.int(),
  rows: z.array(
    z.object({
      noun: z.string(),
      title: z.string(),
      new: z.int(),
      changed: z.int(),
      removed: z.int(),
      same: z.int(),
    }),
  ),
  prices: priceImpact.nullable().describe('null where no price changes'),
  usage: usageImpact
    .nullable()
    .describe('null where nothing changes that baskets are priced by, or there are no sales to look at'),
  warnings: z.array(impactWarning),
  reach: z
    .object({
      stores: z.int().describe('All stores there are'),
      partCount: z.int(),
      parts: z.array(
        z.object({
          noun: z.string(),
          title: z.string(),
          rows: z.int(),
          keys: z.array(z.string()).describe('Five at most'),
          storeCount: z.int(),
          stores: z.array(z.object({ store: z.string(), name: z.string() })).describe('20 at most'),
        }),
      ),
    })
    .describe('Prices and offers that only a part of the stores has, 50 parts at most, the smallest first'),
  sends: z
    .object({
      streams: z.array(z.string()),
      stores: z.array(z.string()),
      registers: z.int(),
      rows: z.int(),
      bytes: z.int(),
    })
    .describe('What registers are sent; rows and bytes are estimates'),
  cut: z.array(z.string()).describe('What was not looked at, in sentences; empty: everything was'),
});
export type ChangeImpact = z.infer<typeof changeImpact>;
