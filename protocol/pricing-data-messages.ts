import * as z from 'zod';
import type { BasketCustomer } from '../commerce/basket/basket.ts';
import type { ChannelPricing, PricingData } from '../commerce/basket/pricing-data.ts';
import { COUPONS_MAX, SKUS_MAX } from './pricing-messages.ts';

/**
 * What the engine prices with, for a page that runs it itself: headquarters' offers and simulator pages. Asked and
 * answered between headquarters and its own pages, so the answer has no schema of its own.
 */
export const DRAFTS_MAX = 20;

const key = z.string().min(1).max(100);

export const pricingDataRequest = z.strictObject({
  channel: key.describe('The store whose prices are asked for'),
  asOf: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is a day such as 2026-12-24 or an instant such as 2026-12-24T09:30:00Z',
    })
    .optional()
    .describe('The day, or the instant, that is asked for; now without it'),
  skus: z.array(key).max(SKUS_MAX),
  customer: key.optional(),
  loyaltyCard: key.optional(),
  coupons: z.array(key).max(COUPONS_MAX).default([]),
  drafts: z
    .array(key)
    .max(DRAFTS_MAX)
    .default([])
    .describe('Change requests whose rows are laid over what is published'),
});
export type PricingDataRequest = z.input<typeof pricingDataRequest>;

type MapField = {
  [Field in keyof PricingData]: PricingData[Field] extends ReadonlyMap<string, unknown> ? Field : never;
}[keyof PricingData];

/** Pricing data as JSON: its maps are lists of entries. */
export type WrittenPricingData = {
  readonly [Field in keyof PricingData]: PricingData[Field] extends ReadonlyMap<string, infer Value>
    ? readonly (readonly [string, Value])[]
    : PricingData[Field];
};

export interface PricingDataAnswer {
  readonly channel: ChannelPricing;
  readonly data: WrittenPricingData;
  /** Null where nobody was named. */
  readonly customer: BasketCustomer | null;
  readonly timeZone: string;
  /** The day in the channel's zone and the minutes since its midnight. */
  readonly date: string;
  readonly minuteOfDay: number;
  readonly snapshotId: string;
}

const mapFields: readonly MapField[] = [
  'products',
  'agreements',
  'adjustments',
  'offers',
  'offerLines',
  'coupons',
  'groupPriorities',
];

export function writePricingData(data: PricingData): WrittenPricingData {
  const maps = mapFields.map((field) => [field, [...data[field]]]);
  return { ...data, ...Object.fromEntries(maps) } as WrittenPricingData;
}

export function readPricingData(written: WrittenPricingData): PricingData {
  const maps = mapFields.map((field) => [field, new Map(written[field] as readonly [string, unknown][])]);
  return { ...written, ...Object.fromEntries(maps) } as PricingData;
}
