import { type PricingProduct, targetsOf } from '../commerce/basket/pricing-data.ts';

type ProductRow = Omit<PricingProduct, 'targets' | 'dimensions'> & {
  readonly variant: PricingProduct['dimensions'];
  readonly labels: readonly string[];
};

/** A product's row as pricing reads it. `categories` are its own and those above them, nearest first. */
export function pricingProductOf(row: ProductRow, categories: readonly string[]): PricingProduct {
  const { sku, name, taxCode, variantOf, variant, labels, attributes } = row;
  const { unitOfMeasure, unitConversions, isWeighed, blocks, kit } = row;
  return {
    sku,
    name,
    taxCode,
    variantOf,
    dimensions: variant,
    unitOfMeasure,
    unitConversions,
    attributes,
    isWeighed,
    blocks,
    kit,
    targets: targetsOf({ sku, variantOf, categories, labels }),
  };
}

/** Categories and all above them, nearest first: a product's own in their order, then their parents, and so on. */
export function categoriesUpwards(
  own: readonly string[],
  parentOf: ReadonlyMap<string, string | null>,
): string[] {
  const found = new Set<string>();
  let level = own;
  while (level.length > 0) {
    const next: string[] = [];
    for (const category of level) {
      if (found.has(category)) continue;
      found.add(category);
      const parent = parentOf.get(category);
      if (parent) next.push(parent);
    }
    level = next;
  }
  return [...found];
}

interface Streamed {
  readonly stream: string;
}

/**
 * Each offer once, with its lines. An offer of several price groups comes in each of their streams, and one stream
 * may be ahead of another: all of an offer is taken from one of them, the first by name.
 */
export function offersOfStreams<
  O extends Streamed & { readonly id: string },
  L extends Streamed & { readonly offer: string; readonly line: number },
>(offers: readonly O[], lines: readonly L[]): { offers: O[]; lines: L[] } {
  const chosen = new Map<string, O>();
  for (const offer of offers) {
    const other = chosen.get(offer.id);
    if (!other || offer.stream < other.stream) chosen.set(offer.id, offer);
  }
  return {
    offers: [...chosen.values()].sort((a, b) => compare(a.id, b.id)),
    lines: lines
      .filter(({ offer, stream }) => chosen.get(offer)?.stream === stream)
      .sort((a, b) => compare(a.offer, b.offer) || a.line - b.line),
  };
}

/** By code unit, so that no host's locale changes the order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
