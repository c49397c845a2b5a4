import { assert, unreachable } from '../assert.ts';
import { lineAmountMinor, type UnitPrice } from '../money/unit-price.ts';
import { decidingStep, priorityOf, replacementOf } from './agreement-order.ts';
import { type BestOfScopes, baseCompetes, bestOfScopes, priceInLineUnit } from './choose-agreement.ts';
import { compareUnitPrices } from './compare-unit-prices.ts';
import { type ExplainedAdjustment, explainAdjustments } from './explain-adjustments.ts';
import { findPrice, type PriceAnswer } from './find-price.ts';
import { type Mismatch, mismatchOf, otherDimension, unmetAttribute } from './match-agreement.ts';
import type { PriceAdjustment } from './price-adjustment.ts';
import { type PriceAgreement, priceScope } from './price-agreement.ts';
import type { PriceQuestion } from './price-question.ts';
import type { Applied, DoesNotFit, PriceReason, WentSecond } from './price-reason.ts';

export interface PriceExplanation {
  readonly answer: PriceAnswer;
  /** Every row that was given, in that order; at most one is applied. */
  readonly rows: readonly ExplainedRow[];
  readonly adjustments: readonly ExplainedAdjustment[];
}

export interface ExplainedRow {
  readonly row: PriceAgreement;
  readonly reason: PriceReason;
}

/** What `findPrice` answers, and why each row and each adjustment counts or does not. */
export function explainPrice(
  rows: readonly PriceAgreement[],
  adjustments: readonly PriceAdjustment[],
  question: PriceQuestion,
): PriceExplanation {
  const answer = findPrice(rows, adjustments, question);
  const best = bestOfScopes(rows, question);
  const applied = answer.agreement ?? answer.baseRow;
  return {
    answer,
    rows: rows.map((row) => ({ row, reason: reasonOf(row, rows, best, applied, question) })),
    adjustments: answer.agreementPrice
      ? explainAdjustments(answer.agreementPrice, adjustments, question)
      : [],
  };
}

function reasonOf(
  row: PriceAgreement,
  rows: readonly PriceAgreement[],
  best: BestOfScopes,
  applied: PriceAgreement | null,
  question: PriceQuestion,
): PriceReason {
  const mismatch = mismatchOf(row, question);
  if (mismatch !== null) return doesNotFit(row, mismatch, question);
  assert(applied, 'where a row fits, one is applied');
  if (row === applied) return isApplied;
  if (question.settings.choice === 'lowest') {
    const replacement = replacementOf(row, rows, question);
    if (replacement) return { type: 'replaced', by: replacement.id, date: replacement.validFrom };
  }
  const first = bestOfItsScope(row, best);
  return first && first !== row
    ? wentSecondInScope(first, row, question)
    : wentSecondToScope(applied, row, best, question);
}

function bestOfItsScope(row: PriceAgreement, best: BestOfScopes): PriceAgreement | undefined {
  switch (priceScope(row)) {
    case 'customer':
      return best.customer;
    case 'priceGroup':
      return best.group;
    default:
      return best.base;
  }
}

function wentSecondInScope(first: PriceAgreement, row: PriceAgreement, question: PriceQuestion): WentSecond {
  const by = first.id;
  const lost = decidingStep(first, row, question)?.lost ?? 'sameElsewise';
  switch (lost) {
    case 'lowerPriority':
      return { type: lost, by, priority: priorityOf(first, question) };
    case 'smallerBreak':
      return { type: lost, by, minQuantityThousandths: first.minQuantityThousandths };
    case 'earlierStart':
      return { type: lost, by, date: first.validFrom };
    case 'beaten':
      return { type: lost, by, byMinor: dearerByMinor(row, first, question) };
    case 'lessSpecific':
    case 'lowerRank':
    case 'sameElsewise':
      return { type: lost, by };
    default:
      return unreachable(lost);
  }
}

/** The best of its scope, where another scope's row is applied. */
function wentSecondToScope(
  applied: PriceAgreement,
  row: PriceAgreement,
  best: BestOfScopes,
  question: PriceQuestion,
): WentSecond {
  if (question.settings.choice === 'lowest') {
    if (row === best.base && best.group && !baseCompetes(best, question))
      return { type: 'lowerPriority', by: best.group.id, priority: priorityOf(best.group, question) };
    if (compareUnitPrices(priceInLineUnit(applied, question), priceInLineUnit(row, question)) < 0)
      return { type: 'beaten', by: applied.id, byMinor: dearerByMinor(row, applied, question) };
  }
  return { type: 'lowerScope', by: applied.id, scope: priceScope(applied) };
}

function doesNotFit(row: PriceAgreement, type: Mismatch, question: PriceQuestion): DoesNotFit {
  switch (type) {
    case 'otherProduct':
      return { type, sku: row.sku };
    case 'otherVariant': {
      const dimension = otherDimension(row, question) ?? '';
      return { type, dimension, value: row.dimensions?.[dimension] ?? '' };
    }
    case 'otherCurrency':
      return { type, currency: row.currency };
    case 'otherUnit':
      return { type, unitOfMeasure: row.unitOfMeasure ?? question.product.unitOfMeasure };
    case 'otherCustomer':
      return { type, customer: row.customer ?? '' };
    case 'notInGroup':
      return { type, priceGroup: row.priceGroup ?? '' };
    case 'attributeNotMet':
      return { type, attribute: unmetAttribute(row, question) ?? '' };
    case 'notYetValid':
      return { type, date: row.validFrom };
    case 'expired':
      return { type, date: row.validTo ?? '' };
    case 'quantityNotReached':
      return { type, neededThousandths: row.minQuantityThousandths };
    default:
      return unreachable(type);
  }
}

function dearerByMinor(row: PriceAgreement, than: PriceAgreement, question: PriceQuestion): number {
  const amount = (price: UnitPrice) => lineAmountMinor(Math.abs(question.quantityThousandths), price);
  return amount(priceInLineUnit(row, question)) - amount(priceInLineUnit(than, question));
}

const isApplied: Applied = { type: 'applied' };
