import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plannedTaxes } from './planned-taxes.ts';
import { settleLines } from './settle-lines.ts';
import { settleShares } from './settle-shares.ts';
import type { TaxCode } from './tax-code.ts';
import { taxDocument } from './tax-document.ts';
import { TaxPlans } from './tax-plan.ts';
import type { TaxRate } from './tax-rate.ts';
import type { TaxRounding, TaxSetup } from './tax-setup.ts';
import type { LineTax, TaxableLine, TaxedDocument } from './taxed-document.ts';

const date = '2026-01-01';
const validFrom = '2020-01-01';
const singles = ['A', 'B', 'C', 'D'] as const;
const combinations: TaxCode[] = [
  { id: 'AB', name: 'AB', parts: ['A', 'B'] },
  { id: 'ABC', name: 'ABC', parts: ['AB', 'C'] },
  { id: 'DCA', name: 'DCA', parts: ['D', 'C', 'A'] },
];

const mode = fc.constantFrom<TaxRounding['mode'][]>(
  'halfAwayFromZero',
  'halfTowardZero',
  'halfEven',
  'up',
  'down',
);
const rounding = fc.record<TaxRounding>({
  scope: fc.constantFrom('unit', 'line', 'document'),
  by: fc.constantFrom('code', 'combination'),
  mode,
  stepMinor: fc.constantFrom(1, 1, 5, 10),
  target: fc.constantFrom('tax', 'net'),
  spread: fc.constantFrom('largestRemainder', 'runningSum'),
});
const definition = (id: string) =>
  fc.record<TaxCode>({
    id: fc.constant(id),
    name: fc.constant(id),
    parts: fc.constant([]),
    base: fc.constantFrom('net', 'net', 'netAndTaxesBefore', 'gross', 'tax', 'netAndItself', 'netAndItsKind'),
    taxOf: fc.constant('A'),
    joinsNextBase: fc.boolean(),
    includedInPrice: fc.constantFrom('channel', 'channel', 'yes', 'no'),
    rounding: fc.option(fc.record({ mode, stepMinor: fc.constantFrom(1, 5) }), { freq: 5 }),
    minimumMinor: fc.option(fc.nat({ max: 200 }), { freq: 5 }),
    maximumMinor: fc.option(fc.integer({ min: 200, max: 5000 }), { freq: 5 }),
    intervals: fc.constantFrom('whole', 'interval'),
    marginalBase: fc.constantFrom(
      'netOfLine',
      'netOfUnit',
      'netOfDocument',
      'grossOfLine',
      'grossOfUnit',
      'grossOfDocument',
    ),
  });
const ratePpm = fc.integer({ min: -100_000, max: 300_000 });
const ratesOf = (taxCode: string): fc.Arbitrary<TaxRate[]> =>
  fc.oneof(
    { weight: 4, arbitrary: ratePpm.map((ppm) => [{ taxCode, validFrom, ratePpm: ppm }]) },
    {
      weight: 1,
      arbitrary: fc.nat({ max: 500 }).map((amountMinor) => [
        {
          taxCode,
          validFrom,
          ratePpm: 0,
          amountPerUnit: { amountMinor, priceUnitThousandths: 1000 },
        },
      ]),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(ratePpm, ratePpm, fc.integer({ min: 1, max: 20_000 })).map(([low, high, bound]) => [
        { taxCode, validFrom, ratePpm: low, fromMinor: 0, upToMinor: bound },
        { taxCode, validFrom, ratePpm: high, fromMinor: bound, upToMinor: 0 },
      ]),
    },
  );
