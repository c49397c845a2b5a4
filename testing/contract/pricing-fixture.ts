import type { BasketCustomer } from '../../commerce/basket/basket.ts';
import {
  type ChannelPricing,
  type PricingData,
  type PricingProduct,
  targetsOf,
} from '../../commerce/basket/pricing-data.ts';
import type { PriceAgreement } from '../../commerce/pricing/price-agreement.ts';
import type { Coupon, Offer, OfferLine, OfferRule } from '../../commerce/promotions/offer.ts';
import { usualTaxRounding } from '../../commerce/tax/tax-setup.ts';
import { type PricingDataAnswer, writePricingData } from '../../protocol/pricing-data-messages.ts';

/**
 * Masters of a small shop for tests of the pricing API: a channel with tax in its prices (S1, GBP) and one
 * without (S2, EUR), products of every kind, offers, coupons of every state, a customer with a price group.
 */
const settings: ChannelPricing['settings'] = {
  choice: 'specific',
  adjustUp: false,
  concurrency: 'withinPriority',
  compounding: 'running',
  exclusiveThresholdsCompete: false,
  taxRounding: usualTaxRounding,
  inclusiveAmountKeeps: 'gross',
  manualLineDiscount: 'compound',
  offersOnOverriddenPrices: false,
  offersOnKeyedInPrices: true,
};

const channels: Record<string, { channel: ChannelPricing; timeZone: string }> = {
  S1: {
    channel: { currency: 'GBP', pricesIncludeTax: true, priceGroups: ['retail'], settings },
    timeZone: 'Europe/London',
  },
  S2: {
    channel: { currency: 'EUR', pricesIncludeTax: false, priceGroups: ['retail'], settings },
    timeZone: 'Europe/Berlin',
  },
};

export const newestVersions = { global: 4, 'assortment:gifts': 7 };
export const earlierVersions = { global: 4, 'assortment:gifts': 6 };

function product(sku: string, name: string, more: Partial<PricingProduct> = {}): PricingProduct {
  return {
    sku,
    name,
    variantOf: null,
    dimensions: {},
    unitOfMeasure: 'pcs',
    unitConversions: [],
    attributes: {},
    targets: targetsOf({ sku, variantOf: null, categories: [], labels: [] }),
    taxCode: 'STANDARD',
    isWeighed: false,
    blocks: { offers: false, manual: false, tender: false },
    kit: [],
    ...more,
  };
}

const products = [
  product('HEART', 'White heart holder', {
    unitConversions: [{ unitOfMeasure: 'box', numerator: 12, denominator: 1 }],
  }),
  product('LAMP', 'Red lamp'),
  product('RICE', 'Rice, loose', { unitOfMeasure: 'kg', isWeighed: true }),
  product('BEAD', 'Glass bead'),
  product('UNPRICED', 'Not for sale yet'),
  product('UNTAXED', 'Of a tax code without a rate', { taxCode: 'NONE' }),
];

function price(sku: string, amountMinor: number, more: Partial<PriceAgreement> = {}): PriceAgreement {
  return {
    id: `${sku}@${amountMinor}`,
    sku,
    priceGroup: null,
    currency: 'GBP',
    minQuantityThousandths: 1000,
    amountMinor,
    priceUnitThousandths: 1000,
    validFrom: '2026-01-01',
    validTo: null,
    ...more,
  };
}

const prices = (heartMinor: number) => [
  price('HEART', heartMinor),
  price('HEART', heartMinor + 30, { validFrom: '2026-12-01' }),
  price('HEART', 240, { currency: 'EUR' }),
  price('LAMP', 1250),
  price('LAMP', 1100, { priceGroup: 'trade' }),
  price('LAMP', 900, { customer: '90001' }),
  price('RICE', 399, { minQuantityThousandths: 1 }),
  price('BEAD', 7, { priceUnitThousandths: 10_000 }),
  price('UNTAXED', 100),
];

function offer(id: string, name: string, rule: OfferRule, more: Partial<Offer> = {}): Offer {
  return {
    id,
    name,
    currency: 'GBP',
    validFrom: '2026-01-01',
    validTo: null,
    periods: [],
    priceGroups: ['retail'],
    allPriceGroups: false,
    couponNeeded: false,
    priority: null,
    concurrency: 'bestPrice',
    limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
    rule,
    ...more,
  };
}

