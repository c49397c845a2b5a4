import { assert } from '../assert.ts';
import { minor } from '../money/minor.ts';
import type { ContextPriceGroup } from '../pricing/price-question.ts';
import type { Solve } from '../promotions/offer-round.ts';
import type { UnitRun } from '../promotions/unit-run.ts';
import { taxDocument } from '../tax/tax-document.ts';
import type { TaxableLine, TaxedLine } from '../tax/taxed-document.ts';
import type { Basket, BasketLine, ManualDiscount } from './basket.ts';
import { type BasketOffers, chooseOffers } from './choose-offers.ts';
import { takeOffGross } from './discount-of-gross.ts';
import { kitShares } from './kit-shares.ts';
import { applyManualDiscounts, takesTotalDiscount } from './manual-discounts.ts';
import { deliveryDiscounts } from './price-delivery.ts';
import { contextGroups, type LineAtPrice, priceLines } from './price-lines.ts';
import type { KitShare, PricedBasket, PricedDelivery } from './priced-basket.ts';
import { pricedLine } from './priced-line.ts';
import type { ChannelPricing, PricingData } from './pricing-data.ts';
import { applyTenderDiscounts } from './tender-discount.ts';

/** A priced basket with what it was made from: what an explanation looks at. */
export interface PricingWork {
  readonly priced: PricedBasket;
  readonly groups: readonly ContextPriceGroup[];
  readonly lines: readonly LineAtPrice[];
  readonly offers: BasketOffers;
}

/**
 * The one entry to pricing, the same for a register, a gateway, headquarters and a test: prices, then offers,
 * manual discounts, the delivery, discounts for the tender, and taxes, in this order.
 */
export function priceBasket(
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
  solve: Solve,
): PricedBasket {
  return workOutBasket(basket, channel, data, solve).priced;
}

export function workOutBasket(
  basket: Basket,
  channel: ChannelPricing,
  data: PricingData,
  solve: Solve,
): PricingWork {
  const groups = contextGroups(basket, channel, data);
  const lines = priceLines(basket, channel, data, groups);
  const offers = chooseOffers(basket, lines, channel, data, groups, solve);
  const offGross = isOffGross(channel) ? basket.discount : null;
  const byHand = offGross ? { ...basket, discount: null } : basket;
  const manual = applyManualDiscounts(offers.runs, byHand, lines, channel.settings.discountRounding);
  const runs = applyTenderDiscounts(manual, basket, lines, offers);
  const runsOfLine = byLine(runs, lines.length);
  const amounts = lines.map((line, index) => amountAfter(line, runsOfLine[index] ?? []));
  const kits = lines.map(({ line, product }, index) =>
    product && product.kit.length > 0 && !line.settled
      ? kitShares(line, product, amounts[index] ?? 0, basket, channel, data, groups)
      : noShares,
  );
  const delivery = basket.delivery && {
    ...basket.delivery,
    discounts: deliveryDiscounts(basket.delivery, manual, offers.matches),
  };
  const taxed = taxLines(basket, lines, amounts, runsOfLine, kits, delivery, channel, data);
  const sale = offGross ? takeOff(offGross, taxed.lines, runs, kits, lines, channel) : null;
  const runsAfter = sale ? byLine(sale.runs, lines.length) : runsOfLine;
  const pricedLines = lines.map((line, index) =>
    pricedLine(
      line,
      runsAfter[index] ?? [],
      (sale?.kits ?? kits)[index] ?? noShares,
      (sale ?? taxed).lines[index] ?? [],
      offers,
    ),
  );
  const pricedDelivery = delivery && taxed.delivery ? priceDelivery(delivery, taxed.delivery) : null;
  const all = pricedDelivery ? [...pricedLines, pricedDelivery] : pricedLines;
  const { coupons, search } = offers;
  return {
    priced: { lines: pricedLines, delivery: pricedDelivery, totals: totalsOf(all), coupons, search },
    groups,
    lines,
    offers,
  };
}

const noShares: readonly KitShare[] = [];

function totalsOf(all: readonly (PricedBasket['lines'][number] | PricedDelivery)[]): PricedBasket['totals'] {
  let [net, tax, gross, discount] = [0, 0, 0, 0];
  for (const { netMinor, taxMinor, grossMinor, discounts } of all) {
    net += netMinor;
    tax += taxMinor;
    gross += grossMinor;
    for (const { amountMinor } of discounts) discount += amountMinor;
  }
  return {
    netMinor: minor(net),
    taxMinor: minor(tax),
    grossMinor: minor(gross),
    discountMinor: minor(discount),
  };
}

function isOffGross({ pricesIncludeTax, settings }: ChannelPricing): boolean {
  return settings.manualTotalDiscount === 'ofGross' && !pricesIncludeTax;
}

