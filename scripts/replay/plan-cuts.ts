import { cutCounts } from './cut-counts.ts';
import { integerBelow, mulberry32, pick, type Random, split } from './random.ts';

/** The transactions `from` up to, not including, `to` of one register commit while its socket is cut. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** The cut falls after the first line of transaction `from`, otherwise before it begins. */
  readonly midSale: boolean;
  /**
   * The register's process is killed and started again during this transaction of the stretch; not during its
   * first one, unless the store has no longer stretch, so that earlier ones are waiting to be sent.
   */
  readonly killAt?: number;
}

export interface CutQuestion {
  readonly seed: number;
  /** How many transactions each register rings up, store by store. */
  readonly counts: readonly number[];
  readonly registersPerStore: number;
  /** The share of transactions that commit while cut, 0 to 1. */
  readonly offline: number;
  /** Whether a transaction has lines at a register to be cut between; without it all have. */
  readonly canCutMidSale?: (register: number, transaction: number) => boolean;
}

/** The mean length of a stretch is about this many transactions. */
const stretchLength = 12;

/**
 * Per register the stretches in order, none overlapping. In every register that is cut at all, at least one
 * begins mid-sale if any of its transactions can be cut so, and in every store with such a register one
 * register is killed while cut. For a mid-sale cut's sake a stretch may begin where another ends: the
 * register is then connected in between. The same question has the same answer.
 */
export function planCuts(question: CutQuestion): Stretch[][] {
  const { seed, counts, registersPerStore, offline, canCutMidSale = () => true } = question;
  if (!(offline >= 0 && offline <= 1)) throw new RangeError(`a share is 0 to 1, not ${offline}`);
  if (!(registersPerStore >= 1)) throw new RangeError(`a store has registers, not ${registersPerStore}`);
  const random = mulberry32(seed);
  const cuts = cutCounts(counts, offline);
  const registers = counts.map((count, register) => {
    const isSale = (transaction: number) => canCutMidSale(register, transaction);
    return cutMidSale(random, count, layStretches(random, count, cuts[register] ?? 0), isSale);
  });
  return killOnePerStore(random, registers, registersPerStore);
}

type Span = Pick<Stretch, 'from' | 'to'>;

/** Lays `cut` of `count` transactions into stretches of random lengths with at least one between each two. */
function layStretches(random: Random, count: number, cut: number): Span[] {
  if (cut === 0) return [];
  const parts = Math.min(Math.ceil(cut / stretchLength), count - cut + 1);
  const lengths = split(random, cut, parts, 1);
  // Only the gaps before the first and after the last stretch may be empty: they are drawn one too long.
  const gaps = split(random, count - cut + 2, parts + 1, 1);
  let from = -1;
  return lengths.map((length, index) => {
    from += gaps[index] ?? 0;
    const span = { from, to: from + length };
    from = span.to;
    return span;
  });
}

/** Marks about half of the stretches that can begin mid-sale, and makes sure of one if any sale can be cut. */
function cutMidSale(
  random: Random,
  count: number,
  spans: readonly Span[],
  isSale: (transaction: number) => boolean,
): Stretch[] {
  const laid = spans.some(({ from }) => isSale(from)) ? spans : withSaleFirst(count, spans, isSale);
  const chosen = pick(
    random,
    laid.filter(({ from }) => isSale(from)),
  );
  return laid.map((span) => ({
    ...span,
    midSale: span === chosen || (isSale(span.from) && random() < 0.5),
  }));
}

/** As many transactions in stretches of which one begins with a sale; the same stretches if there is none. */
function withSaleFirst(
  count: number,
  spans: readonly Span[],
  isSale: (transaction: number) => boolean,
): readonly Span[] {
  for (const [index, { from, to }] of spans.entries()) {
    const at = transactions(from, to).find(isSale);
    if (at !== undefined) {
      return [...spans.slice(0, index), { from, to: at }, { from: at, to }, ...spans.slice(index + 1)];
    }
  }
  const sale = transactions(0, count).find(isSale);
  const length = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  if (sale === undefined || length === 0) return spans;
  const from = Math.min(sale, count - length);
  const whole = { from, to: from + length };
  return sale === from
    ? [whole]
    : [
        { from, to: sale },
        { from: sale, to: whole.to },
      ];
}

function transactions(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Kills during one stretch of each store that has any, if it can during one of several transactions. */
function killOnePerStore(
  random: Random,
  registers: readonly Stretch[][],
  registersPerStore: number,
): Stretch[][] {
  const killAt = new Map<Stretch, number>();
  for (let first = 0; first < registers.length; first += registersPerStore) {
    const stretches = registers.slice(first, first + registersPerStore).flat();
    const long = stretches.filter(({ from, to }) => to - from > 1);
    const stretch = pick(random, long.length > 0 ? long : stretches);
    if (stretch === undefined) continue;
    const later = stretch.to - stretch.from - 1;
    killAt.set(stretch, later === 0 ? stretch.from : stretch.from + 1 + integerBelow(random, later));
  }
  return registers.map((stretches) =>
    stretches.map((stretch) => {
      const transaction = killAt.get(stretch);
      return transaction === undefined ? stretch : { ...stretch, killAt: transaction };
    }),
  );
}
