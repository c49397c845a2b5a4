import { describe, expect, test } from 'vitest';
import { taxDocument } from './tax-document.ts';
import type { TaxSetup } from './tax-setup.ts';
import type { TaxableLine } from './taxed-document.ts';

const setup: TaxSetup = {
  pricesIncludeTax: true,
  codes: [
    { id: 'SALES', name: 'State and county', parts: ['STATE', 'COUNTY'] },
    { id: 'LOOP', name: 'Names itself', parts: ['LOOP'] },
    { id: 'ALL', name: 'A price that is all tax', parts: [], base: 'netAndItself' },
    { id: 'TOTAL', name: 'Of the gross', parts: [], base: 'gross' },
    { id: 'TOTAL2', name: 'Of the gross too', parts: [], base: 'gross' },
    { id: 'TOTALS', name: 'Two of the gross', parts: ['TOTAL', 'TOTAL2'] },
    { id: 'TWICE', name: 'Names a code twice', parts: ['SALES', 'STATE'] },
    { id: 'LAST', name: 'Of the gross, and joins', parts: [], base: 'gross', joinsNextBase: true },
    { id: 'AFTER', name: 'Of net and taxes before', parts: [], base: 'netAndTaxesBefore' },
    { id: 'LASTS', name: 'A tax of the gross joins nothing', parts: ['LAST', 'AFTER'] },
    { id: 'EMPTY', name: 'No rate', parts: [] },
  ],
  rates: [
    { taxCode: 'STANDARD', validFrom: '2010-01-01', ratePpm: 175_000 },
    { taxCode: 'STANDARD', validFrom: '2011-01-04', ratePpm: 200_000 },
    { taxCode: 'STATE', validFrom: '2010-01-01', ratePpm: 62_500 },
    { taxCode: 'COUNTY', validFrom: '2010-01-01', ratePpm: 10_000 },
    { taxCode: 'ALL', validFrom: '2010-01-01', ratePpm: 1_000_000 },
    { taxCode: 'TOTAL', validFrom: '2010-01-01', ratePpm: 100_000 },
    { taxCode: 'LAST', validFrom: '2010-01-01', ratePpm: 100_000 },
    { taxCode: 'AFTER', validFrom: '2010-01-01', ratePpm: 200_000 },
    { taxCode: 'TOTAL2', validFrom: '2010-01-01', ratePpm: 100_000 },
  ],
};
const line = (more: Partial<TaxableLine> = {}): TaxableLine => ({
  amountMinor: 1530,
  quantityThousandths: 1000,
  taxCode: 'STANDARD',
  ...more,
});
const on = (date: string, lines: readonly TaxableLine[], more: Partial<TaxSetup> = {}) =>
  taxDocument({ date, lines }, { ...setup, ...more });

