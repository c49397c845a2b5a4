import { describe, expect, test } from 'vitest';
import { attributePredicate } from './attribute-predicate.ts';
import { chooseAgreement } from './choose-agreement.ts';
import type { PriceAgreement } from './price-agreement.ts';
import type { ContextPriceGroup, PriceQuestion, ProductToPrice } from './price-question.ts';

let made = 0;
const row = (amountMinor: number, change: Partial<PriceAgreement> = {}): PriceAgreement => ({
  id: `row ${++made}`,
  sku: 'shirt',
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 1000,
  amountMinor,
  priceUnitThousandths: 1000,
  validFrom: '2024-01-01',
  validTo: null,
  ...change,
});

const shirt: ProductToPrice = {
  sku: 'shirt',
  variantOf: null,
  dimensions: {},
  unitOfMeasure: 'piece',
  unitConversions: [{ unitOfMeasure: 'box', numerator: 12, denominator: 1 }],
  attributes: {},
};
const redXxl: ProductToPrice = {
  ...shirt,
  sku: 'shirt-red-xxl',
  variantOf: 'shirt',
  dimensions: { colour: 'red', size: 'XXL' },
};
const group = (
  id: string,
  priority = 0,
  source: ContextPriceGroup['source'] = 'channel',
): ContextPriceGroup => ({
  id,
  priority,
  source,
});
const lowest = { choice: 'lowest', adjustUp: false } as const;

const ask = (change: Partial<PriceQuestion> = {}): PriceQuestion => ({
  product: shirt,
  currency: 'GBP',
  quantityThousandths: 1000,
  unitOfMeasure: null,
  date: '2024-06-01',
  customer: null,
  priceGroups: [],
  contextAttributes: {},
  settings: { choice: 'specific', adjustUp: false },
  ...change,
});

function priced(rows: readonly PriceAgreement[], change: Partial<PriceQuestion> = {}): number | null {
  const { agreement, base } = chooseAgreement(rows, ask(change));
  return (agreement ?? base)?.amountMinor ?? null;
}

// The price management page of https://learn.microsoft.com/en-us/dynamics365/commerce/price-management.
describe('pricing priorities as documented', () => {
  const boston = [group('NorthEast'), group('Store1', 10)];
  const manhattan = [group('NorthEast'), group('NYC', 5), group('Store2', 10)];
  const shirts = [row(15, { priceGroup: 'NorthEast' })];
  const jeans = [row(50, { priceGroup: 'NorthEast' }), row(70, { priceGroup: 'NYC' })];
  test.each([
    ['PR-3 the region has the price', shirts, boston, 15],
    ['PR-4 what higher priorities do not price falls through', shirts, manhattan, 15],
    ['PR-5 a group that the store is not in', jeans, boston, 50],
    ['PR-6 a higher priority goes before a lower price', jeans, manhattan, 70],
  ])('%s', (_, rows, priceGroups, expected) => {
    expect(priced(rows, { priceGroups })).toBe(expected);
    expect(priced(rows, { priceGroups, settings: lowest })).toBe(expected);
    expect(priced(rows.toReversed(), { priceGroups })).toBe(expected);
  });

  test('PR-8 a price by size needs a row for each size, not for each variant', () => {
    const sizes = ['S', 'M', 'L', 'XL'];
    const rows = sizes.map((size, index) => row(10 + index, { dimensions: { size } }));
    for (const colour of ['red', 'green', 'blue'])
      for (const [index, size] of sizes.entries()) {
        const product = { ...redXxl, sku: `shirt-${colour}-${size}`, dimensions: { colour, size } };
        expect(priced(rows, { product })).toBe(10 + index);
      }
  });

  test.each(['specific', 'lowest'] as const)('PR-9 only XXL has another price, by the %s', (choice) => {
    const settings = { choice, adjustUp: false };
    const rows = [row(10), row(12, { dimensions: { size: 'XXL' } })];
    expect(priced(rows, { product: redXxl, settings })).toBe(12);
    const medium = { ...redXxl, dimensions: { colour: 'red', size: 'M' } };
    expect(priced(rows, { product: medium, settings })).toBe(10);
  });

  test('PR-15 of several base prices of one day the lowest', () => {
    expect(priced([row(30), row(20), row(25)])).toBe(20);
  });

  test('PR-16 the higher combination rank goes before the lower price and the other way round', () => {
    const customers = attributePredicate('context', 'customerGroup', ['gold']);
    const segment = attributePredicate('context', 'segment', ['retail']);
    const rows = [
      row(2000, { headerRank: 2, lineRank: 2, attributes: [customers] }),
      row(2500, { headerRank: 2, lineRank: 1, attributes: [customers] }),
      row(1900, { headerRank: 1, lineRank: 2, attributes: [segment] }),
      row(3000, { headerRank: 1, lineRank: 1, attributes: [segment] }),
    ];
    const contextAttributes = { customerGroup: 'gold', segment: 'retail' };
    expect(priced(rows, { contextAttributes })).toBe(2000);
    expect(priced(rows.slice(1), { contextAttributes })).toBe(2500);
    expect(priced(rows.slice(2), { contextAttributes })).toBe(1900);
    expect(priced(rows, { contextAttributes: { segment: 'retail' } })).toBe(1900);
    expect(priced(rows)).toBeNull();
  });
});

