import { assert } from '../assert.ts';
import type { Basket, BasketLine, Buyer } from '../basket/basket.ts';
import { type PricingWork, workOutBasket } from '../basket/price-basket.ts';
import type { PricedBasketLine } from '../basket/priced-basket.ts';
import type { ChannelPricing, PricingData } from '../basket/pricing-data.ts';
import { sumMinor, zeroMinor } from '../money/minor.ts';
import { noSearch, type Solve } from '../promotions/offer-round.ts';
import type { TransactionLine } from '../transaction/retail-transaction.ts';
import type { Cart, CartLine, DiscountByHand } from './cart.ts';
import type { PricedCart, PricedLine } from './priced-cart.ts';

/** Everything that prices a cart besides the cart. */
export interface CartPricing {
  readonly channel: ChannelPricing;
  readonly data: PricingData;
  /** Whoever buys, where the cart names a customer. */
  readonly buyer: Buyer | null;
  readonly solve: Solve;
}

/** Prices every line and adds the lines up. Voided lines stay, with their price, and count for nothing. */
export function priceCart(cart: Cart, pricing: CartPricing): PricedCart {
  if (cart.purpose === 'adjustStock') return uncharged(cart);
  const { priced } = workOutCart(cart, pricing);
  const byNumber = new Map<number, PricedBasketLine>();
  const keep = (lines: readonly CartLine[], found: readonly PricedBasketLine[]) => {
    for (const [index, { line }] of lines.entries()) byNumber.set(line, found[index] as PricedBasketLine);
  };
  const live = cart.lines.filter(({ voided }) => !voided);
  keep(live, priced.lines);
  if (live.length < cart.lines.length) {
    const voided = cart.lines.filter((line) => line.voided);
    keep(voided, priceVoided(voided, cart, pricing));
  }
  const lines = cart.lines.map((line) => {
    const found = byNumber.get(line.line);
    assert(found, 'every line of the cart is priced');
    return pricedCartLine(line, found);
  });
  const totals = {
    ...priced.totals,
    quantityThousandths: live.reduce((sum, line) => sum + line.quantityThousandths, 0),
  };
  const { coupons, search } = priced;
  return { lines, totals, ...toPay(cart, totals.grossMinor), coupons, search };
}

/** The same with what it was made from, for an explanation; of the lines that count. */
export function workOutCart(cart: Cart, pricing: CartPricing): PricingWork {
  return workOutBasket(cartBasket(cart, pricing), pricing.channel, pricing.data, pricing.solve);
}

/** The lines that count, as pricing sees them. */
export function cartBasket(cart: Cart, { buyer }: Pick<CartPricing, 'buyer'>): Basket {
  return {
    date: cart.startedAt?.date ?? '',
    minuteOfDay: cart.startedAt?.minuteOfDay ?? 0,
    customer: buyer,
    coupons: cart.coupons,
    lines: cart.lines.filter(({ voided }) => !voided).map(basketLine),
    discount: cart.discount?.discount ?? null,
    isTaxExempt: cart.taxExemption !== null || (buyer?.isTaxExempt ?? false),
    delivery: null,
    tenders: cart.tenders.map(({ tenderType, coversMinor }) => ({
      tenderType,
      amountMinor: coversMinor ?? 0,
    })),
  };
}

/** A voided line shows what it would have cost by itself: it makes no offer come true. */
function priceVoided(
  voided: readonly CartLine[],
  cart: Cart,
  pricing: CartPricing,
): readonly PricedBasketLine[] {
  const basket = { ...cartBasket(cart, pricing), lines: voided.map(basketLine), coupons: [] };
  const withoutOffers = { ...pricing.data, offers: new Map() };
  return workOutBasket(basket, pricing.channel, withoutOffers, pricing.solve).priced.lines;
}

function basketLine({
  line,
  product,
  quantityThousandths,
  override,
  discount,
  returned,
}: CartLine): BasketLine {
  return {
    id: String(line),
    sku: product.sku,
    quantityThousandths,
    unitOfMeasure: null,
    fixedPrice: override && { unitPrice: override.unitPrice, how: 'overridden' },
    discount: discount?.discount ?? null,
    taxCode: null,
    isTaxExempt: false,
    settled: returned && {
      unitPrice: returned.unitPrice,
      netMinor: returned.grossMinor - returned.taxMinor,
      grossMinor: returned.grossMinor,
      taxes: returned.taxes ?? [
        {
          code: product.taxCode,
          ratePpm: returned.taxRatePpm,
          baseMinor: returned.grossMinor - returned.taxMinor,
          taxMinor: returned.taxMinor,
        },
      ],
    },
  };
}

function pricedCartLine(line: CartLine, priced: PricedBasketLine): PricedLine {
  const { product, returned, override } = line;
  const { unitPrice, listPrice, priceAgreement, amountMinor, discounts, paid, taxes, fault } = priced;
  return {
    line: line.line,
    sku: product.sku,
    name: product.name,
    quantityThousandths: line.quantityThousandths,
    stocked: product.stocked,
    voided: line.voided,
    unitPrice,
    listPrice,
    priceAgreement,
    override: override && { reasonCode: override.reasonCode, employee: override.employee },
    manualDiscount: byHand(line.discount),
    returnOf: returned && { receiptId: returned.receiptId, line: returned.line },
    amountMinor,
    discounts,
    paid,
    taxCode: product.taxCode,
    taxRatePpm: taxes.length === 1 ? (taxes[0]?.ratePpm ?? 0) : 0,
    taxes,
    netMinor: priced.netMinor,
    taxMinor: priced.taxMinor,
    grossMinor: priced.grossMinor,
    priced: fault === null,
  };
}

/** Who took something off, and why: how much stands in the line's discounts. */
export function byHand(discount: DiscountByHand | null): TransactionLine['manualDiscount'] {
  return discount && { reasonCode: discount.reasonCode, employee: discount.employee };
}

/** Stock that is counted anew costs nobody anything. */
function uncharged(cart: Cart): PricedCart {
  const nothing = { amountMinor: 0, priceUnitThousandths: 1000 };
  const counted = cart.lines.filter(({ voided }) => !voided);
  return {
    lines: cart.lines.map(({ line, product, quantityThousandths, voided }) => ({
      line,
      sku: product.sku,
      name: product.name,
      quantityThousandths,
      stocked: product.stocked,
      voided,
      unitPrice: nothing,
      listPrice: null,
      priceAgreement: null,
      override: null,
      manualDiscount: null,
      returnOf: null,
      amountMinor: zeroMinor,
      discounts: [],
      paid: [],
      taxCode: product.taxCode,
      taxRatePpm: 0,
      taxes: [],
      netMinor: zeroMinor,
      taxMinor: zeroMinor,
      grossMinor: zeroMinor,
      priced: true,
    })),
    totals: {
      netMinor: zeroMinor,
      taxMinor: zeroMinor,
      grossMinor: zeroMinor,
      discountMinor: zeroMinor,
      quantityThousandths: counted.reduce((sum, line) => sum + line.quantityThousandths, 0),
    },
    ...toPay(cart, 0),
    coupons: [],
    search: noSearch,
  };
}

function toPay(cart: Cart, grossMinor: number): Pick<PricedCart, 'tenderedMinor' | 'dueMinor'> {
  const tenderedMinor = sumMinor(cart.tenders.map((tender) => tender.amountMinor));
  return { tenderedMinor, dueMinor: grossMinor - tenderedMinor };
}