describe('taxDocument', () => {
  test.each([
    { date: '2011-01-03', taxMinor: 228, ratePpm: 175_000 },
    { date: '2011-01-04', taxMinor: 255, ratePpm: 200_000 },
  ])('the rate of $date', ({ date, taxMinor, ratePpm }) => {
    expect(on(date, [line()]).taxes).toEqual([
      { code: 'STANDARD', ratePpm, baseMinor: 1530 - taxMinor, taxMinor },
    ]);
  });

  test.each([
    {
      name: 'a code without a rate',
      taxCode: 'EMPTY',
      expected: { type: 'noTaxRate', taxCode: 'EMPTY' },
    },
    {
      name: 'a code nobody knows',
      taxCode: 'NOWHERE',
      expected: { type: 'noTaxRate', taxCode: 'NOWHERE' },
    },
    {
      name: 'before the first rate',
      taxCode: 'STANDARD',
      date: '2009-12-31',
      expected: { type: 'noTaxRate' },
    },
    { name: 'a code in itself', taxCode: 'LOOP', expected: { type: 'circularTaxCode' } },
    { name: 'nothing left of the price', taxCode: 'ALL', expected: { type: 'taxNotComputable' } },
    { name: 'two taxes of the gross', taxCode: 'TOTALS', expected: { type: 'taxNotComputable' } },
  ])('$name is a fault of the line alone', ({ taxCode, date = '2026-01-01', expected }) => {
    const document = on(date, [line({ taxCode }), line({ taxCode: 'STATE' })]);
    expect(document.lines[0]).toMatchObject({
      netMinor: 1530,
      taxMinor: 0,
      grossMinor: 1530,
      fault: expected,
    });
    expect(document.lines[1]?.fault ?? null).toEqual(
      date < '2010-01-01' ? { type: 'noTaxRate', taxCode: 'STATE' } : null,
    );
  });

  test('the same rates tax otherwise on another day, on top of prices, and under other codes', () => {
    const taxes = (date: string, taxCode: string, more: Partial<TaxSetup> = {}) =>
      on(date, [line({ amountMinor: 10_000, taxCode })], more).taxMinor;
    const codes = [{ id: 'SALES', name: 'State alone', parts: ['STATE'] }];
    for (let again = 0; again < 2; again += 1) {
      expect(taxes('2011-01-04', 'STANDARD')).toBe(1667);
      expect(taxes('2011-01-04', 'STANDARD', { pricesIncludeTax: false })).toBe(2000);
      expect(taxes('2011-01-03', 'STANDARD', { pricesIncludeTax: false })).toBe(1750);
      expect(taxes('2011-01-03', 'SALES', { pricesIncludeTax: false })).toBe(725);
      expect(taxes('2011-01-03', 'SALES', { pricesIncludeTax: false, codes })).toBe(625);
    }
  });

  test('a code that is named twice is taxed once', () => {
    const document = on('2026-01-01', [line({ taxCode: 'TWICE' })], { pricesIncludeTax: false });
    expect(document.taxes.map(({ code }) => code)).toEqual(['STATE', 'COUNTY']);
  });

  test('a tax of the gross joins no base', () => {
    const lines = [line({ taxCode: 'LASTS', amountMinor: 1000 })];
    expect(on('2026-01-01', lines, { pricesIncludeTax: false }).taxes).toEqual([
      { code: 'LAST', ratePpm: 100_000, baseMinor: 1200, taxMinor: 120 },
      { code: 'AFTER', ratePpm: 200_000, baseMinor: 1000, taxMinor: 200 },
    ]);
  });

  test('an exempt line needs no rate', () => {
    expect(on('2026-01-01', [line({ taxCode: 'NOWHERE', exempt: true })]).lines[0]).toMatchObject({
      taxMinor: 0,
      grossMinor: 1530,
      fault: null,
    });
  });

  test('a line is exempt of single codes', () => {
    const document = on('2026-01-01', [line({ taxCode: 'SALES', amountMinor: 10_000, exempt: ['STATE'] })], {
      pricesIncludeTax: false,
    });
    expect(document.taxes).toEqual([
      { code: 'STATE', ratePpm: 0, baseMinor: 10_000, taxMinor: 0 },
      { code: 'COUNTY', ratePpm: 10_000, baseMinor: 10_000, taxMinor: 100 },
    ]);
  });

  test('a line may be taxed as another code', () => {
    const document = on('2026-01-01', [line({ override: 'STATE' })], { pricesIncludeTax: false });
    expect(document.taxes).toEqual([{ code: 'STATE', ratePpm: 62_500, baseMinor: 1530, taxMinor: 96 }]);
  });

  test('what comes back keeps the tax of its sale', () => {
    const taxes = [{ code: 'STANDARD', ratePpm: 175_000, baseMinor: -1302, taxMinor: -228 }];
    const document = on('2026-01-01', [
      line({ amountMinor: -1530, fixedTax: { netMinor: -1302, taxes } }),
      line(),
    ]);
    expect(document).toMatchObject({ netMinor: -27, taxMinor: 27, grossMinor: 0 });
    expect(document.taxes.map((tax) => tax.taxMinor)).toEqual([-228, 255]);
  });

  test('the base of a code is that of all lines that bear it', () => {
    const document = on('2026-01-01', [line(), line({ amountMinor: 600 })]);
    expect(document.taxes).toEqual([
      { code: 'STANDARD', ratePpm: 200_000, baseMinor: 1275 + 500, taxMinor: 255 + 100 },
    ]);
  });

  test('rates may stand in any order', () => {
    const rates = setup.rates.toReversed();
    expect(on('2011-01-04', [line()], { rates }).taxes[0]?.ratePpm).toBe(200_000);
    expect(on('2011-01-03', [line()], { rates }).taxes[0]?.ratePpm).toBe(175_000);
  });
});
