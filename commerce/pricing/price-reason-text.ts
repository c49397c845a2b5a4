import { unreachable } from '../assert.ts';
import type { PriceReason } from './price-reason.ts';

/** A reason as an English sentence. The host writes amounts, because it knows the currency. */
export function priceReasonText(reason: PriceReason, amountText: (amountMinor: number) => string): string {
  switch (reason.type) {
    case 'applied':
      return 'Applies.';
    case 'otherProduct':
      return `Is a price of product ${reason.sku}.`;
    case 'otherVariant':
      return `Is only for ${reason.dimension} ${reason.value}.`;
    case 'otherCurrency':
      return `Is in ${reason.currency}.`;
    case 'otherUnit':
      return reason.unitOfMeasure === null
        ? 'Is for a product without a unit of measure.'
        : `Is a price per ${reason.unitOfMeasure}.`;
    case 'otherCustomer':
      return `Is only for customer ${reason.customer}.`;
    case 'notInGroup':
      return `Is only for price group ${reason.priceGroup}.`;
    case 'attributeNotMet':
      return `Is not for this ${reason.attribute}.`;
    case 'notYetValid':
      return `Begins on ${reason.date}.`;
    case 'expired':
      return `Ended on ${reason.date}.`;
    case 'quantityNotReached':
      return `Begins at a quantity of ${quantityText(reason.neededThousandths)}.`;
    case 'notLower':
      return 'Would not make the price lower.';
    case 'lowerScope':
      return `${scopeText[reason.scope]} (${reason.by}) goes first.`;
    case 'lowerPriority':
      return `${reason.by} goes first with priority ${reason.priority}.`;
    case 'lessSpecific':
      return `${reason.by} is for this variant more exactly.`;
    case 'lowerRank':
      return `${reason.by} has a higher rank.`;
    case 'smallerBreak':
      return `${reason.by} goes first from a quantity of ${quantityText(reason.minQuantityThousandths)}.`;
    case 'earlierStart':
      return `${reason.by} goes first since ${reason.date}.`;
    case 'replaced':
      return `Replaced by ${reason.by} since ${reason.date}.`;
    case 'beaten':
      return reason.byMinor === 0
        ? `${reason.by} is cheaper by less than the smallest coin.`
        : `${reason.by} is cheaper by ${amountText(reason.byMinor)}.`;
    case 'sameElsewise':
      return `Is the same as ${reason.by}, which goes first by its id.`;
    default:
      return unreachable(reason);
  }
}

const scopeText = {
  customer: "The customer's own price",
  priceGroup: "The price group's price",
  everybody: 'The base price',
} as const;

function quantityText(thousandths: number): string {
  const fraction = String(thousandths % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  const whole = Math.trunc(thousandths / 1000);
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}
