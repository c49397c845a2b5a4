import * as z from 'zod';
import type { Basket } from '../../commerce/basket/basket.ts';
import type { PricedBasket } from '../../commerce/basket/priced-basket.ts';
import type { PricingSettings } from '../../commerce/basket/pricing-data.ts';
import { basisPoints, Currency, cutTo, decimalsOf, isWritten, type Written } from './currency.ts';
import { taxRoundingOf } from './tax-mode.ts';
import {
  basketOf,
  lineOf,
  makeWorld,
  type OfferSpec,
  type ProductSpec,
  priceIn,
  type TaxesSpec,
  untaxed,
} from './world.ts';
import { taxesOf, type WrittenTax } from './written-taxes.ts';

export const written = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]);

export const writtenTax = z.strictObject({
  rate: written.optional(),
  fixed: written.optional(),
  included: z.boolean().optional(),
  affects_next_base: z.boolean().optional(),
  base_affected: z.boolean().optional(),
  compound: z.boolean().optional(),
  priority: z.int().optional(),
});

/** The price of one, with tax in it (`gross`) or without. */
const price = {
  gross: written.optional(),
  net: written.optional(),
  unit: written.optional(),
  unit_gross: written.optional(),
  qty: z.number().optional(),
};

const line = z.strictObject({
  ...price,
  rate: written.optional(),
  taxable: z.boolean().optional(),
  pct: written.optional(),
});

/** A document of sale as other systems' vectors write it: one line or several, their taxes, what is taken off. */
export const writtenDocument = z
  .strictObject({
    ...price,
    lines: z.array(z.union([written, line])).optional(),
    rate_pct: written.optional(),
    rate: written.optional(),
    taxes: z.array(writtenTax).optional(),
    rates_included: z.array(written).optional(),
    codes: z.array(written).optional(),
    division_rates: z.array(written).optional(),
    included: z.boolean().optional(),
    prices_include_tax: z.boolean().optional(),
    currency_step: z.string().optional(),
    mode: z.string().optional(),
    target: z.enum(['net', 'tax']).optional(),
    scale: z.string().optional(),
    coupon_pct: written.optional(),
    pct: written.optional(),
    item_discount_pct: written.optional(),
    order_discount: written.optional(),
    order_discount_pct: written.optional(),
    adjustment: written.optional(),
    promo_gross: written.optional(),
    surcharge_gross: written.optional(),
    shipping_gross: written.optional(),
    shipping_net: written.optional(),
    shipping_untaxed: written.optional(),
  })
  .refine(({ gross, net, unit, unit_gross, lines }) => {
    return [gross, net, unit, unit_gross, lines].filter((given) => given !== undefined).length === 1;
  });
export type WrittenDocument = z.infer<typeof writtenDocument>;
type WrittenLine = z.infer<typeof line>;

export interface DocumentAnswer {
  readonly currency: Currency;
  /** Whether the vector wants amounts finer than its currency: then they are, and to be cut to its decimals. */
  readonly isUnrounded: boolean;
  /** Without what is taken off. */
  readonly before: PricedBasket;
  readonly after: PricedBasket;
}

export interface DocumentOptions {
  /** Plain JSON numbers are minor units instead of amounts. */
  readonly numbersAreMinor?: boolean;
  /** Words that decide the rounding besides the document's own. */
  readonly mode?: string;
  readonly offers?: readonly OfferSpec[];
  readonly discount?: Basket['discount'];
  readonly settings?: Partial<PricingSettings>;
}

/** Prices the document with what is taken off and without, in a currency fine enough for what is expected. */
export function priceDocument(
  document: WrittenDocument,
  expected: unknown,
  options: DocumentOptions = {},
): DocumentAnswer {
  const lines = linesOf(document);
  const { currency, isUnrounded } = currencyOf(document, lines, expected, options);
  const includesTax =
    document.included || document.prices_include_tax || lines.some(({ gross }) => gross !== undefined);
  const taxes = taxesOfDocument(document, lines, currency);
  const rounding = taxRoundingOf(`${document.mode ?? ''} ${options.mode ?? ''}`);
  const step = document.currency_step;
  const world = (offers: readonly OfferSpec[]) =>
    makeWorld({
      products: productsOf(document, lines, currency),
      offers,
      taxes: { codes: taxes.codes, rates: taxes.rates },
      pricesIncludeTax: includesTax ?? false,
      settings: {
        taxRounding: {
          ...rounding,
          stepMinor: step === undefined ? 1 : currency.minor(step),
          target: document.target ?? 'tax',
        },
        discountRounding: document.coupon_pct === undefined ? 'halfAwayFromZero' : 'halfTowardZero',
        ...options.settings,
      },
    });
  const goods = [
    ...lines.map(({ qty = 1 }, index) => lineOf(skuOf(index), qty)),
    ...(document.surcharge_gross === undefined ? [] : [lineOf('surcharge')]),
  ];
  const delivery = deliveryOf(document, currency);
  const discount = options.discount ?? discountOf(document, currency);
  const offers = [...offersOf(document, lines), ...(options.offers ?? [])];
  return {
    currency,
    isUnrounded,
    before: priceIn(world([]), basketOf(goods, { delivery })),
    after: priceIn(world(offers), basketOf(goods, { delivery, discount })),
  };
}

export const skuOf = (index: number) => `line ${index}`;

