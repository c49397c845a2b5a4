/** What a stream may be a list of; each but `global` has a scope of its own for every region, group or store. */
export const streamKinds = [
  'global',
  'tax',
  'assortment',
  'price-group',
  'store',
  'employees',
  'customers',
] as const;
export type StreamKind = (typeof streamKinds)[number];
