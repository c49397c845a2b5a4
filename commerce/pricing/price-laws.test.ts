import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priorityOf } from './agreement-order.ts';
import { attributePredicate } from './attribute-predicate.ts';
import { bestOfScopes } from './choose-agreement.ts';
import { compareUnitPrices } from './compare-unit-prices.ts';
import { explainPrice } from './explain-price.ts';
import { findPrice } from './find-price.ts';
import type { PriceAgreement } from './price-agreement.ts';
import type { PriceQuestion } from './price-question.ts';
import { priceReasonText } from './price-reason-text.ts';

const product = {
  sku: 'shirt-red-xxl',
  variantOf: 'shirt',
  dimensions: { colour: 'red', size: 'XXL' },
  unitOfMeasure: 'piece',
  unitConversions: [{ unitOfMeasure: 'box', numerator: 12, denominator: 1 }],
  attributes: { brand: 'A' },
};

/** Mostly what makes a candidate, so that much is compared; sometimes what leads astray. */
function mostly<T>(usual: readonly T[], astray: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...astray) },
  );
}

const row = fc.record({
  sku: mostly(['shirt', 'shirt-red-xxl'], ['hat']),
  dimensions: mostly<Record<string, string> | undefined>(
    [undefined, undefined, { size: 'XXL' }, { colour: 'red' }, product.dimensions],
    [{ size: 'S' }],
  ),
  priceGroup: mostly([null, 'store', 'club'], ['web']),
  customer: mostly<string | null | undefined>([undefined, null, null, 'C1'], ['C2']),
  currency: mostly(['GBP'], ['EUR']),
  unitOfMeasure: mostly<string | null | undefined>([null, undefined, 'piece'], ['box']),
  minQuantityThousandths: mostly([1000, 6000], [12_000]),
  attributes: mostly<PriceAgreement['attributes']>(
    [undefined, [attributePredicate('product', 'brand', ['A'])]],
    [[attributePredicate('context', 'segment', ['!retail'])]],
  ),
  headerRank: fc.constantFrom(undefined, 0, 1),
  lineRank: fc.constantFrom(undefined, 1, 1001),
  amountMinor: fc.integer({ min: 0, max: 5 }),
  priceUnitThousandths: fc.constantFrom(1000, 1000, 2000),
  validFrom: mostly(['2024-01-01', '2024-01-02'], ['2024-01-03']),
  validTo: mostly([null], ['2024-01-02']),
});
const rowsOf = (maxLength: number) =>
  fc
    .array(row, { maxLength })
    .map((rows): readonly PriceAgreement[] => rows.map((each, index) => ({ ...each, id: `row ${index}` })));

const priority = fc.constantFrom(0, 0, 1, 2);
const question = fc
  .record({
    quantityThousandths: fc.constantFrom(6000, -12_000, 1000),
    unitOfMeasure: fc.constantFrom(null, null, 'box'),
    date: fc.constantFrom('2024-01-02', '2024-01-03'),
    customer: fc.constantFrom(null, 'C1'),
    priorities: fc.tuple(priority, priority),
    segment: fc.constantFrom('retail', 'trade'),
    choice: fc.constantFrom('specific' as const, 'lowest' as const),
  })
  .map(
    ({ priorities, segment, choice, ...asked }): PriceQuestion => ({
      ...asked,
      product,
      currency: 'GBP',
      priceGroups: [
        { id: 'store', priority: priorities[0], source: 'channel' },
        { id: 'club', priority: priorities[1], source: 'loyalty' },
      ],
      contextAttributes: { segment },
      settings: { choice, adjustUp: false },
    }),
  );
const many = { numRuns: 2000 };

test('the answer does not depend on the order of the rows', () => {
  const shuffled = rowsOf(8).chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.length })),
  );
  fc.assert(
    fc.property(shuffled, question, ([rows, others], asked) => {
      expect(findPrice(others, [], asked)).toEqual(findPrice(rows, [], asked));
    }),
    many,
  );
});

test('a row of a group of lower priority changes nothing', () => {
  fc.assert(
    fc.property(rowsOf(6), row, question, (rows, more, asked) => {
      const before = findPrice(rows, [], asked);
      const extra = { ...more, id: 'more', customer: null, priceGroup: 'club' };
      const { group } = bestOfScopes(rows, asked);
      fc.pre(group !== undefined && priorityOf(group, asked) > priorityOf(extra, asked));
      expect(findPrice([...rows, extra], [], asked)).toEqual(before);
    }),
    many,
  );
});

test('the lowest is never above the specific', () => {
  fc.assert(
    fc.property(rowsOf(8), question, (rows, asked) => {
      const by = (choice: 'specific' | 'lowest') =>
        findPrice(rows, [], { ...asked, settings: { choice, adjustUp: false } }).active;
      const [lowest, specific] = [by('lowest'), by('specific')];
      expect(lowest === null).toBe(specific === null);
      if (lowest && specific) expect(compareUnitPrices(lowest, specific)).toBeLessThanOrEqual(0);
    }),
    many,
  );
});

const misfits = new Set([
  'otherProduct',
  'otherVariant',
  'otherCurrency',
  'otherUnit',
  'otherCustomer',
  'notInGroup',
  'attributeNotMet',
  'notYetValid',
  'expired',
  'quantityNotReached',
]);

test('an explanation agrees with the answer', () => {
  fc.assert(
    fc.property(rowsOf(8), question, (rows, asked) => {
      const answer = findPrice(rows, [], asked);
      const explained = explainPrice(rows, [], asked);
      expect(explained.answer).toEqual(answer);
      expect(explained.rows.map((each) => each.row)).toEqual(rows);
      const applied = explained.rows.filter(({ reason }) => reason.type === 'applied');
      const winner = answer.agreement ?? answer.baseRow;
      expect(applied.map((each) => each.row.id)).toEqual(winner ? [winner.id] : []);
      for (const { row: explainedRow, reason } of explained.rows) {
        // By itself a row prices the line exactly if it was only beaten.
        const alone = findPrice([explainedRow], [], asked).active;
        expect(alone === null).toBe(misfits.has(reason.type));
        if (!('by' in reason)) continue;
        expect(reason.by).not.toBe(explainedRow.id);
        // Without all others the one it names goes first; a lower scope is only left out by its priority.
        const other = rows.find(({ id }) => id === reason.by);
        const pair = other ? findPrice([explainedRow, other], [], asked) : null;
        expect((pair?.agreement ?? pair?.baseRow)?.id).toBe(reason.by);
        if (reason.type === 'beaten') expect(reason.byMinor).toBeGreaterThanOrEqual(0);
        expect(priceReasonText(reason, String)).toMatch(/^[A-Za-z].*\.$/);
      }
    }),
    many,
  );
});
