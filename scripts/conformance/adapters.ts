import { allocation } from './adapters/allocation.ts';
import { bestPrice } from './adapters/best-price.ts';
import { cashRounding } from './adapters/cash-rounding.ts';
import { concurrency } from './adapters/concurrency.ts';
import { coupons } from './adapters/coupons.ts';
import { document } from './adapters/document.ts';
import { globalDiscount } from './adapters/global-discount.ts';
import { notOffered } from './adapters/not-offered.ts';
import { offerKinds } from './adapters/offer-kinds.ts';
import { otherTax } from './adapters/other-tax.ts';
import { price } from './adapters/price.ts';
import { promotions } from './adapters/promotions.ts';
import { returns } from './adapters/returns.ts';
import { rounding } from './adapters/rounding.ts';
import { shares } from './adapters/shares.ts';
import { tax } from './adapters/tax.ts';
import type { Adapter } from './vector.ts';

/** Asked in this order; the first that knows a vector answers. */
export const adapters: readonly Adapter[] = [
  ...notOffered,
  bestPrice,
  ...concurrency,
  ...allocation,
  ...offerKinds,
  ...price,
  ...returns,
  ...rounding,
  ...tax,
  ...otherTax,
  ...shares,
  coupons,
  ...promotions,
  globalDiscount,
  cashRounding,
  document,
];