const setups: fc.Arbitrary<TaxSetup> = fc.record({
  pricesIncludeTax: fc.boolean(),
  codes: fc.tuple(...singles.map(definition)).map((codes) => [...codes, ...combinations]),
  rates: fc.tuple(...singles.map(ratesOf)).map((rates) => rates.flat()),
  rounding,
  inclusiveAmountKeeps: fc.constantFrom('gross', 'net'),
});
const anyCode = fc.constantFrom(...singles, ...combinations.map(({ id }) => id));
const lines: fc.Arbitrary<TaxableLine[]> = fc.array(
  fc.record<TaxableLine>(
    {
      amountMinor: fc.integer({ min: -30_000, max: 30_000 }),
      quantityThousandths: fc.oneof(
        fc.integer({ min: 1, max: 12 }).map((units) => units * 1000),
        fc.integer({ min: 1, max: 5000 }),
      ),
      taxCode: anyCode,
      amountIncludesTax: fc.boolean(),
      exempt: fc.constantFrom(false, false, true, ['A'], ['B', 'C']),
      override: fc.option(anyCode, { freq: 5, nil: null }),
    },
    { requiredKeys: ['amountMinor', 'quantityThousandths', 'taxCode'] },
  ),
  { maxLength: 8 },
);
/** Plain percentages of the net in a price, or on top. */
const plainSetups: fc.Arbitrary<TaxSetup> = fc.record({
  pricesIncludeTax: fc.boolean(),
  codes: fc.constant(combinations),
  rates: fc
    .array(fc.nat({ max: 300_000 }), { minLength: 4, maxLength: 4 })
    .map((rates) => singles.map((taxCode, index) => ({ taxCode, validFrom, ratePpm: rates[index] ?? 0 }))),
  rounding,
});

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const opposite = (amount: number) => (amount === 0 ? 0 : -amount);
const mirror = ({ amountMinor, quantityThousandths, ...rest }: TaxableLine): TaxableLine => ({
  ...rest,
  amountMinor: opposite(amountMinor),
  quantityThousandths: opposite(quantityThousandths),
});
const mirrorTax = (tax: LineTax): LineTax => ({
  ...tax,
  baseMinor: opposite(tax.baseMinor),
  taxMinor: opposite(tax.taxMinor),
});
const amountsOf = ({ netMinor, taxMinor, grossMinor, taxes }: Omit<TaxedDocument, 'lines'>) => ({
  netMinor,
  taxMinor,
  grossMinor,
  taxes: [...taxes].sort((a, b) => a.code.localeCompare(b.code) || a.ratePpm - b.ratePpm),
});
const laws = { numRuns: 300 };

describe('whatever the setup', () => {
  test('net and tax are gross, line by line and in all, and the lines are the document', () => {
    fc.assert(
      fc.property(setups, lines, (setup, taxable) => {
        const document = taxDocument({ date, lines: taxable }, setup);
        expect(document.netMinor + document.taxMinor).toBe(document.grossMinor);
        expect(sum(document.lines.map((line) => line.netMinor))).toBe(document.netMinor);
        expect(sum(document.lines.map((line) => line.grossMinor))).toBe(document.grossMinor);
        for (const line of document.lines) {
          expect(line.netMinor + line.taxMinor).toBe(line.grossMinor);
          expect(sum(line.taxes.map((tax) => tax.taxMinor))).toBe(line.taxMinor);
        }
        const ofCodes = (code: string) => (tax: LineTax) => (tax.code === code ? tax.taxMinor : 0);
        for (const { code } of document.taxes)
          expect(sum(document.taxes.map(ofCodes(code)))).toBe(
            sum(document.lines.flatMap((line) => line.taxes.map(ofCodes(code)))),
          );
      }),
      laws,
    );
  });

  test('a document that comes back is the exact mirror', () => {
    fc.assert(
      fc.property(setups, lines, (setup, taxable) => {
        const sold = taxDocument({ date, lines: taxable }, setup);
        const returned = taxDocument({ date, lines: taxable.map(mirror) }, setup);
        expect(returned.netMinor).toBe(opposite(sold.netMinor));
        for (const [index, line] of sold.lines.entries())
          expect(returned.lines[index]).toEqual({
            ...line,
            netMinor: opposite(line.netMinor),
            taxMinor: opposite(line.taxMinor),
            grossMinor: opposite(line.grossMinor),
            taxes: line.taxes.map(mirrorTax),
          });
      }),
      laws,
    );
  });

  test('an exempt document pays nothing', () => {
    fc.assert(
      fc.property(setups, lines, (setup, taxable) => {
        const exempt = taxable.map((line) => ({ ...line, exempt: true }));
        expect(taxDocument({ date, lines: exempt }, setup).taxMinor).toBe(0);
      }),
      laws,
    );
  });

  test('the order of the lines does not change what the document pays', () => {
    const shuffled = lines.chain((taxable) =>
      fc.tuple(
        fc.constant(taxable),
        fc.shuffledSubarray(taxable, { minLength: taxable.length, maxLength: taxable.length }),
      ),
    );
    fc.assert(
      fc.property(setups, shuffled, (setup, [before, after]) => {
        const one = amountsOf(taxDocument({ date, lines: before }, setup));
        const other = amountsOf(taxDocument({ date, lines: after }, setup));
        expect({ ...other, taxes: [] }).toEqual({ ...one, taxes: [] });
      }),
      laws,
    );
  });
});

