import * as z from 'zod';
import type { BasketTotals, PricedBasket, PricedBasketLine } from '../../../commerce/basket/priced-basket.ts';
import { isSameNumber } from '../currency.ts';
import { type Adapter, type Answer, adapter, answered, unsupported } from '../vector.ts';
import {
  type DocumentAnswer,
  priceDocument,
  type WrittenDocument,
  written,
  writtenDocument,
} from '../written-document.ts';

const amount = written.optional();
const amounts = z.array(written).optional();
const totals = {
  net: amount,
  tax: amount,
  gross: amount,
  total: amount,
  grand: amount,
  grand_total: amount,
  discount_net: amount,
  discount_tax: amount,
};

const expected = z.strictObject({
  ...totals,
  tax_sum: amount,
  net_unrounded: amount,
  tax_unrounded: amount,
  taxes: amounts,
  bases: amounts,
  tax_by_rate: amounts,
  tax_lines: amounts,
  tax_each: amount,
  subtotal: amount,
  discount_subtotal: amount,
  discount_total: amount,
  original_total: amount,
  original_tax: amount,
  subTotal: amount,
  withTax: amount,
  shipping: amount,
  shippingWithTax: amount,
  line_share: amounts,
  rounding_adjustment: amount,
  before: z.strictObject(totals).optional(),
  after: z.strictObject(totals).optional(),
});

/** Lines, their taxes and what is taken off them: most of what other systems test. */
export const document: Adapter = adapter({
  families: ['A', 'B', 'C', 'D'],
  input: writtenDocument,
  expected,
  answer: (input, says, { family }): Answer => {
    if (says.rounding_adjustment !== undefined) return unsupported('netNotTheRest');
    const answer = priceDocument(input, says, { numbersAreMinor: family.startsWith('B ') });
    const amountsOf = namedAmounts(answer, /combination/.test(input.mode ?? ''));
    const { before, after } = says;
    const netMayDiffer =
      roundsPartsAlone(input) && says.tax !== undefined && isSameNumber(amountsOf.tax, says.tax, false);
    return answered(
      {
        ...amountsOf,
        before: before && only(before, totalsOf(answer, answer.before.totals)),
        after: after && only(after, amountsOf),
      },
      { asWritten: answer.isUnrounded, ...(netMayDiffer ? { otherwise: 'netNotTheRest' } : {}) },
    );
  },
});

/** Where the peer rounds the document's net and each of the taxes in its prices on its own. */
function roundsPartsAlone({ mode = '', lines, taxes = [] }: WrittenDocument): boolean {
  return lines !== undefined && /document|globally/.test(mode) && taxes.some(({ included }) => included);
}

/** All amounts that vectors ask for, by the names they have there. */
function namedAmounts(answer: DocumentAnswer, isCombined: boolean) {
  const { currency, before, after } = answer;
  const text = (minor: number) => currency.text(minor);
  const lineTaxes = after.lines.map(({ taxMinor }) => taxMinor);
  const [first] = after.lines;
  const off = {
    net: before.totals.netMinor - after.totals.netMinor,
    tax: before.totals.taxMinor - after.totals.taxMinor,
    gross: before.totals.grossMinor - after.totals.grossMinor,
  };
  const ofLines = (of: (line: PricedBasketLine) => number) =>
    text(after.lines.reduce((sum, line) => sum + of(line), 0));
  return {
    ...totalsOf(answer, after.totals),
    discount_net: text(off.net),
    discount_tax: text(off.tax),
    discount_subtotal: text(off.net),
    discount_total: text(off.gross),
    net_unrounded: text(after.totals.netMinor),
    tax_unrounded: text(after.totals.taxMinor),
    tax_sum: text(after.totals.taxMinor),
    taxes: first?.taxes.map(({ taxMinor }) => text(taxMinor)),
    bases: first?.taxes.map(({ baseMinor }) => text(baseMinor)),
    tax_by_rate: taxesByCode(after).map(text),
    tax_lines: lineTaxes.map(text),
    tax_each: eachTax(after, isCombined).map(text).join(' '),
    subtotal: text(before.totals.netMinor),
    original_total: text(before.totals.grossMinor),
    original_tax: text(before.totals.taxMinor),
    subTotal: ofLines(({ netMinor }) => netMinor),
    withTax: ofLines(({ grossMinor }) => grossMinor),
    shipping: after.delivery && text(after.delivery.netMinor),
    shippingWithTax: after.delivery && text(after.delivery.grossMinor),
    line_share: after.lines.map(({ discounts }) =>
      text(discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
    ),
  };
}

function totalsOf({ currency }: DocumentAnswer, { netMinor, taxMinor, grossMinor }: BasketTotals) {
  const gross = currency.text(grossMinor);
  return {
    net: currency.text(netMinor),
    tax: currency.text(taxMinor),
    gross,
    total: gross,
    grand: gross,
    grand_total: gross,
  };
}

function only(asked: object, all: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.keys(asked).map((key) => [key, all[key]]));
}

function taxesByCode({ lines }: PricedBasket): number[] {
  const byCode = new Map<string, number>();
  for (const { code, taxMinor } of lines.flatMap(({ taxes }) => taxes))
    byCode.set(code, (byCode.get(code) ?? 0) + taxMinor);
  return [...byCode.values()];
}

/** The different amounts that a tax, or the combination of them, comes to on a line. */
function eachTax({ lines }: PricedBasket, isCombined: boolean): number[] {
  const each = lines.flatMap(({ taxMinor, taxes }) =>
    isCombined ? [taxMinor] : taxes.map((tax) => tax.taxMinor),
  );
  return [...new Set<number>(each)];
}
