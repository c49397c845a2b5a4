/**
 * The problem of the best price, as numbers: which units go into which deals so that the basket saves most.
 * Every unit is in one application of one deal at most; a unit in none saves what it saves alone. Values are
 * scaled: whole ten-thousandths of a minor unit, so that percentages in basis points are exact.
 */
export interface PackingInstance {
  readonly classes: readonly UnitClass[];
  readonly deals: readonly Deal[];
}

/** Units that are alike to every deal. */
export interface UnitClass {
  /** How many there are, 1 or more. */
  readonly units: number;
  /** The running price of one unit, 0 or more. */
  readonly priceScaled: number;
  /** What one unit saves outside every deal, 0 to its price. */
  readonly aloneScaled: number;
}

/** A saving that needs several units. `applicationsMax` limits how often it applies to one basket; null does not. */
export type Deal = PackageDeal | LeastExpensiveDeal | QuantityDeal;

/**
 * One application takes `units` units of each group and saves `constantScaled` plus the savings of the units
 * taken, but never more than the prices of its units: a deal price saves each unit's price less the deal's
 * price, a percentage a share of each price, an amount a constant.
 */
export interface PackageDeal {
  readonly kind: 'package';
  readonly applicationsMax: number | null;
  readonly constantScaled: number;
  readonly groups: readonly DealGroup[];
}

export interface DealGroup {
  /** Units of this group in one application, 1 or more. */
  readonly units: number;
  readonly members: readonly DealMember[];
}

/** A class whose units may be taken, and what the deal saves on one of them. */
export interface DealMember {
  /** Index into the instance's classes. */
  readonly unitClass: number;
  readonly savesScaled: number;
}

/** One application takes `units` units; the `rewarded` cheapest of them save, the others save `savesScaled` 0 or more. */
export interface LeastExpensiveDeal {
  readonly kind: 'leastExpensive';
  readonly applicationsMax: number | null;
  readonly units: number;
  readonly rewarded: number;
  /** `savesScaled` is what a unit saves that only counts, `rewardedScaled` what one of the cheapest saves. */
  readonly members: readonly (DealMember & { readonly rewardedScaled: number })[];
}

/**
 * Applies once at most, to any number of units from the first tier's `minUnits` on; every unit taken saves what
 * the highest tier reached saves on it. Tiers rise in `minUnits`.
 */
export interface QuantityDeal {
  readonly kind: 'quantity';
  readonly tiers: readonly {
    readonly minUnits: number;
    readonly members: readonly DealMember[];
  }[];
}

/** How much search is allowed, and whether one deal must apply whatever it saves. */
export interface PackingOptions {
  /** Search steps for each component, 0 or more; what is solved without a search does not count. */
  readonly nodesMax: number;
  /** Index of a deal that must apply at least once. */
  readonly atLeastOnce?: number;
}

export interface PackingSolution {
  readonly applications: readonly DealApplication[];
  /** What the whole basket saves, units alone included. */
  readonly valueScaled: number;
  /** True when nothing can save more; then `boundScaled` equals `valueScaled`. */
  readonly proven: boolean;
  /** No solution saves more than this. */
  readonly boundScaled: number;
  /** Search steps taken: the same on every host. */
  readonly nodes: number;
  readonly components: number;
}

/** Equal applications of a deal, `times` of them. */
export interface DealApplication {
  /** Index into the instance's deals. */
  readonly deal: number;
  readonly times: number;
  /** What one application takes. */
  readonly takes: readonly DealTake[];
  /** What one application saves in all. */
  readonly savesScaled: number;
}

export interface DealTake {
  readonly unitClass: number;
  /** Index into the package's groups; 0 for other kinds. */
  readonly group: number;
  readonly units: number;
  /** Of a least-expensive deal: whether these are the cheapest. */
  readonly rewarded: boolean;
}
