import { multiplyDivide } from '../money/multiply-divide.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import { compareUnitPrices } from '../pricing/compare-unit-prices.ts';

/** A price that changes. `soldThousandths` is how much of it was sold in the span that is looked at. */
export interface PriceChange {
  readonly key: string;
  readonly sku: string;
  /** Null where nothing was asked for it before. */
  readonly old: UnitPrice | null;
  /** Null where it has no price of its own any more. */
  readonly new: UnitPrice | null;
  readonly soldThousandths: number;
}

/** From and up to, in basis points of the old price; null for no bound. A change on a bound is the farther one's. */
export interface ChangeBucket {
  readonly fromBasisPoints: number | null;
  readonly toBasisPoints: number | null;
  readonly prices: number;
}

export interface PriceChanges {
  readonly products: number;
  readonly down: number;
  readonly up: number;
  readonly same: number;
  readonly added: number;
  readonly removed: number;
  /** Of those that have an old and a new price; null where there are none. */
  readonly averageBasisPoints: number | null;
  /** Weighted by what was sold, at old prices; null where nothing was. */
  readonly soldBasisPoints: number | null;
  /** What the sold quantities cost at old prices, and what would be added at new ones; rounded by price. */
  readonly soldMinor: number;
  readonly differenceMinor: number;
  readonly buckets: ChangeBucket[];
  readonly largestFall: { readonly key: string; readonly basisPoints: number } | null;
  readonly largestRise: { readonly key: string; readonly basisPoints: number } | null;
}

const BOUNDS = [-1000, -750, -500, -250, 0, 250, 500, 750, 1000] as const;

/** How far a price moves, in basis points of the old one, half away from zero; null where there is nothing to compare. */
export function changeBasisPoints(old: UnitPrice | null, next: UnitPrice | null): number | null {
  if (old === null || next === null || old.amountMinor === 0) return null;
  const before = BigInt(old.amountMinor) * BigInt(next.priceUnitThousandths);
  const after = BigInt(next.amountMinor) * BigInt(old.priceUnitThousandths);
  return quotient((after - before) * 10_000n, before);
}

/** What a change of prices does, in figures. */
export function summarisePriceChanges(changes: readonly PriceChange[]): PriceChanges {
  const moves = changes.flatMap(({ key, old, new: next }) => {
    const basisPoints = changeBasisPoints(old, next);
    return basisPoints === null ? [] : [{ key, basisPoints }];
  });
  const compared = changes.flatMap(({ old, new: next }) =>
    old && next ? [Math.sign(compareUnitPrices(next, old))] : [],
  );
  const count = (sign: number) => compared.filter((each) => each === sign).length;
  let soldMinor = 0;
  let differenceMinor = 0;
  for (const { old, new: next, soldThousandths } of changes) {
    if (!old || !next) continue;
    const before = multiplyDivide(soldThousandths, old.amountMinor, old.priceUnitThousandths);
    soldMinor += before;
    differenceMinor += multiplyDivide(soldThousandths, next.amountMinor, next.priceUnitThousandths) - before;
  }
  const sum = moves.reduce((total, { basisPoints }) => total + basisPoints, 0);
  const byMove = moves.toSorted((a, b) => a.basisPoints - b.basisPoints);
  const [lowest] = byMove;
  const highest = byMove.at(-1);
  return {
    products: new Set(changes.map(({ sku }) => sku)).size,
    ...{ down: count(-1), up: count(1), same: count(0) },
    added: changes.filter(({ old, new: next }) => !old && next).length,
    removed: changes.filter(({ old, new: next }) => old && !next).length,
    averageBasisPoints: moves.length === 0 ? null : quotient(BigInt(sum), BigInt(moves.length)),
    soldBasisPoints: soldMinor <= 0 ? null : multiplyDivide(differenceMinor, 10_000, soldMinor),
    ...{ soldMinor, differenceMinor },
    buckets: bucketsOf(moves.map(({ basisPoints }) => basisPoints).filter((move) => move !== 0)),
    largestFall: lowest && lowest.basisPoints < 0 ? lowest : null,
    largestRise: highest && highest.basisPoints > 0 ? highest : null,
  };
}

function bucketsOf(moves: readonly number[]): ChangeBucket[] {
  const edges = [null, ...BOUNDS, null];
  return edges.slice(1).map((toBasisPoints, index) => {
    const fromBasisPoints = edges[index] ?? null;
    const prices = moves.filter((move) =>
      move < 0
        ? (fromBasisPoints === null || move > fromBasisPoints) &&
          toBasisPoints !== null &&
          move <= toBasisPoints
        : fromBasisPoints !== null &&
          move >= fromBasisPoints &&
          (toBasisPoints === null || move < toBasisPoints),
    ).length;
    return { fromBasisPoints, toBasisPoints, prices };
  });
}

/** Half away from zero. */
function quotient(above: bigint, below: bigint): number {
  const twice = 2n * (above < 0n ? -above : above) + below;
  const rounded = Number(twice / (2n * below));
  return above < 0n && rounded !== 0 ? -rounded : rounded;
}
