import * as z from 'zod';

/**
 * What partners send to the pricing API and what it answers. Routes, OpenAPI, SDK and back office all use these.
 * Amounts are integers of the currency's minor unit, quantities thousandths.
 */
export const LINES_MAX = 500;
export const COUPONS_MAX = 20;
export const SKUS_MAX = 200;
export const QUANTITY_MAX_THOUSANDTHS = 1_000_000_000;

const key = z.string().min(1).max(64);
const minor = z.int();

const channel = key.describe('The store whose prices are asked for');
const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'is a currency code of three capital letters, such as GBP');
const currency = currencyCode.describe("The channel's currency; another one is refused");
const asOf = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'is a day such as 2026-12-24 or an instant such as 2026-12-24T09:30:00Z',
  })
  .describe(
    "The day (its first minute in the channel's time zone) or the instant to price for; now without it",
  );
const quantity = z
  .int('is a whole number of thousandths')
  .min(1, 'is above 0')
  .max(QUANTITY_MAX_THOUSANDTHS, 'is a million units at most')
  .describe('Thousandths of the unit: 2000 is two, 250 a quarter');
const customer = key.describe("A customer's number: their prices and discounts apply");
const snapshotId = z
  .string()
  .min(1)
  .max(64)
  .describe('The versions of the masters that this was priced under');
const engineVersion = z.string().describe('The same input under the same engine and snapshot costs the same');

const quoteLine = z.strictObject({
  id: key.describe('Your own name of the line; the answer repeats it'),
  sku: key,
  quantityThousandths: quantity,
  unitOfMeasure: z.string().min(1).max(20).optional().describe("Another unit than the product's own"),
});

export const quoteRequest = z
  .strictObject({
    channel,
    currency,
    asOf: asOf.optional(),
    customer: customer.optional(),
    loyaltyCard: key.optional().describe("A loyalty card's number"),
    coupons: z.array(key).max(COUPONS_MAX).optional(),
    lines: z
      .array(quoteLine)
      .min(1, 'has a line at least')
      .max(LINES_MAX)
      .describe('Their order settles ties'),
    explain: z.boolean().optional().describe('Asks why each line costs what it does'),
    snapshotId: snapshotId.optional().describe('Prices an old basket again under the versions of its quote'),
  })
  .superRefine(({ lines, coupons = [] }, context) => {
    for (const index of repeated(lines.map(({ id }) => id)))
      context.addIssue({
        code: 'custom',
        path: ['lines', index, 'id'],
        message: 'is the id of a line before',
      });
    for (const index of repeated(coupons))
      context.addIssue({ code: 'custom', path: ['coupons', index], message: 'is in the list before' });
  });
export type QuoteRequest = z.infer<typeof quoteRequest>;

export const quoteTotals = z.object({
  netMinor: minor,
  taxMinor: minor,
  grossMinor: minor,
  discountMinor: minor.describe("In the prices' own terms: with tax where prices include it"),
});
export type QuoteTotals = z.infer<typeof quoteTotals>;

const unitPriceMinor = minor.describe(
  'One unit before discounts, rounded half away from zero; totals come from the exact price',
);

const reason = z
  .looseObject({ type: z.string(), text: z.string().describe('A sentence for people') })
  .describe('A stable type with what it depends on');

export const lineExplanation = z.object({
  prices: z.array(z.object({ price: z.string(), unitPriceMinor, reason })),
  adjustments: z.array(z.object({ adjustment: z.string(), name: z.string(), reason })),
  offers: z.array(
    z.object({
      offer: z.string(),
      name: z.string(),
      discountMinor: minor.describe('Where it does not apply: what it would take off by itself'),
      reason,
    }),
  ),
});
export type LineExplanation = z.infer<typeof lineExplanation>;

export const quoteAnswer = z.object({
  currency: currencyCode,
  totals: quoteTotals,
  lines: z.array(
    z.object({
      id: key,
      unitPriceMinor,
      grossMinor: minor.describe('The line after its discounts, with tax'),
      taxMinor: minor,
      offers: z.array(z.object({ offer: key, discountMinor: minor })),
      explanation: lineExplanation.optional(),
    }),
  ),
  snapshotId,
  engineVersion,
  proven: z.boolean().describe('Whether it is proved that no other choice of offers saves more'),
  token: z.string().describe('Redeems these totals until expiresAt'),
  expiresAt: z.iso.datetime(),
});
export type QuoteAnswer = z.infer<typeof quoteAnswer>;

export const redeemRequest = z.strictObject({ token: z.string().describe('The token of a quote') });
export type RedeemRequest = z.infer<typeof redeemRequest>;

export const redeemAnswer = z.object({
  channel: key,
  currency: currencyCode,
  totals: quoteTotals,
  linesDigest: z
    .string()
    .describe('SHA-256, hex, of the JSON of [[id, sku, quantityThousandths, unitOfMeasure or null], …]'),
  asOf: z.string().describe('The day or the instant that it was priced for'),
  snapshotId,
  engineVersion,
  expiresAt: z.iso.datetime(),
});
export type RedeemAnswer = z.infer<typeof redeemAnswer>;

export const pricesRequest = z.strictObject({
  channel,
  currency,
  asOf: asOf.optional(),
  customer: customer.optional(),
  skus: z.array(key).min(1, 'has a SKU at least').max(SKUS_MAX),
  quantityThousandths: quantity.optional().describe('Of each SKU; 1000 without it'),
});
export type PricesRequest = z.infer<typeof pricesRequest>;

export const itemPrice = z.object({
  sku: key,
  name: z.string(),
  unitOfMeasure: z.string(),
  quantityThousandths: z.int(),
  unitPriceMinor,
  basePriceMinor: minor.nullable().describe('One unit at the base price, before agreements and adjustments'),
  discountMinor: minor,
  netMinor: minor,
  taxMinor: minor,
  grossMinor: minor.describe('The quantity after its discounts, with tax'),
  offers: z
    .array(z.object({ offer: key, name: z.string(), discountMinor: minor }))
    .describe('What would apply if this were all that is bought'),
});
export type ItemPrice = z.infer<typeof itemPrice>;

export const itemFault = z.object({
  sku: key,
  error: z.object({
    type: z.string().describe('urn:evertill:problem:NAME; stable'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
  }),
});
export type ItemFault = z.infer<typeof itemFault>;

export const pricesAnswer = z.object({
  currency: currencyCode,
  pricesIncludeTax: z.boolean(),
  items: z.array(z.union([itemPrice, itemFault])).describe("In the request's order"),
  snapshotId,
  engineVersion,
});
export type PricesAnswer = z.infer<typeof pricesAnswer>;

/** Positions of what stood before already. */
function repeated(values: readonly string[]): number[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}
