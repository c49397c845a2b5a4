import { describe, expect, test } from 'vitest';
import { taxDocument } from './tax-document.ts';
import { type TaxSetup, usualTaxRounding } from './tax-setup.ts';
import type { TaxableLine } from './taxed-document.ts';

const rate = (taxCode: string, ratePpm: number) => ({ taxCode, validFrom: '2010-01-01', ratePpm });
const setup: TaxSetup = {
  pricesIncludeTax: true,
  codes: [
    { id: 'ONTOP', name: 'Never in a price', parts: [], includedInPrice: 'no' },
    { id: 'BOTH', name: 'One in the price, one on top', parts: ['STANDARD', 'ONTOP'] },
    { id: 'ALL', name: 'A price that is all tax', parts: [], base: 'netAndItself' },
  ],
  rates: [rate('STANDARD', 200_000), rate('LOW', 50_000), rate('ONTOP', 100_000), rate('ALL', 1_000_000)],
  inclusiveAmountKeeps: 'net',
};
const taxed = (line: Partial<TaxableLine>, more: Partial<TaxSetup> = {}) => {
  const whole = { amountMinor: 1200, quantityThousandths: 1000, taxCode: 'STANDARD', ...line };
  const { lines } = taxDocument({ date: '2026-01-01', lines: [whole] }, { ...setup, ...more });
  return lines[0];
};
const amounts = (...parts: Parameters<typeof taxed>) => {
  const { netMinor, taxMinor, grossMinor } = taxed(...parts) ?? {};
  return [netMinor, taxMinor, grossMinor];
};

describe('a net that is kept', () => {
  test.each<[string, Partial<TaxableLine>, readonly number[]]>([
    ['the usual line pays its price', {}, [1000, 200, 1200]],
    ['an exempt line pays its net', { exempt: true }, [1000, 0, 1000]],
    ['a line under another code pays its net and that tax', { override: 'LOW' }, [1000, 50, 1050]],
    ['what comes back is its mirror', { override: 'LOW', amountMinor: -1200 }, [-1000, -50, -1050]],
    ['a tax that is never in a price comes on top of the net', { override: 'ONTOP' }, [1000, 100, 1100]],
    ['of two taxes one is in the price', { override: 'BOTH' }, [1000, 300, 1300]],
    ['a price without tax in it stays', { taxCode: 'ONTOP', exempt: true }, [1200, 0, 1200]],
    ['where a part is in the price, only that goes', { taxCode: 'BOTH', exempt: true }, [1000, 0, 1000]],
  ])('%s', (_, line, expected) => {
    expect(amounts(line)).toEqual(expected);
  });

  test('the net is the line’s own also where taxes of the document are rounded', () => {
    const rounding = { ...usualTaxRounding, scope: 'document' } as const;
    expect(amounts({ amountMinor: 1203, exempt: true }, { rounding })).toEqual([1002, 0, 1002]);
    expect(amounts({ amountMinor: 1203, override: 'LOW' }, { rounding })).toEqual([1002, 50, 1052]);
  });

  test('the net of a unit is kept where units are rounded', () => {
    const rounding = { ...usualTaxRounding, scope: 'unit' } as const;
    // A third of 10.00 with 20 % in it bears 0.56, three of them 1.68.
    const three = { amountMinor: 1000, quantityThousandths: 3000, exempt: true };
    expect(amounts(three, { rounding })).toEqual([832, 0, 832]);
    expect(amounts(three)).toEqual([833, 0, 833]);
  });

  test.each<[string, Partial<TaxableLine>, object]>([
    ['without a rate', { taxCode: 'GONE', override: 'LOW' }, { type: 'noTaxRate', taxCode: 'GONE' }],
    ['all tax', { taxCode: 'ALL', override: 'LOW' }, { type: 'taxNotComputable', taxCode: 'ALL' }],
    ['under one that is', { override: 'ALL' }, { type: 'taxNotComputable', taxCode: 'ALL' }],
  ])('a price that was %s has a fault', (_, line, fault) => {
    expect(taxed(line)).toMatchObject({ netMinor: 1200, taxMinor: 0, fault });
  });
});
