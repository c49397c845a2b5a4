import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitPriceList, type PriceObservation, priceAt } from './price-list.ts';
import { unitPriceOf } from './unit-price-of.ts';

/** '1@2.55 6@2.10*3': one line of 1 at 2.55 and three of 6 at 2.10. */
function lines(text: string): PriceObservation[] {
  return text.split(' ').flatMap((part) => {
    const [, quantity, unitPriceText = '', times] = /^(-?\d+)@([-\d.]+)(?:\*(\d+))?$/.exec(part) ?? [];
    return Array.from({ length: Number(times ?? 1) }, () => ({ quantity: Number(quantity), unitPriceText }));
  });
}

/** '1:255 6:210': 255 from quantity 1, 210 from quantity 6; '/10000' where the price unit is not one unit. */
function shown(observations: readonly PriceObservation[]): string {
  return fitPriceList(observations)
    .map(({ minQuantityThousandths, amountMinor, priceUnitThousandths }) => {
      const unit = priceUnitThousandths === 1000 ? '' : `/${priceUnitThousandths}`;
      return `${minQuantityThousandths / 1000}:${amountMinor}${unit}`;
    })
    .join(' ');
}

describe('fitPriceList', () => {
  test.each([
    ['one price', '1@2.55 6@2.55', '1:255'],
    ['the price of most lines', '1@2.55 2@2.95 3@2.95', '1:295'],
    ['equal prices written differently', '1@2.50 1@2.95 1@2.95 1@2.5 1@2.500', '1:250'],
    ['one break', '1@2.55*3 2@2.55 6@2.10*2 32@2.10', '1:255 6:210'],
    ['no break for a single line', '1@2.55*3 6@2.10', '1:255'],
    ['no break for two lines among 150', '1@2.55*150 6@2.10*2', '1:255'],
    ['a break for two lines among 100', '1@2.55*98 6@2.10*2', '1:255 6:210'],
    ['a lone low quantity does not make a break', '3@2.55*2 4@2.55 1@9.99', '1:255'],
    ['at most four breaks', '1@5*9 2@4*9 3@3*9 4@2*2 5@1*9', '1:500 2:400 3:300 5:100'],
    ['two breaks that pay only together', '1@2*3 5@1*4 9@2*3', '1:200 5:100 9:200'],
    ['returns by absolute quantity', '1@2.55*3 -6@2.10*2 -1@2.55', '1:255 6:210'],
    ['zero-price lines do not count', '1@0*5 1@2.55', '1:255'],
    ['only zero prices', '1@0.0 12@0', '1:0'],
    ['negative prices', '1@-11062.06', '1:-1106206'],
    ['a tenth of a penny', '100@0.001*2', '1:1/10000'],
    ['a break starts at the first quantity seen at its price', '1@2*2 4@9 6@1*2', '1:200 6:100'],
    ['the price that first reached its count wins a tie', '1@3 1@2', '1:300'],
  ])('%s', (_, observed, expected) => {
    expect(shown(lines(observed))).toBe(expected);
  });

  test('no lines, no breaks', () => {
    expect(fitPriceList([])).toEqual([]);
  });

  const observation = fc.record({
    quantity: fc.integer({ min: -8, max: 8 }).filter((quantity) => quantity !== 0),
    unitPriceText: fc.constantFrom('1.0', '0.95', '0.85', '0.0', '0.001'),
  });

  test('begins at 1, ascends, has at most four breaks and explains no fewer lines than one price would', () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1, maxLength: 40 }), (observations) => {
        const breaks = fitPriceList(observations);
        const from = breaks.map((price) => price.minQuantityThousandths);
        expect(from[0]).toBe(1000);
        expect(from).toEqual([...new Set(from)].sort((a, b) => a - b));
        expect(from.length).toBeLessThanOrEqual(4);
        const counts = new Map<string, number>();
        for (const { unitPriceText: text } of observations) {
          if (text !== '0.0') counts.set(text, (counts.get(text) ?? 0) + 1);
        }
        expect(observations.filter((seen) => isListed(seen)).length).toBeGreaterThanOrEqual(
          Math.max(0, ...counts.values()),
        );

        function isListed({ quantity, unitPriceText }: PriceObservation): boolean {
          const { amountMinor, priceUnitThousandths } = unitPriceOf(unitPriceText);
          const listed = priceAt(breaks, quantity);
          return listed?.amountMinor === amountMinor && listed.priceUnitThousandths === priceUnitThousandths;
        }
      }),
      { numRuns: 200 },
    );
  });
});

test('priceAt answers the break in force', () => {
  const breaks = fitPriceList(lines('1@2.55*3 6@2.10*3'));
  expect([1, 5, -5, 6, -6, 900].map((quantity) => priceAt(breaks, quantity)?.amountMinor)).toEqual([
    255, 255, 255, 210, 210, 210,
  ]);
  expect(priceAt([], 1)).toBeUndefined();
});
