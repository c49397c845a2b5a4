const lunchBags = ['20725', '20726', '20727', '20728', '22382', '22383', '22384', '22662'];
const decorations = ['22573', '22574', '22576', '21801', '21802', '21803'];

const offer = (id: string, name: string, skus: readonly string[], rule: object, more: object = {}) => ({
  id,
  name,
  currency: 'GBP',
  // Long after the invoices that a replay sells again: those prices had no offers.
  validFrom: '2026-01-01',
  priceGroups: ['standard'],
  rule,
  lines: skus.map((sku) => ({ target: `product:${sku}` })),
  ...more,
});

/** A few offers of the demo retailer, so that there is something to see at once. */
export const demoOffers = [
  offer('LUNCH', 'Any 3 lunch bags £4', lunchBags, {
    type: 'mixAndMatch',
    groups: [{ units: 3 }],
    reward: { type: 'price', amountMinor: 400 },
  }),
  offer('TREE', 'Tree decorations, 3 for 2', decorations, {
    type: 'leastExpensive',
    units: 3,
    rewarded: 1,
    reward: { type: 'percent', basisPoints: 10_000 },
  }),
  offer(
    'BOTTLE',
    'Hot water bottles 20% off with a coupon',
    ['21485', '22111', '22112', '22113', '22114'],
    { type: 'simple', reward: { type: 'percent', basisPoints: 2000 } },
    { couponNeeded: true },
  ),
];

export const demoCoupons = [{ code: 'WARM20', offer: 'BOTTLE', validFrom: '2026-01-01' }];
