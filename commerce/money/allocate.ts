import { assert } from '../assert.ts';

/** Shares of one amount for a run of `count` equal units: the first `larger` of them get `share + 1`, the others `share`. */
export interface RunShare {
  readonly share: number;
  readonly larger: number;
}

export interface WeightedRun {
  readonly weight: number;
  readonly count: number;
}

/**
 * Splits an amount over units in proportion to their weights, by largest remainder; ties go to the earlier
 * unit. The shares add up to the amount, asserted. Without any weight all units count alike.
 */
export function allocateOverRuns(amount: number, runs: readonly WeightedRun[]): RunShare[] {
  assert(amount >= 0, 'what is split over runs of units is not negative');
  const total = runs.reduce((sum, { weight, count }) => sum + weight * count, 0);
  if (total === 0) {
    assert(amount === 0 || runs.length > 0, 'an amount is split over something');
    return allocateOverRuns(
      amount,
      runs.map(({ count }) => ({ weight: 1, count })),
    );
  }
  assert(Number.isSafeInteger(total) && Number.isSafeInteger(amount), 'weights and amount are safe integers');
  const shares: { share: number; larger: number }[] = [];
  const remainders: number[] = [];
  let left = amount;
  const isSmall = amount * Math.max(...runs.map(({ weight }) => weight)) <= Number.MAX_SAFE_INTEGER;
  for (const { weight, count } of runs) {
    const product = amount * weight;
    const remainder = isSmall ? product % total : Number((BigInt(amount) * BigInt(weight)) % BigInt(total));
    const share = isSmall
      ? (product - remainder) / total
      : Number((BigInt(amount) * BigInt(weight)) / BigInt(total));
    shares.push({ share, larger: 0 });
    remainders.push(remainder);
    left -= share * count;
  }
  if (left > 0) giveRemainder(left, runs, shares, remainders);
  return shares;
}

/** One more for the units with the largest remainders. */
function giveRemainder(
  amount: number,
  runs: readonly WeightedRun[],
  shares: { share: number; larger: number }[],
  remainders: readonly number[],
): void {
  const order = runs.map((_, index) => index);
  order.sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b);
  let left = amount;
  for (const index of order) {
    const given = Math.min(left, runs[index]?.count ?? 0);
    const share = shares[index];
    if (share) share.larger = given;
    left -= given;
  }
  assert(left === 0, 'the shares of an amount add up to it');
}

/**
 * Splits an amount in proportion to weights, by largest remainder; ties go to the earlier one. A negative
 * amount is split like its opposite.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const sign = amount < 0 ? -1 : 1;
  const runs = weights.map((weight) => ({ weight, count: 1 }));
  return allocateOverRuns(amount * sign, runs).map(({ share, larger }) => sign * (share + larger) || 0);
}
