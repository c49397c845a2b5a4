import * as z from 'zod';
import { basisPoints, Currency, decimalsOf, type Written } from '../currency.ts';
import { type Adapter, adapter, answered, unsupported } from '../vector.ts';
import { basketOf, lineOf, makeWorld, priceIn } from '../world.ts';
import { priceDocument, written, writtenDocument } from '../written-document.ts';
import { allTaxes, taxesOf } from '../written-taxes.ts';

const amount = written.optional();

/** The tax code of a line replaced by another one, the net kept. */
const otherTaxes = adapter({
  families: ['A'],
  input: z.strictObject({
    unit_gross: amount,
    unit_net: amount,
    old_rate: amount,
    old_rate_included: amount,
    old_rate_excluded: amount,
    new_rate: amount,
    new_rate_included: amount,
    new_rate_excluded: amount,
  }),
  expected: z.strictObject({ unit_gross: amount, unit_net: amount }),
  answer: (input, expected) => {
    const { unit_gross, unit_net = 0, old_rate_excluded, new_rate_excluded } = input;
    if (old_rate_excluded !== undefined && new_rate_excluded === undefined)
      return unsupported('taxIntoPrice');
    const currency = new Currency(Math.max(2, decimalsOf(input, expected)));
    const tax = (code: string, rate: Written = 0, included: boolean) =>
      taxesOf(code, [{ rate, included }], currency);
    const world = makeWorld({
      products: [{ sku: 'product', price: currency.price(unit_gross ?? unit_net), taxCode: 'OLD' }],
      taxes: allTaxes([
        tax(
          'OLD',
          input.old_rate ?? input.old_rate_included ?? old_rate_excluded,
          old_rate_excluded === undefined,
        ),
        tax(
          'NEW',
          input.new_rate ?? input.new_rate_included ?? new_rate_excluded,
          new_rate_excluded === undefined,
        ),
      ]),
      pricesIncludeTax: false,
      settings: { inclusiveAmountKeeps: 'net' },
    });
    const { totals } = priceIn(world, basketOf([{ ...lineOf('product'), taxCode: 'NEW' }]));
    return answered({
      unit_gross: currency.text(totals.grossMinor),
      unit_net: currency.text(totals.netMinor),
    });
  },
});

/** The tax of each unit rounded, or of the line. */
const unitOrLine = adapter({
  families: ['B'],
  input: writtenDocument,
  expected: z.strictObject({ line_multiply_then_round: amount, line_round_then_multiply: amount }),
  answer: (input, expected) => {
    const gross = (mode: string) => {
      const { after, currency } = priceDocument(input, expected, { numbersAreMinor: true, mode });
      return currency.text(after.totals.grossMinor);
    };
    return answered({
      line_multiply_then_round: gross('line'),
      line_round_then_multiply: gross('per unit'),
    });
  },
});

const bothTotals = z.strictObject({ subTotal: amount, withTax: amount });

/** A discount of the line, then one of the order; their percentages stand in the name of the test only. */
const itemThenOrder = adapter({
  families: ['B'],
  input: writtenDocument,
  expected: z.strictObject({ after_item: bothTotals.optional(), after_order: bothTotals.optional() }),
  answer: (input, expected, { remark }) => {
    const [, item, order] = /item (\d+)% then order (\d+)%/.exec(remark) ?? [];
    if (item === undefined || order === undefined) return unsupported('notSelfContained');
    const totals = (orderPercent: string) => {
      const { after, currency } = priceDocument({ ...input, item_discount_pct: item }, expected, {
        numbersAreMinor: true,
        discount: { type: 'percent', basisPoints: basisPoints(orderPercent) },
      });
      const { netMinor, grossMinor } = after.totals;
      return { subTotal: currency.text(netMinor), withTax: currency.text(grossMinor) };
    };
    return answered({ after_item: totals('0'), after_order: totals(order) });
  },
});

/** Promotions in words, on lines and on the order. */
const promotionsInWords = adapter({
  families: ['B'],
  input: z.strictObject({ lines: writtenDocument.shape.lines, promos: z.array(z.string()) }),
  expected: z.strictObject({
    subTotal: amount,
    withTax: amount,
    subTotal_round_then_multiply: amount,
    subTotal_multiply_then_round: amount,
  }),
  answer: ({ lines = [], promos }, expected, { remark }) => {
    if (expected.subTotal_round_then_multiply !== undefined) return unsupported('unitPriceProration');
    let order = 0;
    const reduced = new Map<string, string>();
    for (const promo of promos) {
      const [, percent, price] = /^(\d+)% off lines priced (\d+)$/.exec(promo) ?? [];
      const [, amountOff] = /^(\d+) off order$/.exec(promo) ?? [];
      if (percent && price) reduced.set(price, percent);
      else if (amountOff) order += Number(amountOff);
      else return unsupported('unknownFormat');
    }
    const withPercents = lines.map((line) => {
      if (typeof line !== 'object') return line;
      const pct = reduced.get(String(line.net ?? line.gross));
      return pct === undefined ? line : { ...line, pct };
    });
    const { after, currency } = priceDocument({ lines: withPercents }, expected, {
      numbersAreMinor: true,
      mode: /unit.level rounding/.test(remark) ? 'per unit' : 'line',
      discount: { type: 'amount', amountMinor: order },
    });
    const { netMinor, grossMinor } = after.totals;
    return answered({ subTotal: currency.text(netMinor), withTax: currency.text(grossMinor) });
  },
});

export const otherTax: readonly Adapter[] = [otherTaxes, unitOrLine, itemThenOrder, promotionsInWords];