function linesOf({ lines, gross, net, unit, unit_gross, qty, scale }: WrittenDocument): WrittenLine[] {
  const all = lines?.map((one) => (isWritten(one) ? { net: one } : one)) ?? [
    { gross, net, unit, unit_gross, qty },
  ];
  const [, decimals] = /to (\d+) dp/.exec(scale ?? '') ?? [];
  return all.map((one): WrittenLine => {
    const { unit_gross: withTax, unit: without, ...rest } = one as WrittenLine;
    const cut = (value: Written | undefined) =>
      value === undefined || decimals === undefined ? value : cutTo(value, Number(decimals));
    return { ...rest, gross: cut(rest.gross ?? withTax), net: cut(rest.net ?? without) };
  });
}

function currencyOf(
  document: WrittenDocument,
  lines: readonly WrittenLine[],
  expected: unknown,
  { numbersAreMinor = false }: DocumentOptions,
): Pick<DocumentAnswer, 'currency' | 'isUnrounded'> {
  const { currency_step: step, shipping_untaxed, shipping_gross, adjustment, promo_gross } = document;
  const amounts = [
    lines.map(({ gross, net }) => [gross, net]),
    shipping_untaxed,
    shipping_gross,
    adjustment,
    promo_gross,
  ];
  if (numbersAreMinor && amounts.flat(2).every((amount) => typeof amount !== 'string'))
    return { currency: new Currency(0), isUnrounded: false };
  if (step !== undefined) return { currency: new Currency(decimalsOf(step, amounts)), isUnrounded: false };
  const usual = 2;
  const asked = decimalsOf(expected);
  if (asked <= usual) return { currency: new Currency(usual), isUnrounded: false };
  return { currency: new Currency(Math.max(asked, decimalsOf(amounts)) + 2), isUnrounded: true };
}

function productsOf(
  document: WrittenDocument,
  lines: readonly WrittenLine[],
  currency: Currency,
): ProductSpec[] {
  const goods = lines.map(({ gross, net = 0, rate, taxable }, index) => ({
    sku: skuOf(index),
    price: currency.price(gross ?? net),
    taxCode: taxable === false ? untaxed : rate === undefined ? documentTax : taxOfLine(index),
  }));
  if (document.surcharge_gross === undefined) return goods;
  return [
    ...goods,
    { sku: 'surcharge', price: currency.minor(document.surcharge_gross), taxCode: surchargeTax },
  ];
}

const documentTax = 'DOCUMENT';
const surchargeTax = 'SURCHARGE';
const taxOfLine = (index: number) => `LINE ${index}`;

function taxesOfDocument(
  document: WrittenDocument,
  lines: readonly WrittenLine[],
  currency: Currency,
): TaxesSpec {
  const own = ownTaxes(document);
  const all = [
    own.length > 0 ? taxesOf(documentTax, own, currency) : taxesOf(documentTax, [{ rate: 0 }], currency),
    taxesOf(
      surchargeTax,
      own.map((tax) => ({ ...tax, included: true })),
      currency,
    ),
    ...lines.map(({ rate }, index) => taxesOf(taxOfLine(index), [{ rate: rate ?? 0 }], currency)),
  ];
  return { codes: all.flatMap(({ codes }) => codes), rates: all.flatMap(({ rates }) => rates) };
}

function ownTaxes(document: WrittenDocument): WrittenTax[] {
  const { taxes, rates_included, codes, division_rates, rate_pct, rate = rate_pct } = document;
  if (taxes) return taxes;
  if (rates_included) return rates_included.map((each) => ({ rate: each, included: true }));
  if (codes) return codes.map((each) => ({ rate: each }));
  if (division_rates) return division_rates.map((each) => ({ rate: each, division: true }));
  return rate === undefined ? [] : [{ rate }];
}

function offersOf(
  { coupon_pct, pct, item_discount_pct }: WrittenDocument,
  lines: readonly WrittenLine[],
): OfferSpec[] {
  const percent = (value: Written) => ({ type: 'percent', basisPoints: basisPoints(value) }) as const;
  const offers: OfferSpec[] = [];
  const ofItems = item_discount_pct ?? pct;
  if (ofItems !== undefined) offers.push({ id: 'items', rule: { type: 'simple', reward: percent(ofItems) } });
  if (coupon_pct !== undefined) offers.push({ id: 'coupon', rule: ofBasket(percent(coupon_pct)) });
  lines.forEach(({ pct: own }, index) => {
    if (own === undefined) return;
    const rule = { type: 'simple', reward: percent(own) } as const;
    offers.push({ id: `offer ${index}`, rule, groups: [[skuOf(index)]] });
  });
  return offers;
}

/** Off the whole basket, whatever it costs. */
export function ofBasket(
  reward: Extract<OfferSpec['rule'], { type: 'simple' }>['reward'],
): OfferSpec['rule'] {
  return {
    type: 'threshold',
    tiers: [{ minAmountMinor: 0, reward }],
    repeat: false,
    countNonDiscountable: false,
    gifts: [],
  };
}

function discountOf(
  { order_discount, order_discount_pct, adjustment, promo_gross }: WrittenDocument,
  currency: Currency,
): Basket['discount'] {
  if (order_discount_pct !== undefined)
    return { type: 'percent', basisPoints: basisPoints(order_discount_pct) };
  const amount = order_discount ?? adjustment ?? promo_gross;
  return amount === undefined ? null : { type: 'amount', amountMinor: currency.minor(amount) };
}

function deliveryOf(
  { shipping_gross, shipping_net, shipping_untaxed }: WrittenDocument,
  currency: Currency,
): Basket['delivery'] {
  const charge = shipping_gross ?? shipping_net ?? shipping_untaxed;
  if (charge === undefined) return null;
  return {
    mode: 'post',
    chargeMinor: currency.minor(charge),
    taxCode: shipping_untaxed === undefined ? documentTax : untaxed,
  };
}
