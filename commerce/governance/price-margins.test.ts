import { expect, test } from 'vitest';
import { marginBasisPoints, type PricedCost, summariseMargins } from './price-margins.ts';

const priced = (netMinor: number, costMinor: number, priceUnitThousandths = 1000): PricedCost => ({
  netMinor,
  costMinor,
  priceUnitThousandths,
});

test.each<[string, PricedCost, number | null]>([
  ['half of it', priced(200, 100), 5000],
  ['nothing at cost', priced(100, 100), 0],
  ['less than nothing below cost', priced(704, 822), -1676],
  ['all of what costs nothing', priced(100, 0), 10_000],
  ['a third of it, rounded', priced(300, 200), 3333],
  ['of a hundred at a time', priced(500, 4, 100_000), 2000],
  ['of half a kilogram', priced(300, 400, 500), 3333],
  ['nothing that can be said of a gift', priced(0, 100), null],
])('a price leaves %s', (_, price, margin) => {
  expect(marginBasisPoints(price)).toBe(margin);
});

test('prices weigh what was sold of them', () => {
  const changes = [
    { old: priced(200, 100), new: priced(125, 100), soldThousandths: 3000 },
    { old: priced(100, 90), new: priced(100, 90), soldThousandths: 1000 },
    { old: priced(1000, 1), new: priced(1, 1), soldThousandths: 0 },
  ];
  // Of 7.00 is left 3.10, of 4.75 then 0.85.
  expect(summariseMargins(changes)).toEqual({ prices: 3, oldBasisPoints: 4429, newBasisPoints: 1789 });
});

test('where nothing was sold, one of each counts; where there was no price, none does', () => {
  const changes = [
    { old: priced(200, 100), new: priced(400, 100), soldThousandths: 0 },
    { old: priced(100, 100), new: priced(100, 100), soldThousandths: 0 },
    { old: null, new: priced(100, 50), soldThousandths: 0 },
    { old: priced(100, 50), new: null, soldThousandths: 0 },
  ];
  expect(summariseMargins(changes)).toEqual({ prices: 2, oldBasisPoints: 3333, newBasisPoints: 6000 });
  expect(summariseMargins([])).toEqual({ prices: 0, oldBasisPoints: null, newBasisPoints: null });
});
