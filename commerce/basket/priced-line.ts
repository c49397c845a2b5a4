import { minor, sumMinor } from '../money/minor.ts';
import type { UnitRun } from '../promotions/unit-run.ts';
import type { LineTax, TaxedLine } from '../tax/taxed-document.ts';
import type { BasketOffers } from './choose-offers.ts';
import { MANUAL_LINE } from './manual-discounts.ts';
import type { LineAtPrice } from './price-lines.ts';
import type { KitShare, LineDiscount, LineFault, PaidUnits, PricedBasketLine } from './priced-basket.ts';

/** Puts together what the steps of pricing found out about one line. */
export function pricedLine(
  { line, product, answer, unitPrice, amountMinor, fault }: LineAtPrice,
  runs: readonly UnitRun[],
  components: readonly KitShare[],
  taxed: readonly TaxedLine[],
  offers: Pick<BasketOffers, 'matches'>,
): PricedBasketLine {
  const isBack = line.quantityThousandths < 0;
  // A spread amid the properties would make the literal several times as dear.
  const { netMinor, taxMinor, grossMinor, taxes } = taxesOf(taxed);
  return {
    id: line.id,
    sku: line.sku,
    quantityThousandths: line.quantityThousandths,
    unitPrice,
    listPrice: answer?.active ?? null,
    basePrice: answer?.base ?? null,
    priceAgreement: answer?.agreement?.id ?? answer?.baseRow?.id ?? null,
    adjustments: answer?.adjustments ?? [],
    amountMinor: minor(amountMinor),
    discounts: runs.some(({ discounts }) => discounts.length > 0) ? lineDiscounts(runs, offers, isBack) : [],
    paid: paidUnits(runs, isBack),
    taxCode: line.taxCode ?? product?.taxCode ?? '',
    netMinor,
    taxMinor,
    grossMinor,
    taxes,
    components,
    fault: fault ?? faultOf(taxed),
  };
}

/** Each offer's discounts on the line's units, added up, in the order in which they were applied. */
function lineDiscounts(
  runs: readonly UnitRun[],
  { matches }: Pick<BasketOffers, 'matches'>,
  isBack: boolean,
): LineDiscount[] {
  const given: { readonly match: number; amount: number }[] = [];
  for (const { discounts, count } of runs) {
    for (const { match, amountMinor } of discounts) {
      const same = given.find((other) => other.match === match);
      if (same) same.amount += amountMinor * count;
      else given.push({ match, amount: amountMinor * count });
    }
  }
  return given.map(({ match, amount }) => {
    const amountMinor = minor(isBack ? -amount : amount);
    const offer = matches[match]?.offer;
    if (!offer) {
      const kind = match === MANUAL_LINE ? 'manualLine' : 'manualTotal';
      return { kind, offer: null, name: '', amountMinor };
    }
    const kind = offer.rule.type === 'tender' ? 'tender' : 'offer';
    return { kind, offer: offer.id, name: offer.name, amountMinor };
  });
}

/** Units in a row that cost the same and were discounted the same stand together. */
function paidUnits(runs: readonly UnitRun[], isBack: boolean): PaidUnits[] {
  const sign = isBack ? -1 : 1;
  const paid: { -readonly [K in keyof PaidUnits]: PaidUnits[K] }[] = [];
  let eachBefore: number | null = null;
  for (const { quantityThousandths, unitMinor, originalMinor, count } of runs) {
    const discountMinor = sign * (originalMinor - unitMinor) || 0;
    const before = paid.at(-1);
    if (before && eachBefore === unitMinor && before.discountMinor === discountMinor) {
      before.quantityThousandths += sign * quantityThousandths * count;
      before.amountMinor += sign * unitMinor * count;
    } else {
      const amountMinor = sign * unitMinor * count || 0;
      const quantity = sign * quantityThousandths * count;
      paid.push({ quantityThousandths: quantity, amountMinor, discountMinor });
      eachBefore = unitMinor;
    }
  }
  return paid;
}

function taxesOf(
  taxed: readonly TaxedLine[],
): Pick<PricedBasketLine, 'netMinor' | 'taxMinor' | 'grossMinor' | 'taxes'> {
  const [only] = taxed;
  if (taxed.length === 1 && only) {
    return only;
  }
  return {
    netMinor: sumMinor(taxed.map(({ netMinor }) => netMinor)),
    taxMinor: sumMinor(taxed.map(({ taxMinor }) => taxMinor)),
    grossMinor: sumMinor(taxed.map(({ grossMinor }) => grossMinor)),
    taxes: addTaxes(taxed.flatMap(({ taxes }) => taxes)),
  };
}

/** Of a kit: its components' taxes, one entry for each code and rate. */
function addTaxes(taxes: readonly LineTax[]): LineTax[] {
  const found = new Map<string, LineTax>();
  for (const tax of taxes) {
    const key = `${tax.code} ${tax.ratePpm}`;
    const before = found.get(key);
    found.set(
      key,
      before
        ? { ...tax, baseMinor: before.baseMinor + tax.baseMinor, taxMinor: before.taxMinor + tax.taxMinor }
        : tax,
    );
  }
  return [...found.values()];
}

function faultOf(taxed: readonly TaxedLine[]): LineFault | null {
  for (const { fault } of taxed) if (fault) return fault;
  return null;
}