describe('customers, groups and everybody', () => {
  const rows = [
    row(300),
    row(280, { priceGroup: 'members' }),
    row(290, { customer: 'C1' }),
    row(270, { priceGroup: 'club' }),
  ];
  const members = [group('members', 0, 'loyalty')];
  test.each<[string, Partial<PriceQuestion>, number]>([
    ['the base price', {}, 300],
    ['the group before the base price', { priceGroups: members }, 280],
    ['the customer before the group', { priceGroups: members, customer: 'C1' }, 290],
    ['not another customer', { priceGroups: members, customer: 'C2' }, 280],
    ['the cheapest of all', { priceGroups: members, customer: 'C1', settings: lowest }, 280],
    ['of groups of one priority the cheaper', { priceGroups: [...members, group('club')] }, 270],
    ['the higher priority', { priceGroups: [group('members', 1), group('club')] }, 280],
    [
      'the higher of two priorities of one group',
      { priceGroups: [...members, group('members', 2), group('club', 1)] },
      280,
    ],
  ])('%s', (_, change, expected) => {
    expect(priced(rows, change)).toBe(expected);
  });

  test('the cheapest may be the base price, unless a group has a priority', () => {
    const dear = [row(300), row(400, { priceGroup: 'members' })];
    expect(priced(dear, { priceGroups: members, settings: lowest })).toBe(300);
    expect(priced(dear, { priceGroups: [group('members', 1)], settings: lowest })).toBe(400);
    expect(priced(dear, { priceGroups: members })).toBe(400);
  });

  test('a group’s price of the master goes before a base price of the variant', () => {
    const both = [row(300, { sku: redXxl.sku }), row(280, { priceGroup: 'members' })];
    expect(priced(both, { product: redXxl, priceGroups: members })).toBe(280);
  });

  test('the answer keeps the base price', () => {
    const { base, baseRow, agreement } = chooseAgreement(rows, ask({ customer: 'C1' }));
    expect(base).toEqual({ amountMinor: 300, priceUnitThousandths: 1000 });
    expect([baseRow?.id, agreement?.id]).toEqual([rows[0]?.id, rows[2]?.id]);
  });
});

describe('variants', () => {
  const rows = [
    row(10),
    row(11, { dimensions: { size: 'XXL' } }),
    row(12, { dimensions: { colour: 'red', size: 'XXL' } }),
    row(13, { sku: redXxl.sku }),
  ];
  test.each([
    ['the own SKU', rows, 13],
    ['then most dimensions', rows.slice(0, 3), 12],
    ['then fewer', rows.slice(0, 2), 11],
    ['then the master', rows.slice(0, 1), 10],
    ['never another variant', [row(9, { dimensions: { size: 'S' } })], null],
    ['never a sister', [row(9, { sku: 'shirt-red-s' })], null],
  ])('%s', (_, given, expected) => {
    expect(priced(given, { product: redXxl })).toBe(expected);
    expect(priced(given, { product: redXxl, settings: lowest })).toBe(expected);
  });

  test('the master itself has no dimensions', () => {
    expect(priced(rows)).toBe(10);
  });
});

describe('rows of one scope and variant', () => {
  const newer = { validFrom: '2024-05-01' };
  test.each<[string, PriceAgreement[], number]>([
    ['a larger break before a later start', [row(20, { minQuantityThousandths: 1001 }), row(10, newer)], 20],
    [
      'a rank before a larger break',
      [row(20, { lineRank: 1 }), row(10, { minQuantityThousandths: 1001 })],
      20,
    ],
    [
      'a header rank weighs a thousand line ranks',
      [row(20, { headerRank: 1 }), row(10, { lineRank: 999 })],
      20,
    ],
    ['but not more', [row(10, { headerRank: 1 }), row(20, { lineRank: 1001 })], 20],
    [
      'of one combination rank the higher header rank',
      [row(20, { headerRank: 2, lineRank: 1 }), row(10, { headerRank: 1, lineRank: 1001 })],
      20,
    ],
    ['the later start', [row(20, newer), row(10)], 20],
  ])('%s', (_, rows, expected) => {
    expect(priced(rows, { quantityThousandths: 2000 })).toBe(expected);
    expect(priced(rows.toReversed(), { quantityThousandths: 2000 })).toBe(expected);
    expect(priced([row(11, { headerRank: 1 }), row(10)], { settings: lowest })).toBe(10);
  });
});

