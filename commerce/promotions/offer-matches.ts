import type { Offer, OfferLine, Reward } from './offer.ts';

/** What decides which offers a basket line takes part in. */
export interface Matchable {
  /** Everything that an offer's line may name it by, `all` among them. */
  readonly targets: readonly string[];
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unitOfMeasure: string;
}

/** A basket line in an offer. */
export interface MatchedLine {
  /** Position in the basket. */
  readonly line: number;
  readonly group: number;
  /** Instead of the rule's reward. */
  readonly reward: Reward | null;
}

export interface OfferMatch {
  readonly offer: Offer;
  /** In the basket's order; one entry for each group that a line is in. */
  readonly lines: readonly MatchedLine[];
}

/**
 * The offers that a basket touches, in the order of their ids. Lines of offers are found by what they name, so
 * the work follows the basket and not the number of offers.
 */
export function matchOffers(
  basket: readonly (Matchable | null)[],
  offers: ReadonlyMap<string, Offer>,
  offerLines: ReadonlyMap<string, readonly OfferLine[]>,
): OfferMatch[] {
  const found = new Map<string, { included: MatchedLine[]; excluded: Set<number> | null }>();
  basket.forEach((product, line) => {
    if (!product) return;
    for (const target of product.targets) {
      for (const offerLine of offerLines.get(target) ?? []) {
        if (!fits(offerLine, product)) continue;
        let match = found.get(offerLine.offer);
        if (!match) {
          match = { included: [], excluded: null };
          found.set(offerLine.offer, match);
        }
        if (offerLine.exclude) {
          match.excluded ??= new Set();
          match.excluded.add(line);
        } else {
          include(match.included, line, offerLine);
        }
      }
    }
  });
  const matches: OfferMatch[] = [];
  for (const id of [...found.keys()].sort()) {
    const offer = offers.get(id);
    const match = found.get(id);
    if (!offer || !match) continue;
    const { included, excluded } = match;
    const lines = excluded ? included.filter(({ line }) => !excluded.has(line)) : included;
    if (lines.length > 0) matches.push({ offer, lines });
  }
  return matches;
}

/** Once for each group; of several lines of the offer the first one with a reward of its own decides. */
function include(included: MatchedLine[], line: number, { group, reward }: OfferLine): void {
  for (let at = included.length - 1; at >= 0 && included[at]?.line === line; at--) {
    const same = included[at];
    if (same?.group !== group) continue;
    if (same.reward === null && reward !== null) included[at] = { line, group, reward };
    return;
  }
  included.push({ line, group, reward });
}

function fits(offerLine: OfferLine, product: Matchable): boolean {
  if (offerLine.unitOfMeasure !== null && offerLine.unitOfMeasure !== product.unitOfMeasure) return false;
  for (const name in offerLine.dimensions)
    if (product.dimensions[name] !== offerLine.dimensions[name]) return false;
  return true;
}
