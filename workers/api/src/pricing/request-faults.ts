import type { BasketLine } from '../../../../commerce/basket/basket.ts';
import type { LineFault, PricedBasket } from '../../../../commerce/basket/priced-basket.ts';
import type { PricingData, PricingProduct } from '../../../../commerce/basket/pricing-data.ts';
import { type CouponState, couponState } from '../../../../commerce/promotions/offer-conditions.ts';
import type { FieldError } from '../../../../protocol/problem.ts';
import type { PricingInstant } from './pricing-instant.ts';
import type { ChannelRead, PricingWanted } from './read-pricing.ts';

/** What a line or a coupon is refused for: a stable name and a sentence. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
}

type AskedLine = Pick<BasketLine, 'sku' | 'quantityThousandths' | 'unitOfMeasure'>;

/** What is wrong with a line before anything is priced; null where nothing is. */
export function lineFault(
  line: AskedLine,
  data: PricingData,
  channel: string,
): (Fault & { field: string }) | null {
  const { sku, quantityThousandths, unitOfMeasure } = line;
  const product = data.products.get(sku);
  if (!product) {
    const detail = `channel ${channel} has no product ${sku}`;
    return { field: 'sku', code: 'unknownProduct', detail };
  }
  if (unitOfMeasure !== null && !isKnownUnit(unitOfMeasure, product, data)) {
    const detail = `product ${sku} is not sold by ${unitOfMeasure}; its unit is ${product.unitOfMeasure}`;
    return { field: 'unitOfMeasure', code: 'unknownUnitOfMeasure', detail };
  }
  if (!product.isWeighed && quantityThousandths % 1000 !== 0) {
    const detail = `product ${sku} is sold in whole units: a multiple of 1000`;
    return { field: 'quantityThousandths', code: 'fractionOfUnit', detail };
  }
  return null;
}

/** A price may be agreed in a unit that nothing is converted to. */
function isKnownUnit(unit: string, product: PricingProduct, data: PricingData): boolean {
  if (unit === product.unitOfMeasure) return true;
  if (product.unitConversions.some((conversion) => conversion.unitOfMeasure === unit)) return true;
  return [product.sku, product.variantOf].some(
    (sku) => sku !== null && data.agreements.get(sku)?.some((row) => row.unitOfMeasure === unit),
  );
}

/** Whoever was named and is not there. */
export function buyerFaults({ customer, loyaltyCard }: PricingWanted, read: ChannelRead): FieldError[] {
  if (read.customer !== null || (customer === null && loyaltyCard === null)) return [];
  return customer === null
    ? [
        {
          pointer: '/loyaltyCard',
          code: 'unknownLoyaltyCard',
          detail: `there is no loyalty card ${loyaltyCard}`,
        },
      ]
    : [{ pointer: '/customer', code: 'unknownCustomer', detail: `there is no customer ${customer}` }];
}

export function couponFaults(
  coupons: readonly string[],
  { date }: PricingInstant,
  { data, customer }: ChannelRead,
): FieldError[] {
  return coupons.flatMap((code, index) => {
    const coupon = data.coupons.get(code);
    const state = couponState(coupon, { date, customer: customer?.number ?? null });
    if (state === 'accepted') return [];
    const fault = couponProblems[state];
    const day = state === 'notYetValid' ? coupon?.validFrom : coupon?.validTo;
    const detail = `coupon ${code} ${fault.says}${fault.withDay ? ` ${day}` : ''}`;
    return [{ pointer: `/coupons/${index}`, code: fault.code, detail }];
  });
}

const couponProblems: Record<
  Exclude<CouponState, 'accepted'>,
  { readonly code: string; readonly says: string; readonly withDay?: true }
> = {
  unknown: { code: 'unknownCoupon', says: 'is not known' },
  notYetValid: { code: 'couponNotYetValid', says: 'is not valid before', withDay: true },
  expired: { code: 'couponExpired', says: 'was valid until', withDay: true },
  otherCustomer: { code: 'couponOfOtherCustomer', says: 'is for another customer' },
  usedUp: { code: 'couponUsedUp', says: 'has been used as often as it may be' },
};

/** Lines that could not be priced, by what pricing says of them. */
export function pricedFaults(priced: PricedBasket, date: string): (Fault | null)[] {
  return priced.lines.map(({ fault, sku }) => fault && faultOfPricing(fault, sku, date));
}

function faultOfPricing(fault: LineFault, sku: string, date: string): Fault {
  switch (fault.type) {
    case 'unknownProduct':
      return { code: 'unknownProduct', detail: `there is no product ${sku}` };
    case 'noPrice':
      return { code: 'noPrice', detail: `product ${sku} has no price on ${date}` };
    case 'noTaxRate':
      return {
        code: 'noTaxRate',
        detail: `product ${sku} cannot be taxed on ${date}: ${fault.taxCode} has no rate`,
      };
    default:
      return { code: 'notTaxable', detail: `product ${sku} cannot be taxed: see tax code ${fault.taxCode}` };
  }
}