/** The discount of the whole sale, off what it costs with tax; what kits are made of follows. */
function takeOff(
  discount: ManualDiscount,
  taxed: readonly (readonly TaxedLine[])[],
  runs: readonly UnitRun[],
  kits: readonly (readonly KitShare[])[],
  lines: readonly LineAtPrice[],
  { settings }: ChannelPricing,
) {
  const takes = (line: number) => takesTotalDiscount(lines[line]);
  const sale = takeOffGross({ lines: taxed, takes }, runs, discount, settings.discountRounding);
  const after = kits.map((shares, line) =>
    shares.map((share, at) => ({ ...share, amountMinor: sale.lines[line]?.[at]?.netMinor ?? 0 })),
  );
  return { ...sale, kits: after };
}

function byLine(runs: readonly UnitRun[], lines: number): UnitRun[][] {
  const found = Array.from({ length: lines }, (): UnitRun[] => []);
  for (const run of runs) found[run.line]?.push(run);
  return found;
}

/** What a line costs after discounts, in the prices' own terms; below zero for what comes back. */
function amountAfter({ line, amountMinor }: LineAtPrice, runs: readonly UnitRun[]): number {
  if (runs.length === 0) return amountMinor;
  const cost = runs.reduce((sum, { unitMinor, count }) => sum + unitMinor * count, 0);
  return line.quantityThousandths < 0 ? -cost || 0 : cost;
}

/** Where the tax of each unit is rounded, units that cost the same are taxed as if they were a line. */
function amountOfRun({ unitMinor, count, quantityThousandths }: UnitRun, line: BasketLine) {
  const sign = line.quantityThousandths < 0 ? -1 : 1;
  return {
    amountMinor: sign * unitMinor * count || 0,
    quantityThousandths: sign * quantityThousandths * count,
  };
}

type DiscountedDelivery = NonNullable<Basket['delivery']> & Pick<PricedDelivery, 'discounts'>;

/** Taxes lines, kits by their components, and the delivery as one document, so that a document's rounding sees all. */
function taxLines(
  basket: Basket,
  lines: readonly LineAtPrice[],
  amounts: readonly number[],
  runsOfLine: readonly (readonly UnitRun[])[],
  kits: readonly (readonly KitShare[])[],
  delivery: DiscountedDelivery | null,
  channel: ChannelPricing,
  data: PricingData,
) {
  const taxable: TaxableLine[] = [];
  const first: number[] = [];
  lines.forEach(({ line, product, fault }, index) => {
    first.push(taxable.length);
    const exempt = basket.isTaxExempt || line.isTaxExempt;
    const shares = kits[index] ?? noShares;
    if (fault) return;
    if (shares.length > 0) {
      for (const { sku, amountMinor, quantityThousandths } of shares) {
        const taxCode = data.products.get(sku)?.taxCode ?? product?.taxCode ?? '';
        taxable.push({ amountMinor, quantityThousandths, taxCode, exempt, override: line.taxCode });
      }
      return;
    }
    const whole = {
      amountMinor: amounts[index] ?? 0,
      quantityThousandths: line.quantityThousandths,
      taxCode: product?.taxCode ?? '',
      exempt,
      override: line.taxCode,
      fixedTax: line.settled && { netMinor: line.settled.netMinor, taxes: line.settled.taxes },
    };
    const runs = runsOfLine[index] ?? [];
    if (channel.settings.taxRounding.scope === 'unit' && runs.length > 1 && !line.settled)
      taxable.push(...runs.map((run) => ({ ...whole, ...amountOfRun(run, line) })));
    else taxable.push(whole);
  });
  const deliveryAt = taxable.length;
  if (delivery) {
    const off = delivery.discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const amountMinor = delivery.chargeMinor - off;
    taxable.push({
      amountMinor,
      quantityThousandths: 1000,
      taxCode: delivery.taxCode,
      exempt: basket.isTaxExempt,
    });
  }
  const { pricesIncludeTax, settings } = channel;
  const document = taxDocument(
    { date: basket.date, lines: taxable },
    {
      pricesIncludeTax,
      codes: data.taxCodes,
      rates: data.taxRates,
      rounding: settings.taxRounding,
      inclusiveAmountKeeps: settings.inclusiveAmountKeeps,
    },
  );
  return {
    lines: lines.map((_, index) => document.lines.slice(first[index], first[index + 1] ?? deliveryAt)),
    delivery: document.lines[deliveryAt],
  };
}

function priceDelivery({ chargeMinor, discounts }: DiscountedDelivery, taxed: TaxedLine): PricedDelivery {
  const { netMinor, taxMinor, grossMinor, taxes, fault } = taxed;
  assert(chargeMinor >= 0, 'a delivery costs something or nothing');
  return { chargeMinor: minor(chargeMinor), discounts, netMinor, taxMinor, grossMinor, taxes, fault };
}
