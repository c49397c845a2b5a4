import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refundOfLine } from './refund-of-line.ts';

test('one of three at 10.00 gives back 3.33, the next 3.34, the last 3.33', () => {
  const paid = { quantityThousandths: 3000, grossMinor: 1000, taxMinor: 167 };
  expect([0, 1000, 2000].map((before) => refundOfLine(paid, before, 1000).grossMinor)).toEqual([
    -333, -334, -333,
  ]);
});

test('every unit in any portions gives back exactly what was paid', () => {
  const portions = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      portions,
      fc.nat({ max: 10_000_000 }),
      fc.nat({ max: 1_000_000 }),
      (parts, grossMinor, taxMinor) => {
        const quantityThousandths = parts.reduce((sum, part) => sum + part, 0);
        const paid = { quantityThousandths, grossMinor, taxMinor };
        let returned = 0;
        let gross = 0;
        let tax = 0;
        for (const part of parts) {
          const refund = refundOfLine(paid, returned, part);
          returned += part;
          gross += refund.grossMinor;
          tax += refund.taxMinor;
        }
        expect([gross, tax]).toEqual([-grossMinor + 0, -taxMinor + 0]);
      },
    ),
  );
});

test('more than was sold is a bug of the caller', () => {
  expect(() => refundOfLine({ quantityThousandths: 1000, grossMinor: 100, taxMinor: 0 }, 1000, 1)).toThrow(
    'no more comes back',
  );
});

test('units that cost differently give back what each was paid for, the first of the line first', () => {
  const line = {
    quantityThousandths: 3000,
    grossMinor: 1000,
    taxMinor: 167,
    paid: [
      { quantityThousandths: 2000, amountMinor: 666 },
      { quantityThousandths: 1000, amountMinor: 334 },
    ],
  };
  const refunds = [0, 1000, 2000].map((before) => refundOfLine(line, before, 1000));
  expect(refunds.map(({ grossMinor }) => grossMinor)).toEqual([-333, -333, -334]);
  expect(refunds.map(({ taxMinor }) => taxMinor)).toEqual([-56, -55, -56]);
});

test('prices without tax: the net of each unit is what it cost, its tax comes on top', () => {
  const line = {
    quantityThousandths: 2000,
    grossMinor: 360,
    taxMinor: 60,
    paid: [
      { quantityThousandths: 1000, amountMinor: 200 },
      { quantityThousandths: 1000, amountMinor: 100 },
    ],
  };
  expect(refundOfLine(line, 0, 1000)).toMatchObject({ grossMinor: -240, taxMinor: -40 });
  expect(refundOfLine(line, 1000, 1000)).toMatchObject({ grossMinor: -120, taxMinor: -20 });
});

test('a unit that was free gives back nothing', () => {
  const line = {
    quantityThousandths: 2000,
    grossMinor: 500,
    taxMinor: 0,
    paid: [
      { quantityThousandths: 1000, amountMinor: 500 },
      { quantityThousandths: 1000, amountMinor: 0 },
    ],
  };
  expect(refundOfLine(line, 1000, 1000)).toMatchObject({ grossMinor: 0, taxMinor: 0 });
});

describe('a line with several taxes', () => {
  const tax = (code: string, taxMinor: number) => ({ code, ratePpm: 60_000, baseMinor: 1000, taxMinor });

  test.each([
    { already: 0, expected: { grossMinor: -374, taxes: [-20, -20] } },
    { already: 1000, expected: { grossMinor: -374, taxes: [-21, -21] } },
    { already: 2000, expected: { grossMinor: -374, taxes: [-20, -20] } },
  ])('one of three, after $already thousandths', ({ already, expected }) => {
    const taxes = [tax('CENTRAL', 61), tax('STATE', 61)];
    const refund = refundOfLine(
      { quantityThousandths: 3000, grossMinor: 1122, taxMinor: 122, taxes },
      already,
      1000,
    );
    const { grossMinor } = refund;
    expect({ grossMinor, taxes: refund.taxes.map(({ taxMinor }) => taxMinor) }).toEqual(expected);
    expect(refund.taxMinor).toBe(expected.taxes.reduce((sum, taxMinor) => sum + taxMinor, 0));
  });

  test('every unit in any portions gives back what was taxed', () => {
    const amount = fc.integer({ min: 0, max: 100_000 });
    const portions = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        portions,
        fc.boolean(),
        (net, first, second, quantities, hasRuns) => {
          const quantityThousandths = quantities.reduce((sum, quantity) => sum + quantity, 0);
          const line = {
            quantityThousandths,
            grossMinor: net + first + second,
            taxMinor: first + second,
            taxes: [tax('A', first), tax('B', second)],
            ...(hasRuns ? { paid: [{ quantityThousandths, amountMinor: net }] } : {}),
          };
          let already = 0;
          const back = [0, 0, 0];
          for (const quantity of quantities) {
            const { grossMinor, taxes } = refundOfLine(line, already, quantity);
            [grossMinor, ...taxes.map(({ taxMinor }) => taxMinor)].forEach((minor, index) => {
              back[index] = (back[index] ?? 0) + minor;
            });
            already += quantity;
          }
          expect(back).toEqual([0 - line.grossMinor, 0 - first, 0 - second]);
        },
      ),
    );
  });
});
