import fc from 'fast-check';
import { expect, test } from 'vitest';
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
