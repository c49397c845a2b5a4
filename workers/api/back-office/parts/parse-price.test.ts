import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachText } from './money.ts';
import { parsePrice } from './parse-price.ts';

describe('parsePrice', () => {
  test.each([
    ['2.55', 255, 1000],
    ['2,55', 255, 1000],
    ['0.001', 1, 10_000],
    ['0,001', 1, 10_000],
    ['2.5', 250, 1000],
    ['2.550', 255, 1000],
    ['2', 200, 1000],
    ['0', 0, 1000],
    ['0.125', 125, 10_000],
    ['1234.5', 123_450, 1000],
    [' 7.00 ', 700, 1000],
    ['10000000', 1_000_000_000, 1000],
  ])('%s is %i for %i thousandths', (text, amountMinor, priceUnitThousandths) => {
    expect(parsePrice(text, 2)).toEqual({ ok: true, value: { amountMinor, priceUnitThousandths } });
  });

  test.each([
    ['', 'Type an amount, such as 2.55.'],
    ['free', 'Type digits with one point or comma, such as 2.55.'],
    ['-1', 'Type digits with one point or comma, such as 2.55.'],
    ['£2', 'Type digits with one point or comma, such as 2.55.'],
    ['2.', 'Type digits with one point or comma, such as 2.55.'],
    ['.5', 'Type digits with one point or comma, such as 2.55.'],
    ['1e3', 'Type digits with one point or comma, such as 2.55.'],
    ['1,234.50', 'Type digits with one point or comma, such as 2.55.'],
    ['1,234', '1,234 can be read in two ways. Write 1234 or 1.234.'],
    ['10000000.01', 'This price is higher than a register can hold.'],
    ['0.000000001', 'A price has 8 digits behind the point at most.'],
  ])('%j is refused', (text, error) => {
    expect(parsePrice(text, 2)).toEqual({ ok: false, error });
  });

  test('a currency without a minor unit takes fractions as a larger price unit', () => {
    expect(parsePrice('150', 0)).toEqual({
      ok: true,
      value: { amountMinor: 150, priceUnitThousandths: 1000 },
    });
    expect(parsePrice('1.5', 0)).toEqual({
      ok: true,
      value: { amountMinor: 15, priceUnitThousandths: 10_000 },
    });
  });

  test('what is shown is read back as the same price', () => {
    const price = fc.record({
      amountMinor: fc.integer({ min: 0, max: 1_000_000 }),
      power: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(price, ({ amountMinor, power }) => {
        const priceUnitThousandths = 1000 * 10 ** power;
        const text = eachText({ amountMinor, priceUnitThousandths }, 'GBP') ?? '';
        const read = parsePrice(text, 2);
        if (!read.ok) throw new Error(read.error);
        const { value } = read;
        expect(value.amountMinor * priceUnitThousandths).toBe(amountMinor * value.priceUnitThousandths);
      }),
    );
  });
});
