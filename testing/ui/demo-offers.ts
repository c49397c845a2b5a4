import { type PricingProduct, targetsOf } from '../../commerce/basket/pricing-data.ts';
import type { Coupon, Offer, OfferLine, OfferRule } from '../../commerce/promotions/offer.ts';

const offer = (id: string, name: string, rule: OfferRule): Offer => ({
  id,
  name,
  currency: 'GBP',
  validFrom: '2010-01-01',
  validTo: null,
  periods: [],
  priceGroups: ['uk-retail'],
  allPriceGroups: false,
  couponNeeded: false,
  priority: 0,
  concurrency: 'bestPrice',
  limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
  rule,
});

const line = (id: string, target: string): OfferLine => ({
  offer: id,
  line: 1,
  target,
  dimensions: {},
  unitOfMeasure: null,
  exclude: false,
  group: 0,
  reward: null,
});

/** Three offers over two products, so that screens have something won and something lost to show. */
export const demoOffers: readonly Offer[] = [
  offer('WRAPS', 'Any 2 wraps £20', {
    type: 'mixAndMatch',
    groups: [{ units: 2, reward: null }],
    reward: { type: 'price', amountMinor: 2000 },
    countNonDiscountable: false,
  }),
  offer('PRINTS', 'Prints, 3 for 2', {
    type: 'leastExpensive',
    units: 3,
    rewarded: 1,
    reward: { type: 'percent', basisPoints: 10_000 },
    favour: 'customer',
    distribute: false,
  }),
  offer('KITCHEN', 'Kitchen 10% off', {
    type: 'simple',
    reward: { type: 'percent', basisPoints: 1000 },
  }),
  {
    ...offer('HARBOUR', 'Harbour week £5 off', {
      type: 'simple',
      reward: { type: 'amount', amountMinor: 500 },
    }),
    couponNeeded: true,
  },
  offer('SPEND', 'Spend £150, save £15', {
    type: 'threshold',
    tiers: [{ minAmountMinor: 15_000, reward: { type: 'amount', amountMinor: 1500 } }],
    repeat: false,
    countNonDiscountable: true,
    gifts: [],
  }),
];

export const demoCoupons: readonly Coupon[] = ['HARBOUR5', 'SUMMER'].map((code) => ({
  code,
  offer: 'HARBOUR',
  validFrom: '2010-01-01',
  validTo: code === 'SUMMER' ? '2011-08-31' : null,
  customer: null,
  usesMax: null,
  used: 0,
}));

export const demoOfferLines: readonly OfferLine[] = [
  line('WRAPS', 'product:QS-70011'),
  line('PRINTS', 'product:QS-80012'),
  line('KITCHEN', 'product:QS-70011'),
  line('HARBOUR', 'product:QS-80012'),
  line('SPEND', 'product:QS-70011'),
  line('SPEND', 'product:QS-80012'),
];

export function pricingProduct({
  sku,
  name,
}: {
  readonly sku: string;
  readonly name: string;
}): PricingProduct {
  return {
    sku,
    name,
    variantOf: null,
    dimensions: {},
    unitOfMeasure: 'EA',
    unitConversions: [],
    attributes: {},
    taxCode: 'STANDARD',
    isWeighed: false,
    blocks: { offers: false, manual: false, tender: false },
    kit: [],
    targets: targetsOf({ sku, variantOf: null, categories: [], labels: [] }),
  };
}
