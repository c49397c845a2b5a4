import { chooseAgreement } from './choose-agreement.ts';
import type { PriceAgreement } from './price-agreement.ts';
import { defaultPriceSettings } from './price-question.ts';

// Many files of other folders take the type from here.

/** A question without variants, units, a customer or priorities. */
export interface ListPriceQuestion {
  readonly sku: string;
  readonly currency: string;
  /** Thousandths of the unit; a return asks with its absolute quantity. */
  readonly quantityThousandths: number;
  readonly date: string;
  /** The channel's price groups, most important first. */
  readonly priceGroups: readonly string[];
}

/**
 * The list price in force: of the agreements valid on the day and reached by the quantity, the one of the
 * most important price group wins, the base price after all groups; within a group the highest quantity
 * break, then the latest start, then the lower price, then the id, so that every host picks the same.
 */
export function resolvePrice(
  agreements: readonly PriceAgreement[],
  question: ListPriceQuestion,
): PriceAgreement | undefined {
  const { sku, currency, quantityThousandths, date, priceGroups } = question;
  const { agreement, baseRow } = chooseAgreement(agreements, {
    product: {
      sku,
      variantOf: null,
      dimensions: nothing,
      unitOfMeasure: null,
      unitConversions: [],
      attributes: nothing,
    },
    currency,
    quantityThousandths,
    unitOfMeasure: null,
    date,
    customer: null,
    priceGroups: priceGroups.map((id, index) => ({
      id,
      priority: priceGroups.length - index,
      source: 'channel',
    })),
    contextAttributes: nothing,
    settings: defaultPriceSettings,
  });
  return agreement ?? baseRow ?? undefined;
}

const nothing = {};