describe('the cheapest and prices that change', () => {
  const newer = { validFrom: '2024-05-01' };
  test.each<[string, PriceAgreement[], number]>([
    ['a price that was raised is not the cheapest for ever', [row(295), row(325, newer)], 325],
    ['one that has ended raises nothing', [row(295), row(325, { ...newer, validTo: '2024-05-31' })], 295],
    ['one that is not there yet neither', [row(295), row(325, { validFrom: '2024-06-02' })], 295],
    ['of one start the cheaper', [row(295), row(290)], 290],
    ['another quantity is another kind', [row(295, { minQuantityThousandths: 500 }), row(325, newer)], 295],
    ['another rank is another kind', [row(295), row(325, { ...newer, headerRank: 1 })], 295],
    ['another unit is another kind', [row(295), row(325, { ...newer, unitOfMeasure: 'box' })], 295],
    ['the own unit by its name is not', [row(295), row(325, { ...newer, unitOfMeasure: 'piece' })], 325],
    ['another variant is another kind', [row(295), row(325, { ...newer, dimensions: { size: 'XXL' } })], 295],
    [
      'another attribute is another kind',
      [row(295), row(325, { ...newer, attributes: [attributePredicate('product', 'brand', ['!B'])] })],
      295,
    ],
  ])('%s', (_, rows, expected) => {
    expect(priced(rows, { settings: lowest })).toBe(expected);
    expect(priced(rows.toReversed(), { settings: lowest })).toBe(expected);
  });

  test('of equal prices the customer’s, then the group’s, then the base price', () => {
    const rows = [row(10), row(10, { priceGroup: 'club' }), row(10, { customer: 'C1' })];
    const asked = { customer: 'C1', priceGroups: [group('club')], settings: lowest };
    expect(chooseAgreement(rows, ask(asked)).agreement).toBe(rows[2]);
    expect(chooseAgreement(rows, ask({ ...asked, customer: null })).agreement).toBe(rows[1]);
  });
});

describe('units of measure', () => {
  const byPiece = row(100);
  const fromTwelve = row(90, { minQuantityThousandths: 12_000 });
  const byBox = row(1000, { unitOfMeasure: 'box' });
  const boxes = { unitOfMeasure: 'box' };
  test.each<[string, PriceAgreement[], Partial<PriceQuestion>, number | null]>([
    ['a box costs twelve pieces', [byPiece], boxes, 1200],
    ['a break sees the pieces of a box', [byPiece, fromTwelve], boxes, 1080],
    [
      'half a box reaches no break of twelve',
      [byPiece, fromTwelve],
      { ...boxes, quantityThousandths: 500 },
      1200,
    ],
    ['a price of the box goes first', [byPiece, byBox], boxes, 1000],
    ['a price of the box is none of a piece', [byBox], {}, null],
    ['the own unit by its name', [row(100, { unitOfMeasure: 'piece' })], {}, 100],
    ['an agreement does not convert', [row(80, { customer: 'C1' })], { ...boxes, customer: 'C1' }, null],
    ['a base price of another unit', [row(1000, { unitOfMeasure: 'pallet' })], boxes, null],
    ['a unit that nobody knows', [byPiece], { unitOfMeasure: 'pallet' }, null],
  ])('%s', (_, rows, change, expected) => {
    expect(priced(rows, change)).toBe(expected);
  });

  test('what does not divide goes into the price unit', () => {
    const third = { unitOfMeasure: 'third', numerator: 1, denominator: 3 };
    const product = { ...shirt, unitConversions: [third] };
    const { base } = chooseAgreement(
      [byPiece],
      ask({ product, unitOfMeasure: 'third', quantityThousandths: 3000 }),
    );
    expect(base).toEqual({ amountMinor: 100, priceUnitThousandths: 3000 });
    expect(priced([byPiece], { product, unitOfMeasure: 'third', quantityThousandths: 2999 })).toBeNull();
  });
});

describe('attributes', () => {
  const brand = (...values: string[]) => [attributePredicate('product', 'brand', values)];
  test.each<[string, string[], string | string[] | undefined, boolean]>([
    ['one of the values', ['A', 'B'], 'B', true],
    ['none of the values', ['A', 'B'], 'C', false],
    ['no value', ['A'], undefined, false],
    ['not excluded', ['!A'], 'B', true],
    ['excluded', ['!A'], 'A', false],
    ['no value to exclude', ['!A'], undefined, true],
    ['several, one fits', ['A'], ['B', 'A'], true],
    ['several, one is excluded', ['A', '!B'], ['B', 'A'], false],
  ])('%s', (_, values, known, holds) => {
    const product: ProductToPrice = { ...shirt, attributes: known === undefined ? {} : { brand: known } };
    expect(priced([row(1, { attributes: brand(...values) })], { product })).toBe(holds ? 1 : null);
  });

  test('all of several attributes', () => {
    const attributes = [...brand('A'), attributePredicate('context', 'segment', ['retail'])];
    const product = { ...shirt, attributes: { brand: 'A' } };
    expect(priced([row(1, { attributes })], { product })).toBeNull();
    expect(priced([row(1, { attributes })], { product, contextAttributes: { segment: 'retail' } })).toBe(1);
  });
});
