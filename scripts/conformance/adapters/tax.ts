import * as z from 'zod';
import type { PricedBasket } from '../../../commerce/basket/priced-basket.ts';
import { type TaxRounding, usualTaxRounding } from '../../../commerce/tax/tax-setup.ts';
import { Currency } from '../currency.ts';
import { roundingModeOf } from '../tax-mode.ts';
import { type Adapter, adapter, answered } from '../vector.ts';
import { priceOneOfEach, type TaxesSpec } from '../world.ts';
import { allTaxes, taxesOf, taxOfRate } from '../written-taxes.ts';

const rate = z.int().describe('basis points');
const taxCode = 'TAX';
/** Rates are basis points, amounts minor units. */
const percent = (bps: number) => new Currency(2).text(bps);
const minorUnits = new Currency(0);

const inPrice = adapter({
  families: ['tax'],
  input: z.strictObject({ gross: z.int(), bps: rate }),
  expected: z.strictObject({ tax: z.int().optional(), net: z.int().optional() }),
  answer: ({ gross, bps }) => {
    const { totals } = priceOneOfEach({
      products: [{ sku: 'product', price: gross, taxCode }],
      taxes: taxOfRate(taxCode, percent(bps)),
    });
    return answered({ tax: totals.taxMinor, net: totals.netMinor });
  },
});

const several = adapter({
  families: ['tax'],
  input: z.strictObject({
    net: z.int().optional(),
    gross: z.int().optional(),
    taxes: z.array(z.strictObject({ bps: rate, compound: z.boolean().optional() })).min(1),
  }),
  expected: z.strictObject({
    taxes: z.array(z.int()).optional(),
    net: z.int().optional(),
    tax: z.int().optional(),
    gross: z.int().optional(),
  }),
  answer: ({ net = 0, gross, taxes }) => {
    const priced = priceOneOfEach({
      products: [{ sku: 'product', price: gross ?? net, taxCode }],
      taxes: taxesOf(
        taxCode,
        taxes.map(({ bps, compound }) => ({ rate: percent(bps), compound })),
        minorUnits,
      ),
      pricesIncludeTax: gross !== undefined,
    });
    const { netMinor, taxMinor, grossMinor } = priced.totals;
    return answered({ taxes: taxesOfLines(priced)[0], net: netMinor, tax: taxMinor, gross: grossMinor });
  },
});

const lineOrDocument = adapter({
  families: ['tax'],
  input: z.strictObject({ nets: z.array(z.int()), bps: rate }),
  expected: z.strictObject({ perLine: z.int().optional(), perDocument: z.int().optional() }),
  answer: ({ nets, bps }) => {
    const tax = (scope: TaxRounding['scope']) =>
      priceOneOfEach({
        products: nets.map((price, index) => ({ sku: `product ${index}`, price, taxCode })),
        taxes: taxOfRate(taxCode, percent(bps)),
        pricesIncludeTax: false,
        settings: { taxRounding: { ...usualTaxRounding, scope } },
      }).totals.taxMinor;
    return answered({ perLine: tax('line'), perDocument: tax('document') });
  },
});

const ratePerLine = adapter({
  families: ['tax'],
  input: z.strictObject({ lines: z.array(z.strictObject({ net: z.int(), bps: rate })) }),
  expected: z.strictObject({ taxes: z.array(z.int()).optional(), total: z.int().optional() }),
  answer: ({ lines }) => {
    const priced = priceOneOfEach({
      products: lines.map(({ net, bps }, index) => ({
        sku: `product ${index}`,
        price: net,
        taxCode: `at ${bps}`,
      })),
      taxes: allTaxes(
        [...new Set(lines.map(({ bps }) => bps))].map((bps) => taxOfRate(`at ${bps}`, percent(bps))),
      ),
      pricesIncludeTax: false,
    });
    return answered({ taxes: priced.lines.map(({ taxMinor }) => taxMinor), total: priced.totals.taxMinor });
  },
});

/** By code or combination, per line or document; a document's tax goes to its lines by the running sum. */
const codesPerLine = adapter({
  families: ['tax'],
  input: z.strictObject({
    lines: z.array(z.strictObject({ net: z.int(), codes: z.array(z.string()) })),
    rates: z.record(z.string(), rate),
    method: z.string(),
    precision: z.int().positive(),
    roundBy: z.enum(['code', 'combination']),
    calc: z.string(),
  }),
  expected: z.strictObject({ taxes: z.array(z.array(z.int())).optional(), total: z.int().optional() }),
  answer: ({ lines, rates, method, precision, roundBy, calc }) => {
    const combination = (codes: readonly string[]) => codes.join(' and ');
    const taxes: TaxesSpec = {
      codes: lines.map(({ codes }) => ({ id: combination(codes), name: 'combination', parts: codes })),
      rates: Object.entries(rates).flatMap(([code, bps]) => taxOfRate(code, percent(bps)).rates),
    };
    const priced = priceOneOfEach({
      products: lines.map(({ net, codes }, index) => ({
        sku: `product ${index}`,
        price: net,
        taxCode: codes.length === 1 ? (codes[0] ?? '') : combination(codes),
      })),
      taxes: { ...taxes, codes: taxes.codes.filter(({ parts }) => parts.length > 1) },
      pricesIncludeTax: false,
      settings: {
        taxRounding: {
          ...usualTaxRounding,
          scope: /line/.test(calc) ? 'line' : 'document',
          by: roundBy,
          mode: roundingModeOf(method),
          stepMinor: precision,
          spread: 'runningSum',
        },
      },
    });
    return answered({ taxes: taxesOfLines(priced), total: priced.totals.taxMinor });
  },
});

export const tax: readonly Adapter[] = [inPrice, several, lineOrDocument, ratePerLine, codesPerLine];

function taxesOfLines({ lines }: PricedBasket): number[][] {
  return lines.map(({ taxes }) => taxes.map(({ taxMinor }) => taxMinor));
}
