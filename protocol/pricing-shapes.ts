import * as z from 'zod';
import type { DiscountBlocks, PricingSettings } from '../commerce/basket/pricing-data.ts';
import type { UnitPrice } from '../commerce/money/unit-price.ts';
import type { AttributePredicate } from '../commerce/pricing/attribute-predicate.ts';
import type { UnitConversion } from '../commerce/pricing/price-question.ts';
import { usualTaxRounding } from '../commerce/tax/tax-setup.ts';

/**
 * Parts of masters and packages that pricing reads. Inner objects are strict: what a reader does not understand
 * in there, it must not sell by.
 */
const text = z.string().min(1).max(80);
const count = z.int('is a whole number').min(1, 'is at least 1').max(1_000_000_000);

/** Names and values: a product's attributes, a variant's dimensions. */
export const attributes = z.record(z.string().min(1).max(40), z.string().max(80));

export const unitOfMeasure = z.string().min(1).max(20);

export const unitConversion = z.strictObject({
  unitOfMeasure,
  numerator: count,
  denominator: count,
}) satisfies z.ZodType<UnitConversion>;

export const discountBlocks = z.strictObject({
  offers: z.boolean().default(false),
  manual: z.boolean().default(false),
  tender: z.boolean().default(false),
}) satisfies z.ZodType<DiscountBlocks>;

export const kitComponent = z.strictObject({ sku: z.string().min(1).max(100), quantityThousandths: count });

export const unitPrice = z.strictObject({
  amountMinor: z.int(),
  priceUnitThousandths: count,
}) satisfies z.ZodType<UnitPrice>;

export const attributePredicate = z.strictObject({
  of: z.enum(['context', 'product']),
  name: text,
  anyOf: z.array(text).max(100).default([]),
  noneOf: z.array(text).max(100).default([]),
}) satisfies z.ZodType<AttributePredicate>;

export const roundingMode = z.enum(['halfAwayFromZero', 'halfTowardZero', 'halfEven', 'up', 'down']);

const usual = usualTaxRounding;

/**
 * How a store prices; what is left out is as usual. Not strict: an older register has to sell on with the settings
 * that it knows.
 */
export const pricingSettings = z.object({
  choice: z.enum(['specific', 'lowest']).default('specific'),
  adjustUp: z.boolean().default(false),
  concurrency: z.enum(['withinPriority', 'acrossPriorities']).default('withinPriority'),
  compounding: z.enum(['running', 'original']).default('running'),
  exclusiveThresholdsCompete: z.boolean().default(false),
  taxRounding: z
    .object({
      scope: z.enum(['unit', 'line', 'document']).default(usual.scope),
      by: z.enum(['code', 'combination']).default(usual.by),
      mode: roundingMode.default(usual.mode),
      stepMinor: count.default(usual.stepMinor),
      target: z.enum(['tax', 'net']).default(usual.target),
      spread: z.enum(['largestRemainder', 'runningSum']).default(usual.spread),
    })
    .prefault({}),
  inclusiveAmountKeeps: z.enum(['gross', 'net']).default('gross'),
  manualLineDiscount: z.enum(['compound', 'replace']).default('compound'),
  manualTotalDiscount: z.enum(['ofPrices', 'ofGross']).default('ofPrices'),
  offersOnOverriddenPrices: z.boolean().default(false),
  offersOnKeyedInPrices: z.boolean().default(true),
}) satisfies z.ZodType<PricingSettings>;

export const usualPricingSettings: PricingSettings = pricingSettings.parse({});
