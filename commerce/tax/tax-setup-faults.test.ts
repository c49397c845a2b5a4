import { expect, test } from 'vitest';
import type { TaxCode } from './tax-code.ts';
import type { TaxRate } from './tax-rate.ts';
import { taxSetupFaults } from './tax-setup-faults.ts';

const validFrom = '2020-01-01';
const code = (id: string, more: Partial<TaxCode> = {}): TaxCode => ({ id, name: id, parts: [], ...more });
const rate = (taxCode: string, ratePpm: number, more: Partial<TaxRate> = {}): TaxRate => ({
  taxCode,
  validFrom,
  ratePpm,
  ...more,
});
const from1 = { fromMinor: 100, upToMinor: 0 };

test.each<{ name: string; codes: TaxCode[]; rates: TaxRate[]; expected: unknown[] }>([
  {
    name: 'a rate needs no definition',
    codes: [code('AB', { parts: ['A', 'B'] })],
    rates: [rate('A', 100_000), rate('B', 50_000)],
    expected: [],
  },
  {
    name: 'a part that nobody knows',
    codes: [code('AB', { parts: ['A', 'B'] })],
    rates: [rate('A', 100_000)],
    expected: [{ type: 'unknownPart', taxCode: 'AB', part: 'B' }],
  },
  {
    name: 'a combination in itself',
    codes: [code('X', { parts: ['Y'] }), code('Y', { parts: ['X'] })],
    rates: [],
    expected: [
      { type: 'circularTaxCode', taxCode: 'X' },
      { type: 'circularTaxCode', taxCode: 'Y' },
    ],
  },
  {
    name: 'a price that is all tax, from a day on',
    codes: [code('A', { base: 'netAndItself' })],
    rates: [rate('A', 100_000), rate('A', 1_000_000, { validFrom: '2021-01-01' })],
    expected: [{ type: 'taxNotComputable', taxCode: 'A', validFrom: '2021-01-01' }],
  },
  {
    name: 'two taxes of the gross',
    codes: [code('A', { base: 'gross' }), code('B', { base: 'gross' }), code('AB', { parts: ['A', 'B'] })],
    rates: [rate('A', 100_000), rate('B', 50_000)],
    expected: [{ type: 'taxNotComputable', taxCode: 'AB', validFrom }],
  },
  {
    name: 'intervals of the document in a price',
    codes: [code('A', { includedInPrice: 'yes', intervals: 'interval', marginalBase: 'netOfDocument' })],
    rates: [rate('A', 100_000, { fromMinor: 0, upToMinor: 100 }), rate('A', 50_000, from1)],
    expected: [{ type: 'taxNotComputable', taxCode: 'A', validFrom }],
  },
  {
    name: 'a surcharge before its tax',
    codes: [code('S', { base: 'tax', taxOf: 'A' }), code('SA', { parts: ['S', 'A'] })],
    rates: [rate('A', 100_000), rate('S', 55_000)],
    expected: [{ type: 'taxedTaxComesLater', taxCode: 'SA', part: 'S' }],
  },
  {
    name: 'brackets that overlap',
    codes: [],
    rates: [rate('A', 100_000, { fromMinor: 0, upToMinor: 200 }), rate('A', 50_000, from1)],
    expected: [{ type: 'bracketsOverlap', taxCode: 'A', validFrom }],
  },
  {
    name: 'a least tax above the most',
    codes: [code('A', { minimumMinor: 200, maximumMinor: 100 })],
    rates: [rate('A', 100_000)],
    expected: [{ type: 'limitsCross', taxCode: 'A' }],
  },
])('$name', ({ codes, rates, expected }) => {
  expect(taxSetupFaults(codes, rates)).toEqual(expected);
});
