import fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnedTax } from './returned-tax.ts';

const tax = (code: string, taxMinor: number) => ({ code, ratePpm: 60_000, baseMinor: 1000, taxMinor });
const sold = { quantityThousandths: 3000, netMinor: 1000, taxes: [tax('CENTRAL', 61), tax('STATE', 61)] };

test.each([
  { already: 0, expected: { netMinor: -334, taxes: [-20, -20] } },
  { already: 1000, expected: { netMinor: -332, taxes: [-21, -21] } },
  { already: 2000, expected: { netMinor: -334, taxes: [-20, -20] } },
])('one of three, after $already thousandths', ({ already, expected }) => {
  const { netMinor, taxes } = returnedTax(sold, already, 1000);
  expect({ netMinor, taxes: taxes.map(({ taxMinor }) => taxMinor) }).toEqual(expected);
});

test('every unit in any portions gives back what was taxed', () => {
  const amount = fc.integer({ min: -100_000, max: 100_000 });
  const portions = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(amount, amount, amount, portions, (netMinor, first, second, quantities) => {
      const line = {
        quantityThousandths: quantities.reduce((sum, quantity) => sum + quantity, 0),
        netMinor,
        taxes: [tax('A', first), tax('B', second)],
      };
      let already = 0;
      const back = [0, 0, 0];
      for (const quantity of quantities) {
        const { netMinor: net, taxes } = returnedTax(line, already, quantity);
        [net, ...taxes.map(({ taxMinor }) => taxMinor)].forEach((minor, index) => {
          back[index] = (back[index] ?? 0) + minor;
        });
        already += quantity;
      }
      expect(back).toEqual([0 - netMinor, 0 - first, 0 - second]);
    }),
  );
});
