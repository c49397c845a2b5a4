import * as z from 'zod';
import type { Offer, OfferLine, OfferRule, Reward } from '../commerce/promotions/offer.ts';
import { attributes, unitOfMeasure } from './pricing-shapes.ts';

/**
 * An offer as it travels and as headquarters takes it: the shape of each rule and the range of each number. What
 * the parts of an offer owe each other is for headquarters to see.
 */
const AMOUNT_MAX_MINOR = 1_000_000_000;

const id = z.string().min(1).max(100);
const amountMinor = z.int('is whole minor units').min(0, 'is not below zero').max(AMOUNT_MAX_MINOR);
const minAmountMinor = amountMinor;
const percentSays = 'is from 1 to 10,000 basis points (10,000 is all of it)';
const basisPoints = z.int('is whole basis points').min(1, percentSays).max(10_000, percentSays);
const units = z.int('is whole units').min(1, 'is at least 1').max(1_000_000);
const oneOf = (what: string) => ({ error: `is one of ${what}` });

export const reward = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('percent'), basisPoints }),
    z.strictObject({ type: z.literal('amount'), amountMinor }),
    z.strictObject({ type: z.literal('price'), amountMinor }),
  ],
  oneOf('percent, amount and price'),
) satisfies z.ZodType<Reward>;

const signedAmountMinor = z.int('is whole minor units').min(-AMOUNT_MAX_MINOR).max(AMOUNT_MAX_MINOR);
const changeSays = 'is from -10,000 to 1,000,000 basis points';
const calculation = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('percent'),
      basisPoints: z.int('is whole basis points').min(-10_000, changeSays).max(1_000_000, changeSays),
    }),
    z.strictObject({ type: z.literal('amount'), amountMinor: signedAmountMinor }),
    z.strictObject({ type: z.literal('price'), amountMinor }),
  ],
  oneOf('percent, amount and price'),
);

const tiers = <T extends z.ZodType>(tier: T) => z.array(tier).min(1, 'has at least one tier').max(50);

export const offerRule = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('simple'), reward }),
    z.strictObject({
      type: z.literal('quantity'),
      stepped: z.boolean().default(false),
      pool: z.enum(['line', 'offer']).default('line'),
      tiers: tiers(z.strictObject({ minUnits: units, reward })),
    }),
    z.strictObject({
      type: z.literal('mixAndMatch'),
      groups: z
        .array(z.strictObject({ units, reward: reward.nullable().default(null) }))
        .min(1, 'has at least one group')
        .max(20),
      reward: reward.nullable().default(null),
      countNonDiscountable: z.boolean().default(false),
    }),
    z.strictObject({
      type: z.literal('leastExpensive'),
      units,
      rewarded: units,
      reward,
      favour: z.enum(['customer', 'retailer']).default('customer'),
      distribute: z.boolean().default(false),
    }),
    z.strictObject({
      type: z.literal('threshold'),
      tiers: tiers(z.strictObject({ minAmountMinor, reward })),
      repeat: z.boolean().default(false),
      countNonDiscountable: z.boolean().default(false),
      gifts: z
        .array(z.strictObject({ unitsMax: units.nullable().default(null), reward }))
        .max(20)
        .default([]),
    }),
    z.strictObject({
      type: z.literal('tender'),
      tenderTypes: z.array(id).min(1, 'names at least one tender type').max(50),
      tiers: tiers(z.strictObject({ minAmountMinor, basisPoints })),
    }),
    z.strictObject({
      type: z.literal('shipping'),
      deliveryModes: z.array(id).max(50).default([]),
      tiers: tiers(z.strictObject({ minAmountMinor, reward })),
    }),
    z.strictObject({
      type: z.literal('priceAdjustment'),
      calculation,
      mode: z.enum(['best', 'compound']).default('best'),
      base: z.enum(['running', 'original']).default('running'),
      sequence: z.int().min(0).max(1_000_000).default(0),
    }),
  ],
  oneOf('simple, quantity, mixAndMatch, leastExpensive, threshold, tender, shipping and priceAdjustment'),
) satisfies z.ZodType<OfferRule>;

const minuteSays = 'is a minute of the day, from 0 to 1440';
const minute = z.int('is a whole minute').min(0, minuteSays).max(1440, minuteSays);
const weekdaySays = 'is from 1 (Monday) to 7 (Sunday)';

const weeklyPeriod = z.strictObject({
  weekdays: z.array(z.int().min(1, weekdaySays).max(7, weekdaySays)).min(1, 'names at least one day').max(7),
  fromMinute: minute,
  toMinute: minute,
});

const unlimited = { applicationsMax: null, unitsMax: null, discountMaxMinor: null };
const offerLimits = z.strictObject({
  applicationsMax: units.nullable().default(null),
  unitsMax: units.nullable().default(null),
  discountMaxMinor: amountMinor.nullable().default(null),
});

/** An offer without its lines. */
export const offerRow = z.object({
  id,
  name: z.string().trim().min(1).max(200),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is a currency code of three capital letters, such as GBP'),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null),
  periods: z.array(weeklyPeriod).max(50).default([]),
  priceGroups: z
    .array(id)
    .min(1, 'names at least one price group: without one nobody gets the offer')
    .max(50),
  allPriceGroups: z.boolean().default(false),
  couponNeeded: z.boolean().default(false),
  priority: z.int().min(-1_000_000).max(1_000_000).nullable().default(null),
  concurrency: z.enum(['exclusive', 'bestPrice', 'compound']).default('bestPrice'),
  limits: offerLimits.default(unlimited),
  rule: offerRule,
}) satisfies z.ZodType<Offer>;

/** A line of an offer within it. */
export const offerLineShape = z.strictObject({
  target: z
    .string()
    .max(120)
    .regex(
      /^(all|product:.+|category:.+|label:.+)$/,
      'is all, or product:, category: or label: and what it is called',
    ),
  dimensions: attributes.default({}),
  unitOfMeasure: unitOfMeasure.nullable().default(null),
  exclude: z.boolean().default(false),
  group: z.int().min(0).max(100).default(0),
  reward: reward.nullable().default(null),
});

/** A line of an offer by itself; `line` is its place, from 1. */
export const offerLineRow = z.object({
  offer: id,
  line: z.int().min(1),
  ...offerLineShape.shape,
}) satisfies z.ZodType<OfferLine>;
