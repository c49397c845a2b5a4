import { minor, sumMinor, zeroMinor } from '../money/minor.ts';
import { lineAmountMinor, type UnitPrice } from '../money/unit-price.ts';
import { type PriceAgreement, resolvePrice } from '../pricing/resolve-price.ts';
import { type TaxRate, taxLine, taxRateInForce } from '../tax/line-tax.ts';
import type { TransactionLine, TransactionTotals } from '../transaction/retail-transaction.ts';
import type { Cart, CartLine } from './cart.ts';

/** Named in every priced document; raised when the same input may give another answer. */
export const engineVersion = '1';

/** How the channel sells. */
export interface PricingSetup {
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly priceGroups: readonly string[];
}

/** What pricing reads, loaded by key for the basket at hand. `snapshot` names the stream versions read. */
export interface PricingData {
  readonly agreements: ReadonlyMap<string, readonly PriceAgreement[]>;
  readonly taxRates: readonly TaxRate[];
  readonly snapshot: Readonly<Record<string, number>>;
}

export interface PricedCart {
  readonly lines: readonly PricedLine[];
  readonly totals: TransactionTotals;
  readonly tenderedMinor: number;
  /** What is still to pay; negative when money goes back to the customer. */
  readonly dueMinor: number;
}

/** `priced` is false where the channel has no price, or no tax rate, for the product that day. */
export interface PricedLine extends TransactionLine {
  readonly priced: boolean;
}

const noPrice: UnitPrice = { amountMinor: 0, priceUnitThousandths: 1000 };

/** Prices every line and adds the lines up. Voided lines stay, with their price, and count for nothing. */
export function priceCart(cart: Cart, setup: PricingSetup, data: PricingData): PricedCart {
  const date = cart.startedAt?.date ?? '';
  const lines = cart.lines.map((line) => priceLine(line, cart, date, setup, data));
  const counted = lines.filter((line) => !line.voided);
  const totals = {
    netMinor: sumMinor(counted.map((line) => line.netMinor)),
    taxMinor: sumMinor(counted.map((line) => line.taxMinor)),
    grossMinor: sumMinor(counted.map((line) => line.grossMinor)),
    quantityThousandths: counted.reduce((sum, line) => sum + line.quantityThousandths, 0),
  };
  const tenderedMinor = sumMinor(cart.tenders.map((tender) => tender.amountMinor));
  return { lines, totals, tenderedMinor, dueMinor: totals.grossMinor - tenderedMinor };
}

function priceLine(
  line: CartLine,
  cart: Cart,
  date: string,
  setup: PricingSetup,
  data: PricingData,
): PricedLine {
  const { product, returned } = line;
  const facts = {
    line: line.line,
    sku: product.sku,
    name: product.name,
    quantityThousandths: line.quantityThousandths,
    stocked: product.stocked,
    voided: line.voided,
    taxCode: product.taxCode,
  };
  if (cart.purpose === 'adjustStock') {
    return { ...facts, ...noPriceFields, taxRatePpm: 0, priced: true };
  }
  if (returned) {
    const grossMinor = minor(returned.grossMinor);
    const taxMinor = minor(returned.taxMinor);
    return {
      ...facts,
      ...noPriceFields,
      unitPrice: returned.unitPrice,
      returnOf: { receiptId: returned.receiptId, line: returned.line },
      taxRatePpm: returned.taxRatePpm,
      netMinor: minor(grossMinor - taxMinor),
      taxMinor,
      grossMinor,
      priced: true,
    };
  }
  const agreement = resolvePrice(data.agreements.get(product.sku) ?? [], {
    sku: product.sku,
    currency: setup.currency,
    quantityThousandths: line.quantityThousandths,
    date,
    priceGroups: setup.priceGroups,
  });
  const listPrice = agreement
    ? { amountMinor: agreement.amountMinor, priceUnitThousandths: agreement.priceUnitThousandths }
    : null;
  const unitPrice = line.override?.unitPrice ?? listPrice ?? noPrice;
  const rate = cart.taxExemption ? 0 : taxRateInForce(data.taxRates, product.taxCode, date)?.ratePpm;
  const amounts = taxLine(
    lineAmountMinor(line.quantityThousandths, unitPrice),
    rate ?? 0,
    setup.pricesIncludeTax,
  );
  return {
    ...facts,
    ...noPriceFields,
    unitPrice,
    listPrice,
    priceAgreement: agreement?.id ?? null,
    override: line.override && { reasonCode: line.override.reasonCode, employee: line.override.employee },
    taxRatePpm: rate ?? 0,
    ...amounts,
    priced: (listPrice !== null || line.override !== null) && rate !== undefined,
  };
}

const noPriceFields = {
  unitPrice: noPrice,
  listPrice: null,
  priceAgreement: null,
  override: null,
  returnOf: null,
  netMinor: zeroMinor,
  taxMinor: zeroMinor,
  grossMinor: zeroMinor,
};