test('tax in a price and tax on top of its net agree, so far as the minor unit goes', () => {
  const linear = fc.tuple(setups, fc.array(ratePpm, { minLength: 4, maxLength: 4 })).map(
    ([setup, ppms]): TaxSetup => ({
      pricesIncludeTax: true,
      codes: setup.codes.map(({ id, name, parts, base, taxOf, joinsNextBase }) => ({
        id,
        name,
        parts,
        base: base ?? 'net',
        taxOf: taxOf ?? null,
        joinsNextBase: joinsNextBase ?? false,
      })),
      rates: singles.map((taxCode, index) => ({ taxCode, validFrom, ratePpm: ppms[index] ?? 0 })),
    }),
  );
  fc.assert(
    fc.property(linear, anyCode, fc.integer({ min: -1e12, max: 1e12 }), (setup, taxCode, amountMinor) => {
      const line = { amountMinor, quantityThousandths: 1000, taxCode };
      const [inPrice] = taxDocument({ date, lines: [line] }, setup).lines;
      fc.pre(inPrice?.fault === null);
      const [onTop] = taxDocument(
        { date, lines: [{ ...line, amountMinor: inPrice.netMinor, amountIncludesTax: false }] },
        setup,
      ).lines;
      expect(Math.abs((onTop?.grossMinor ?? 0) - amountMinor)).toBeLessThan(20);
      for (const [index, tax] of inPrice.taxes.entries())
        expect(Math.abs((onTop?.taxes[index]?.taxMinor ?? 0) - tax.taxMinor)).toBeLessThan(20);
    }),
    laws,
  );
});

describe('percentages', () => {
  test('a price with tax in it is what the customer pays', () => {
    fc.assert(
      fc.property(plainSetups, lines, (setup, taxable) => {
        const document = taxDocument({ date, lines: taxable }, setup);
        for (const [index, line] of document.lines.entries()) {
          const { amountMinor = 0, amountIncludesTax = setup.pricesIncludeTax } = taxable[index] ?? {};
          expect(amountIncludesTax ? line.grossMinor : line.netMinor).toBe(amountMinor);
        }
      }),
      laws,
    );
  });

  test('document and line rounding differ by a step for each line at most', () => {
    fc.assert(
      fc.property(plainSetups, lines, (setup, taxable) => {
        const base = setup.rounding ?? expect.fail();
        const round = (scope: 'line' | 'document') =>
          taxDocument({ date, lines: taxable }, { ...setup, rounding: { ...base, target: 'tax', scope } });
        const byLine = round('line');
        const byDocument = round('document');
        const codes = new Set(byLine.lines.flatMap((line) => line.taxes.map((tax) => tax.code)));
        for (const code of codes) {
          const tax = (document: TaxedDocument) =>
            sum(document.taxes.filter((of) => of.code === code).map((of) => of.taxMinor));
          const bearing = byLine.lines.filter((line) => line.taxes.some((of) => of.code === code));
          const difference = Math.abs(tax(byDocument) - tax(byLine));
          expect(difference).toBeLessThanOrEqual(bearing.length * base.stepMinor);
        }
        if (base.by === 'combination' || base.spread === 'runningSum') return;
        for (const [index, line] of byLine.lines.entries())
          for (const [position, tax] of line.taxes.entries()) {
            const share = byDocument.lines[index]?.taxes[position]?.taxMinor ?? 0;
            expect(Math.abs(share - tax.taxMinor)).toBeLessThanOrEqual(base.stepMinor);
          }
      }),
      laws,
    );
  });

  test('a document rounded by code pays the same by code in any order of lines', () => {
    fc.assert(
      fc.property(plainSetups, lines, (setup, taxable) => {
        const base = setup.rounding ?? expect.fail();
        const byCode = { ...setup, rounding: { ...base, by: 'code' as const, target: 'tax' as const } };
        const forth = amountsOf(taxDocument({ date, lines: taxable }, byCode));
        const back = amountsOf(taxDocument({ date, lines: [...taxable].reverse() }, byCode));
        expect(back.taxes.map(({ taxMinor }) => taxMinor)).toEqual(
          forth.taxes.map(({ taxMinor }) => taxMinor),
        );
      }),
      laws,
    );
  });

  test('twin taxes stay equal on every line', () => {
    fc.assert(
      fc.property(plainSetups, lines, fc.nat({ max: 300_000 }), (setup, taxable, ppm) => {
        const base = setup.rounding ?? expect.fail();
        const twins = {
          ...setup,
          rates: singles.map((taxCode) => ({ taxCode, validFrom, ratePpm: ppm })),
          rounding: { ...base, by: 'code' as const, target: 'tax' as const },
        };
        const bearBoth = taxable.map((line) => ({ ...line, taxCode: 'AB', override: null, exempt: false }));
        for (const line of taxDocument({ date, lines: bearBoth }, twins).lines)
          expect(line.taxes[0]?.taxMinor).toBe(line.taxes[1]?.taxMinor);
      }),
      laws,
    );
  });

  test('the short way answers what the long way does', () => {
    fc.assert(
      fc.property(setups, lines, (setup, taxable) => {
        const base = setup.rounding ?? expect.fail();
        const plans = new TaxPlans(date, setup);
        for (const line of taxable) {
          const plan = plans.of(line);
          if (!plan.ok) continue;
          const short = settleShares(plan.value, line.amountMinor, base);
          const [long] = settleLines([plannedTaxes(plan.value, line.amountMinor, 1000)], base);
          if (short) expect(short).toEqual(long);
        }
      }),
      laws,
    );
  });
});
