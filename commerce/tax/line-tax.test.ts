import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minor } from '../money/minor.ts';
import { taxLine, taxRateInForce } from './line-tax.ts';

const rates = [
  { taxCode: 'STANDARD', validFrom: '2011-01-04', ratePpm: 200_000 },
  { taxCode: 'STANDARD', validFrom: '2010-01-01', ratePpm: 175_000 },
  { taxCode: 'ZERO', validFrom: '2000-01-01', ratePpm: 0 },
];

describe('taxRateInForce', () => {
  test.each([
    { taxCode: 'STANDARD', date: '2009-12-31', expected: undefined },
    { taxCode: 'STANDARD', date: '2011-01-03', expected: 175_000 },
    { taxCode: 'STANDARD', date: '2011-01-04', expected: 200_000 },
    { taxCode: 'ZERO', date: '2011-01-04', expected: 0 },
    { taxCode: 'REDUCED', date: '2011-01-04', expected: undefined },
  ])('$taxCode on $date', ({ taxCode, date, expected }) => {
    expect(taxRateInForce(rates, taxCode, date)?.ratePpm).toBe(expected);
  });
});

describe('taxLine', () => {
  test.each([
    {
      name: 'inclusive at 17.5 %',
      amount: 1530,
      ratePpm: 175_000,
      inclusive: true,
      expected: { netMinor: 1302, taxMinor: 228, grossMinor: 1530 },
    },
    {
      name: 'inclusive at 20 %',
      amount: 1530,
      ratePpm: 200_000,
      inclusive: true,
      expected: { netMinor: 1275, taxMinor: 255, grossMinor: 1530 },
    },
    {
      name: 'exclusive at 20 %',
      amount: 1530,
      ratePpm: 200_000,
      inclusive: false,
      expected: { netMinor: 1530, taxMinor: 306, grossMinor: 1836 },
    },
    {
      name: 'a half goes away from zero',
      amount: 3,
      ratePpm: 200_000,
      inclusive: true,
      expected: { netMinor: 2, taxMinor: 1, grossMinor: 3 },
    },
    {
      name: 'a return mirrors the sale',
      amount: -3,
      ratePpm: 200_000,
      inclusive: true,
      expected: { netMinor: -2, taxMinor: -1, grossMinor: -3 },
    },
    {
      name: 'rate zero',
      amount: 999,
      ratePpm: 0,
      inclusive: true,
      expected: { netMinor: 999, taxMinor: 0, grossMinor: 999 },
    },
  ])('$name', ({ amount, ratePpm, inclusive, expected }) => {
    expect(taxLine(minor(amount), ratePpm, inclusive)).toEqual(expected);
  });

  test('net and tax always add up to gross', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat({ max: 1_000_000 }), fc.boolean(), (amount, ratePpm, inclusive) => {
        const line = taxLine(minor(amount), ratePpm, inclusive);
        expect(line.netMinor + line.taxMinor).toBe(line.grossMinor);
      }),
    );
  });
});
