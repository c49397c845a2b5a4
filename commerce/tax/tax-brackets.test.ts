import { describe, expect, test } from 'vitest';
import type { TaxCode } from './tax-code.ts';
import { taxDocument } from './tax-document.ts';
import type { TaxRate } from './tax-rate.ts';
import type { TaxableLine } from './taxed-document.ts';

const validFrom = '2020-01-01';
/** A first 50.00 at 30 %, up to 100.00 at 20 %, then 10 %. */
const brackets: TaxRate[] = [
  { taxCode: 'T', validFrom, ratePpm: 100_000, fromMinor: 10_000, upToMinor: 0 },
  { taxCode: 'T', validFrom, ratePpm: 300_000, fromMinor: 0, upToMinor: 5000 },
  { taxCode: 'T', validFrom, ratePpm: 200_000, fromMinor: 5000, upToMinor: 10_000 },
];

function tax(code: Partial<TaxCode>, rates: readonly TaxRate[], lines: readonly Partial<TaxableLine>[]) {
  const taxable = lines.map((line) => ({
    amountMinor: 0,
    quantityThousandths: 1000,
    taxCode: 'T',
    ...line,
  }));
  return taxDocument(
    { date: '2026-01-01', lines: taxable },
    { pricesIncludeTax: false, codes: [{ id: 'T', name: 'T', parts: [], ...code }], rates },
  );
}

describe('brackets', () => {
  test.each([
    {
      name: 'interval: within the first',
      gross: 3900,
      intervals: 'interval',
      taxMinor: 900,
      ratePpm: 300_000,
    },
    { name: 'interval: at a bound', gross: 6500, intervals: 'interval', taxMinor: 1500, ratePpm: 300_000 },
    { name: 'interval: beyond all', gross: 23_500, intervals: 'interval', taxMinor: 3500, ratePpm: 100_000 },
    { name: 'whole: within the first', gross: 3900, intervals: 'whole', taxMinor: 900, ratePpm: 300_000 },
    { name: 'whole: beyond all', gross: 22_000, intervals: 'whole', taxMinor: 2000, ratePpm: 100_000 },
  ] as const)('of a price with tax in it, $name', ({ gross, intervals, taxMinor, ratePpm }) => {
    const document = tax({ includedInPrice: 'yes', intervals }, brackets, [{ amountMinor: gross }]);
    expect(document).toMatchObject({ grossMinor: gross, taxMinor, taxes: [{ ratePpm }] });
  });

  test('a price with tax in it between two whole brackets is taxed in one of them', () => {
    // A net of 50.00 costs 65.00, and one of 50.01 costs 60.01: 62.00 is either's.
    const { taxMinor } = tax({ includedInPrice: 'yes' }, brackets, [{ amountMinor: 6200 }]);
    expect([1431, 1033]).toContain(taxMinor);
  });

  test.each([
    { name: 'below the only bracket', unit: 11_000, taxMinor: 0 },
    { name: 'above it', unit: 11_001, taxMinor: 440 },
  ])('clothing taxed by the unit, $name', ({ unit, taxMinor }) => {
    const clothing = [{ taxCode: 'T', validFrom, ratePpm: 40_000, fromMinor: 11_000 }];
    const document = tax({ marginalBase: 'netOfUnit' }, clothing, [
      { amountMinor: unit },
      { amountMinor: 11_000, quantityThousandths: 2000 },
    ]);
    expect(document.taxMinor).toBe(taxMinor);
  });

  test('only what a unit costs beyond a bound is taxed', () => {
    const clothing = [{ taxCode: 'T', validFrom, ratePpm: 62_500, fromMinor: 17_500 }];
    const document = tax({ marginalBase: 'netOfUnit', intervals: 'interval' }, clothing, [
      { amountMinor: 40_000, quantityThousandths: 2000 },
    ]);
    expect(document.taxMinor).toBe(313);
  });

  test('nothing is in the first bracket, and in none where that starts above', () => {
    const each = { amountMinor: 100, priceUnitThousandths: 1000 };
    const from = (fromMinor: number) => [
      { taxCode: 'T', validFrom, ratePpm: 300_000, amountPerUnit: each, fromMinor, upToMinor: 5000 },
    ];
    expect(tax({}, from(0), [{}]).taxes).toEqual([
      { code: 'T', ratePpm: 300_000, baseMinor: 0, taxMinor: 100 },
    ]);
    expect(tax({}, from(10), [{}]).taxes).toEqual([{ code: 'T', ratePpm: 0, baseMinor: 0, taxMinor: 0 }]);
  });

  test('the limit of one tax decides the bracket of another', () => {
    const codes: TaxCode[] = [
      { id: 'LEAST', name: '', parts: [], minimumMinor: 1000 },
      { id: 'LUXURY', name: '', parts: [], marginalBase: 'grossOfLine' },
      { id: 'BOTH', name: '', parts: ['LEAST', 'LUXURY'] },
    ];
    const rates = [
      { taxCode: 'LEAST', validFrom, ratePpm: 100_000 },
      { taxCode: 'LUXURY', validFrom, ratePpm: 100_000, fromMinor: 5000 },
    ];
    const lines = [{ amountMinor: 4500, quantityThousandths: 1000, taxCode: 'BOTH' }];
    const document = taxDocument({ date: '2026-01-01', lines }, { pricesIncludeTax: false, codes, rates });
    expect(document.taxes.map(({ taxMinor }) => taxMinor)).toEqual([1000, 450]);
  });

  test('what comes back is taken from the document that chooses the bracket', () => {
    const document = tax({ marginalBase: 'netOfDocument', intervals: 'interval' }, brackets, [
      { amountMinor: 30_000 },
      { amountMinor: -10_000 },
    ]);
    expect(document).toMatchObject({ netMinor: 20_000, taxMinor: 3500 });
    expect(document.lines.map((line) => line.taxMinor)).toEqual([5250, -1750]);
  });

  test('a document that cancels out pays nothing', () => {
    const document = tax({ marginalBase: 'netOfDocument', intervals: 'interval' }, brackets, [
      { amountMinor: 10_000 },
      { amountMinor: -10_000 },
    ]);
    expect(document).toMatchObject({ netMinor: 0, taxMinor: 0 });
  });

  test('one tax of the document decides the bracket of another', () => {
    const codes: TaxCode[] = [
      { id: 'CITY', name: '', parts: [], marginalBase: 'netOfDocument' },
      { id: 'LUXURY', name: '', parts: [], marginalBase: 'grossOfDocument' },
      { id: 'BOTH', name: '', parts: ['CITY', 'LUXURY'] },
    ];
    const rates = [
      { taxCode: 'CITY', validFrom, ratePpm: 100_000, fromMinor: 10_000 },
      { taxCode: 'LUXURY', validFrom, ratePpm: 100_000, fromMinor: 21_500 },
    ];
    const line = { amountMinor: 10_000, quantityThousandths: 1000, taxCode: 'BOTH' };
    const document = taxDocument(
      { date: '2026-01-01', lines: [line, line] },
      { pricesIncludeTax: false, codes, rates },
    );
    expect(document.taxes.map(({ taxMinor }) => taxMinor)).toEqual([2000, 2000]);
  });

  test('brackets change together on a day', () => {
    const later = brackets.map((rate) => ({ ...rate, validFrom: '2025-01-01', ratePpm: 50_000 }));
    const document = tax({ intervals: 'interval' }, [...brackets, ...later], [{ amountMinor: 20_000 }]);
    expect(document.taxMinor).toBe(1000);
  });
});

