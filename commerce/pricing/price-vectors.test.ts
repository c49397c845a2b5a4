import { expect, test } from 'vitest';
import { lineAmountMinor, type UnitPrice } from '../money/unit-price.ts';
import { adjustPrice } from './adjust-price.ts';
import { findPrice } from './find-price.ts';
import type { PriceAdjustment } from './price-adjustment.ts';
import type { PriceAgreement } from './price-agreement.ts';
import { priceFromCost } from './price-from-cost.ts';
import { pricePer } from './price-per.ts';
import type { PriceQuestion } from './price-question.ts';
import vectors from './price-vectors.json' with { type: 'json' };

/** The fields of all examples together; each has some of them. Amounts are minor units. */
interface Input {
  readonly prices: readonly { group: string; priority: number; price: number }[];
  readonly rows: readonly { id: string; rank: number; price: number }[];
  readonly findNext: boolean;
  readonly price: number;
  readonly priceUnit: number;
  readonly cost: number;
  readonly amt: number;
  readonly margins: readonly number[];
  readonly bestprice: readonly number[];
  readonly compounded: readonly number[];
}

/** How each published example is asked. One that is not here fails the test below. */
const answers: Readonly<Record<string, (input: Input) => unknown>> = {
  'd365-priority-jeans-Boston': priceOfStore,
  'd365-priority-jeans-Manhattan': priceOfStore,
  'd365-price-unit': ({ price, priceUnit }) => ({ unitPrice: ofOne(pricePer(price, priceUnit * 1000)) }),
  'd365-fixed': ({ cost, amt }) => ({ price: priceFromCost(cost, { type: 'fixed', amountMinor: amt }) }),
  'upm-ta-rank': priceOfRanks,
  'upm-ta-findnext': priceOfRanks,
  'upm-cross-bestprice': ({ margins, bestprice, compounded }) => {
    const raised = adjustPrice(start, margins.map(component('m', 1)), question).active;
    const lowered = [
      ...bestprice.map((amount, index) => best(`b${index}`, -amount)),
      ...compounded.map(component('c', -1)),
    ];
    return {
      adjustment: ofOne(raised) - ofOne(start),
      discount: ofOne(raised) - ofOne(adjustPrice(raised, lowered, question).active),
    };
  },
};

test.each(vectors)('$id', ({ id, input, expected }) => {
  const answer = answers[id];
  expect(answer, 'the example is asked').toBeDefined();
  expect(answer?.(input as unknown as Input)).toEqual(expected);
});

const start: UnitPrice = { amountMinor: 100_000, priceUnitThousandths: 1000 };
const ofOne = (price: UnitPrice): number => lineAmountMinor(1000, price);

const question: PriceQuestion = {
  product: {
    sku: 'product',
    variantOf: null,
    dimensions: {},
    unitOfMeasure: null,
    unitConversions: [],
    attributes: {},
  },
  currency: 'USD',
  quantityThousandths: 1000,
  unitOfMeasure: null,
  date: '2024-01-01',
  customer: null,
  priceGroups: [],
  contextAttributes: {},
  settings: { choice: 'specific', adjustUp: false },
};

const row: PriceAgreement = {
  id: 'row',
  sku: 'product',
  priceGroup: null,
  currency: 'USD',
  minQuantityThousandths: 1000,
  amountMinor: 0,
  priceUnitThousandths: 1000,
  validFrom: '2024-01-01',
  validTo: null,
};

function priceOfStore({ prices }: Input): unknown {
  const rows = prices.map(({ group, price }) => ({
    ...row,
    id: group,
    priceGroup: group,
    amountMinor: price,
  }));
  const priceGroups = prices.map(({ group, priority }) => ({
    id: group,
    priority,
    source: 'channel' as const,
  }));
  return { price: findPrice(rows, [], { ...question, priceGroups }).active?.amountMinor };
}

function priceOfRanks({ findNext, rows }: Input): unknown {
  const agreements = rows.map(({ id, rank, price }) => ({
    ...row,
    id,
    priceGroup: 'all',
    headerRank: rank,
    amountMinor: price,
  }));
  const { agreement } = findPrice(agreements, [], {
    ...question,
    priceGroups: [{ id: 'all', priority: 0, source: 'channel' }],
    settings: { choice: findNext ? 'lowest' : 'specific', adjustUp: false },
  });
  return { id: agreement?.id, price: agreement?.amountMinor };
}

function best(id: string, amountMinor: number): PriceAdjustment {
  return {
    id,
    name: id,
    currency: 'USD',
    calculation: { type: 'amount', amountMinor },
    mode: 'best',
    base: 'running',
    sequence: 0,
    priority: null,
    priceGroups: [],
    allPriceGroups: false,
    validFrom: '2024-01-01',
    validTo: null,
  };
}

function component(id: string, sign: 1 | -1) {
  return (amount: number, index: number): PriceAdjustment => ({
    ...best(`${id}${index}`, sign * amount),
    mode: 'compound',
    sequence: index,
  });
}
