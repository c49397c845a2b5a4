import { plainBasket, plainLine } from '../../../../commerce/basket/basket.ts';
import { priceBasket } from '../../../../commerce/basket/price-basket.ts';
import type { Solve } from '../../../../commerce/promotions/offer-round.ts';
import type { ItemFault, ItemPrice, PricesRequest } from '../../../../protocol/pricing-messages.ts';
import { kindOf } from '../problem.ts';
import type { OpenRequest } from './open-request.ts';
import { type Fault, lineFault, pricedFaults } from './request-faults.ts';
import { unitPriceMinor } from './unit-price-minor.ts';

const ONE_UNIT_THOUSANDTHS = 1000;

/** Each SKU as if it were all that is bought: its prices, or why it has none. */
export function priceItems(
  { channel, skus, quantityThousandths = ONE_UNIT_THOUSANDTHS }: PricesRequest,
  open: OpenRequest,
  solve: Solve,
): (ItemPrice | ItemFault)[] {
  return skus.map((sku) => {
    const line = plainLine('1', sku, quantityThousandths);
    const fault = lineFault(line, open.read.data, channel);
    return fault ? itemFault(sku, fault) : priceItem(sku, quantityThousandths, open, solve);
  });
}

function priceItem(
  sku: string,
  quantityThousandths: number,
  { read: { channel, data, customer }, instant: { date, minuteOfDay } }: OpenRequest,
  solve: Solve,
): ItemPrice | ItemFault {
  const basket = {
    ...plainBasket(date, [plainLine('1', sku, quantityThousandths)]),
    minuteOfDay,
    customer,
    isTaxExempt: customer?.isTaxExempt ?? false,
  };
  const priced = priceBasket(basket, channel, data, solve);
  const [fault] = pricedFaults(priced, date);
  const [line] = priced.lines;
  const product = data.products.get(sku);
  if (fault || !line || !product) return itemFault(sku, fault ?? noPrice(sku));
  return {
    sku,
    name: product.name,
    unitOfMeasure: product.unitOfMeasure,
    quantityThousandths,
    unitPriceMinor: unitPriceMinor(line.unitPrice),
    basePriceMinor: line.basePrice && unitPriceMinor(line.basePrice),
    discountMinor: priced.totals.discountMinor,
    netMinor: line.netMinor,
    taxMinor: line.taxMinor,
    grossMinor: line.grossMinor,
    offers: line.discounts.map(({ offer, name, amountMinor }) => ({
      offer: offer ?? '',
      name,
      discountMinor: amountMinor,
    })),
  };
}

function noPrice(sku: string): Fault {
  return { code: 'noPrice', detail: `product ${sku} has no price` };
}

/** A fault's name as the type of a problem: `unknownProduct` is `unknown-product`. */
function itemFault(sku: string, { code, detail }: Fault): ItemFault {
  const kind = kindOf(code.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  return { sku, error: { ...kind, status: 422, detail } };
}
