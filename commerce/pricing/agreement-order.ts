import { compareUnitPrices } from './compare-unit-prices.ts';
import type { PriceAgreement } from './price-agreement.ts';
import { groupPriority, type PriceQuestion, type PriceSettings } from './price-question.ts';
import { isInLineUnit } from './unit-conversion.ts';

/** One step of the comparison of two candidates of one scope; negative where `a` goes first. */
export interface OrderStep {
  /** What the row that goes second lacks. */
  readonly lost:
    | 'lowerPriority'
    | 'lessSpecific'
    | 'lowerRank'
    | 'smallerBreak'
    | 'earlierStart'
    | 'beaten'
    | 'sameElsewise';
  readonly compare: (a: PriceAgreement, b: PriceAgreement, question: PriceQuestion) => number;
}

/** The first step that tells two candidates of one scope apart; they differ at least in their ids. */
export function decidingStep(
  a: PriceAgreement,
  b: PriceAgreement,
  question: PriceQuestion,
): OrderStep | undefined {
  return orderOf(question.settings).find((step) => step.compare(a, b, question) !== 0);
}

export function compareAgreements(a: PriceAgreement, b: PriceAgreement, question: PriceQuestion): number {
  for (const step of orderOf(question.settings)) {
    const order = step.compare(a, b, question);
    if (order !== 0) return order;
  }
  return 0;
}

/** The pricing priority of the row's group in the sale; rows without a group have 0. */
export function priorityOf(row: PriceAgreement, question: PriceQuestion): number {
  return row.priceGroup === null ? 0 : (groupPriority(question.priceGroups, row.priceGroup) ?? 0);
}

/**
 * A later row of the very same kind that is in force, which is how a price is changed. `lowest` compares
 * only rows without one: a price that was raised must not stay the cheapest for ever.
 */
export function replacementOf(
  row: PriceAgreement,
  rows: readonly PriceAgreement[],
  question: PriceQuestion,
): PriceAgreement | undefined {
  for (const other of rows) {
    if (
      other.validFrom > row.validFrom &&
      other.validFrom <= question.date &&
      (other.validTo === null || question.date <= other.validTo) &&
      isSameKind(row, other, question)
    )
      return other;
  }
  return undefined;
}

const byPriority: OrderStep = {
  lost: 'lowerPriority',
  compare: (a, b, question) => priorityOf(b, question) - priorityOf(a, question),
};
const bySpecificity: OrderStep = {
  lost: 'lessSpecific',
  compare: (a, b, question) => specificityOf(b, question) - specificityOf(a, question),
};
const byRank: OrderStep = {
  lost: 'lowerRank',
  compare: (a, b) => combinationRank(b) - combinationRank(a) || (b.headerRank ?? 0) - (a.headerRank ?? 0),
};
const byBreak: OrderStep = {
  lost: 'smallerBreak',
  compare: (a, b) => b.minQuantityThousandths - a.minQuantityThousandths,
};
const byStart: OrderStep = {
  lost: 'earlierStart',
  compare: (a, b) => compareText(b.validFrom, a.validFrom),
};
const byPrice: OrderStep = { lost: 'beaten', compare: compareUnitPrices };
const byId: OrderStep = { lost: 'sameElsewise', compare: (a, b) => compareText(a.id, b.id) };

const specificOrder = [byPriority, bySpecificity, byRank, byBreak, byStart, byPrice, byId] as const;
const lowestOrder = [byPriority, bySpecificity, byPrice, byRank, byBreak, byStart, byId] as const;

function orderOf({ choice }: PriceSettings): readonly OrderStep[] {
  return choice === 'lowest' ? lowestOrder : specificOrder;
}

/** The own SKU before the master with most dimensions, then the master; then the line's own unit. */
function specificityOf(row: PriceAgreement, question: PriceQuestion): number {
  let variant = row.sku === question.product.sku ? 1000 : 0;
  for (const _ in row.dimensions) variant++;
  return 2 * variant + (isInLineUnit(row, question) ? 1 : 0);
}

function combinationRank(row: PriceAgreement): number {
  return (row.headerRank ?? 0) * 1000 + (row.lineRank ?? 0);
}

function isSameKind(a: PriceAgreement, b: PriceAgreement, { product }: PriceQuestion): boolean {
  const own = product.unitOfMeasure;
  return (
    a.sku === b.sku &&
    a.priceGroup === b.priceGroup &&
    (a.customer ?? null) === (b.customer ?? null) &&
    a.currency === b.currency &&
    (a.unitOfMeasure ?? own) === (b.unitOfMeasure ?? own) &&
    a.minQuantityThousandths === b.minQuantityThousandths &&
    (a.headerRank ?? 0) === (b.headerRank ?? 0) &&
    (a.lineRank ?? 0) === (b.lineRank ?? 0) &&
    hasSameDimensions(a.dimensions ?? {}, b.dimensions ?? {}) &&
    JSON.stringify(a.attributes ?? []) === JSON.stringify(b.attributes ?? [])
  );
}

function hasSameDimensions(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  for (const name in a) if (a[name] !== b[name]) return false;
  for (const name in b) if (a[name] !== b[name]) return false;
  return true;
}

/** By code unit, so that no host's locale changes the answer. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
