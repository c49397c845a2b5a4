/** What a reason of headquarters' list is given for. */
export const reasonUsages = [
  'priceOverride',
  'discount',
  'return',
  'taxExemption',
  'stockAdjustment',
  'noSale',
] as const;
export type ReasonUsage = (typeof reasonUsages)[number];
