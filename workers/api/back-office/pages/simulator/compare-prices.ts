import type { PricedBasket, PricedBasketLine } from '../../../../../commerce/basket/priced-basket.ts';

/** A line of one basket as it is priced by what is published, and with a draft. */
export interface ComparedLine {
  readonly id: string;
  readonly sku: string;
  readonly published: ComparedPrice | null;
  readonly draft: ComparedPrice | null;
  /** With the draft less without it; null where one of them has no price. */
  readonly differenceMinor: number | null;
}

export interface ComparedPrice {
  /** What the customer pays for the line, tax included. */
  readonly grossMinor: number;
  /** Names of the offers that the line has. */
  readonly offers: readonly string[];
}

export interface ComparedBaskets {
  readonly lines: readonly ComparedLine[];
  readonly publishedMinor: number;
  readonly draftMinor: number;
  readonly differenceMinor: number;
}

/** What a draft changes about a basket, line by line. Both are of the same rows, in the same order. */
export function comparePrices(published: PricedBasket, draft: PricedBasket): ComparedBaskets {
  const lines = draft.lines.map((line, index): ComparedLine => {
    const [before, after] = [priceOf(published.lines[index]), priceOf(line)];
    const differenceMinor = before && after ? after.grossMinor - before.grossMinor : null;
    return { id: line.id, sku: line.sku, published: before, draft: after, differenceMinor };
  });
  const [publishedMinor, draftMinor] = [published.totals.grossMinor, draft.totals.grossMinor];
  return { lines, publishedMinor, draftMinor, differenceMinor: draftMinor - publishedMinor };
}

function priceOf(line: PricedBasketLine | undefined): ComparedPrice | null {
  if (!line || line.fault) return null;
  return { grossMinor: line.grossMinor, offers: line.discounts.map(({ name }) => name) };
}