describe('limits', () => {
  const rates = [{ taxCode: 'T', validFrom, ratePpm: 100_000 }];
  const limits = { minimumMinor: 50, maximumMinor: 500 };
  test.each([
    { amountMinor: 0, onTop: 0, within: 0 },
    { amountMinor: 100, onTop: 50, within: 50 },
    { amountMinor: 3300, onTop: 330, within: 300 },
    { amountMinor: 100_000, onTop: 500, within: 500 },
    { amountMinor: -100, onTop: -50, within: -50 },
    { amountMinor: -100_000, onTop: -500, within: -500 },
  ])('of $amountMinor: $onTop on top, $within in the price', ({ amountMinor, onTop, within }) => {
    expect(tax(limits, rates, [{ amountMinor }]).taxMinor).toBe(onTop);
    const inPrice = tax({ ...limits, includedInPrice: 'yes' }, rates, [{ amountMinor }]);
    expect(inPrice).toMatchObject({ taxMinor: within, grossMinor: amountMinor });
  });
});

describe('an amount per quantity', () => {
  test.each([
    { name: 'finer than the minor unit', each: { amountMinor: 5295, priceUnitThousandths: 100_000 } },
    { name: 'for a weight', each: { amountMinor: 53, priceUnitThousandths: 1000 } },
  ])('$name', ({ each }) => {
    const rates = [{ taxCode: 'T', validFrom, ratePpm: 0, amountPerUnit: each }];
    const [line] = tax({}, rates, [{ amountMinor: 6000, quantityThousandths: 40_000 }]).lines;
    expect(line?.taxMinor).toBe(each.amountMinor === 53 ? 2120 : 2118);
  });

  test('besides a percentage', () => {
    const rates = [
      {
        taxCode: 'T',
        validFrom,
        ratePpm: 165_000,
        amountPerUnit: { amountMinor: 587, priceUnitThousandths: 1000 },
      },
    ];
    expect(tax({}, rates, [{ amountMinor: 2000, quantityThousandths: 2000 }]).taxMinor).toBe(1504);
  });
});

test('a tax code may round its own way', () => {
  const rates = [{ taxCode: 'T', validFrom, ratePpm: 77_000 }];
  const rounding = { mode: 'up', stepMinor: 5 } as const;
  expect(tax({ rounding }, rates, [{ amountMinor: 1000 }]).taxMinor).toBe(80);
});