const percent = (basisPoints: number) => ({ type: 'percent' as const, basisPoints });
const offers = [
  offer('three-for-two', 'Three hearts for two', {
    type: 'leastExpensive',
    units: 3,
    rewarded: 1,
    reward: percent(10_000),
    favour: 'customer',
    distribute: false,
  }),
  offer('lamp-10', 'A tenth off lamps', { type: 'simple', reward: percent(1000) }),
  offer(
    'lamp-half',
    'Half a lamp, by coupon',
    { type: 'simple', reward: percent(5000) },
    { couponNeeded: true },
  ),
];

function offerLine(id: string, target: string): OfferLine {
  const line = { offer: id, line: 1, target, dimensions: {}, unitOfMeasure: null };
  return { ...line, exclude: false, group: 0, reward: null };
}

const offerLines = [
  offerLine('three-for-two', 'product:HEART'),
  offerLine('lamp-10', 'product:LAMP'),
  offerLine('lamp-half', 'product:LAMP'),
];

function coupon(code: string, more: Partial<Coupon> = {}): Coupon {
  const always = { validFrom: '2026-01-01', validTo: null, customer: null, usesMax: null, used: 0 };
  return { code, offer: 'lamp-half', ...always, ...more };
}

const coupons = [
  coupon('HALF'),
  coupon('LATER', { validFrom: '2027-01-01' }),
  coupon('GONE', { validTo: '2026-03-31' }),
  coupon('THEIRS', { customer: '90001' }),
  coupon('USED', { usesMax: 1, used: 1 }),
];

interface ShopCustomer extends BasketCustomer {
  readonly name: string;
  readonly isTaxExempt: boolean;
}

const customers: Record<string, ShopCustomer> = {
  '17850': {
    number: '17850',
    name: 'Trade',
    priceGroups: [{ id: 'trade', source: 'customer' }],
    attributes: {},
    isTaxExempt: false,
  },
  EXEMPT: { number: 'EXEMPT', name: 'Embassy', priceGroups: [], attributes: {}, isTaxExempt: true },
};
const loyaltyCards: Record<string, string> = { CARD1: '17850' };

interface Wanted {
  readonly skus: readonly string[];
  readonly coupons: readonly string[];
  readonly customer: string | null;
  readonly loyaltyCard: string | null;
}

/** Stands for the reading of masters at headquarters: only what was asked for, under the versions asked for. */
export async function readSmallShop(
  _database: unknown,
  scope: { readonly store: string; readonly snapshot?: Readonly<Record<string, number>> | undefined },
  wanted: Wanted,
) {
  const found = channels[scope.store];
  const snapshot: Readonly<Record<string, number>> = scope.snapshot ?? newestVersions;
  if (!found || (snapshot['assortment:gifts'] ?? 0) < earlierVersions['assortment:gifts']) return null;
  const rows = prices(snapshot['assortment:gifts'] === earlierVersions['assortment:gifts'] ? 255 : 295);
  const asked = new Set(wanted.skus);
  const data: PricingData = {
    products: new Map(products.filter(({ sku }) => asked.has(sku)).map((row) => [row.sku, row])),
    agreements: Map.groupBy(
      rows.filter(({ sku }) => asked.has(sku)),
      ({ sku }) => sku,
    ),
    adjustments: new Map(),
    offers: new Map(offers.map((row) => [row.id, row])),
    offerLines: Map.groupBy(offerLines, ({ target }) => target),
    coupons: new Map(
      coupons.filter(({ code }) => wanted.coupons.includes(code)).map((row) => [row.code, row]),
    ),
    groupPriorities: new Map(),
    taxCodes: [],
    taxRates: [{ taxCode: 'STANDARD', validFrom: '2011-01-04', ratePpm: 200_000 }],
    snapshot,
  };
  const number = wanted.customer ?? loyaltyCards[wanted.loyaltyCard ?? ''] ?? '';
  return { ...found, data, customer: customers[number] ?? null };
}

/** What headquarters answers who prices baskets of these products in the small shop. */
export async function smallShopAnswer(...skus: string[]): Promise<PricingDataAnswer> {
  const wanted = { skus, coupons: [], customer: null, loyaltyCard: null };
  const read = await readSmallShop(null as never, { store: 'S1' }, wanted);
  if (!read) throw new Error('the small shop has a channel S1');
  const { channel, data, customer, timeZone } = read;
  return {
    ...{ channel, customer, timeZone, data: writePricingData(data) },
    ...{ date: '2026-11-26', minuteOfDay: 720, snapshotId: '' },
  };
}
