import { integerBelow, mulberry32, pick, type Random } from '../replay/random.ts';
import type { VectorBasket, VectorLine, VectorOffer } from './vector-basket.ts';

/** The kinds of baskets that best-price solving is measured and compared on. */
export const workloads = [
  'retail-8-5',
  'retail-20-12',
  'sparse-100-50',
  'dense-100-50',
  'wide-100-50',
  'random-8-5',
  'one-set-24-10',
  'three-prices-12',
  'tricky',
  'scan-30-15',
] as const;
export type Workload = (typeof workloads)[number];

/** The basket of a workload and a seed: the same on every host. */
export function randomBasket(workload: Workload, seed: number): VectorBasket {
  const random = mulberry32(Math.imul(seed, 0x9e3779b1) ^ workloads.indexOf(workload));
  switch (workload) {
    case 'retail-8-5':
      return retailBasket(random, 8, 5, 5);
    case 'retail-20-12':
      return retailBasket(random, 20, 12, 5);
    case 'dense-100-50':
      return retailBasket(random, 100, 50, 5);
    case 'wide-100-50':
      return retailBasket(random, 100, 50, 25);
    case 'sparse-100-50':
      return sparseBasket(random);
    case 'random-8-5':
      return mixedBasket(random, { lines: 8, offers: 5, prices: shelfPrices, share: [0.3, 0.9] });
    case 'one-set-24-10':
      return {
        lines: linesOf(random, 24, shelfPrices, 1),
        offers: list(10, (index) =>
          mixedOffer(random, index, indexes(24), linesOf(random, 24, shelfPrices, 1)),
        ),
      };
    case 'three-prices-12':
      return mixedBasket(random, { lines: 24, offers: 12, prices: [499, 999, 1999], share: [0.5, 0.9] });
    case 'tricky':
      return trickyBasket(random);
    case 'scan-30-15':
      return retailBasket(random, 30, 15, 5);
  }
}

const shelfPrices = [199, 249, 299, 399, 499, 599, 799, 999, 1299, 1499, 1999, 2499, 2999, 3999, 4999];

const list = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index));
const indexes = (length: number) => list(length, (index) => index);
const one = <T>(random: Random, values: readonly T[]): T => pick(random, values) as T;
const some = (random: Random, values: readonly number[], share: number) =>
  values.filter(() => random() < share);

function linesOf(random: Random, count: number, prices: readonly number[], unitsMax: number): VectorLine[] {
  return list(count, (index) => ({
    id: `L${index}`,
    price: one(random, prices),
    qty: 1 + integerBelow(random, unitsMax),
  }));
}

/** Lines have a category and a brand, a category about `linesPerCategory` lines; most offers are about one of those. */
function retailBasket(random: Random, count: number, offers: number, linesPerCategory: number) {
  const categories = Math.ceil(count / linesPerCategory);
  const brands = Math.ceil((categories * 5) / 3);
  const lines = list(count, (index) => ({
    id: `L${index}`,
    price: one(random, shelfPrices),
    qty: random() < 0.7 ? 1 : 2,
    category: integerBelow(random, categories),
    brand: integerBelow(random, brands),
  }));
  const sets = [
    ...list(categories, (category) => indexes(count).filter((line) => lines[line]?.category === category)),
    ...list(brands, (brand) => indexes(count).filter((line) => lines[line]?.brand === brand)),
  ].filter((set) => set.length > 0);
  return {
    lines: lines.map(({ id, price, qty }) => ({ id, price, qty })),
    offers: list(offers, (index) => retailOffer(random, `O${index}`, sets, lines)),
  };
}

function retailOffer(
  random: Random,
  id: string,
  sets: readonly (readonly number[])[],
  lines: readonly VectorLine[],
): VectorOffer {
  const elig = one(random, sets);
  const chance = random();
  if (chance < 0.4) return { id, kind: 'simple', elig, calc: 'pct', v: one(random, [500, 1000, 1500, 2000]) };
  if (chance < 0.55) return leastOffer(random, id, elig);
  if (chance < 0.67) return quantityOffer(id, elig, 2, 1000, 4, 2000);
  if (chance < 0.82) return mixOffer(random, id, [elig], one(random, [2, 3]), lines);
  const other = one(random, sets).filter((line) => !elig.includes(line));
  if (other.length > 0 && random() < 0.6)
    return {
      id,
      kind: 'mm',
      groups: [
        { elig, n: 1 },
        { elig: other, n: 1 },
      ],
      calc: 'pct',
      v: one(random, [1500, 2500]),
    };
  const three = [...new Set(list(4, () => integerBelow(random, lines.length)))];
  return mixOffer(random, id, [three], 3, lines);
}

/** Fifty offers on one to three lines each: many small problems beside each other. */
function sparseBasket(random: Random): VectorBasket {
  const lines = linesOf(random, 100, shelfPrices, 3);
  const near = () => {
    const start = integerBelow(random, 100);
    return [...new Set(list(1 + integerBelow(random, 3), () => (start + integerBelow(random, 4)) % 100))];
  };
  return {
    lines,
    offers: list(50, (index) => {
      const elig = near();
      const chance = random();
      if (chance < 0.2)
        return { id: `O${index}`, kind: 'simple', elig, calc: 'pct', v: one(random, [500, 1000, 2000]) };
      if (chance < 0.45) return leastOffer(random, `O${index}`, elig);
      if (chance < 0.6) return quantityOffer(`O${index}`, elig, 2, 1000, 4, 2000);
      return mixOffer(random, `O${index}`, [elig], one(random, [2, 3]), lines);
    }),
  };
}

interface MixShape {
  readonly lines: number;
  readonly offers: number;
  readonly prices: readonly number[];
  readonly share: readonly [number, number];
}

/** Offers of every kind on random shares of the lines. */
function mixedBasket(random: Random, shape: MixShape): VectorBasket {
  const lines = linesOf(random, shape.lines, shape.prices, 3);
  const [low, high] = shape.share;
  return {
    lines,
    offers: list(shape.offers, (index) => {
      const elig = some(random, indexes(shape.lines), low + random() * (high - low));
      return mixedOffer(random, index, elig.length > 0 ? elig : [0], lines);
    }),
  };
}

function mixedOffer(
  random: Random,
  index: number,
  elig: readonly number[],
  lines: readonly VectorLine[],
): VectorOffer {
  const id = `O${index}`;
  const chance = random();
  if (chance < 0.25) return leastOffer(random, id, elig);
  if (chance < 0.4)
    return quantityOffer(id, elig, 2 + integerBelow(random, 2), 1000, 4 + integerBelow(random, 3), 2500);
  if (chance < 0.55 && elig.length > 1) {
    const cut = 1 + integerBelow(random, elig.length - 1);
    const n = 1 + integerBelow(random, 2);
    return mixOffer(random, id, [elig.slice(0, cut), elig.slice(cut)], n, lines);
  }
  return mixOffer(random, id, [elig], 2 + integerBelow(random, 3), lines);
}

function leastOffer(random: Random, id: string, elig: readonly number[]): VectorOffer {
  const n = one(random, [2, 3]);
  return { id, kind: 'least', elig, n, m: 1, calc: 'pct', v: one(random, [5000, 10000]) };
}

function quantityOffer(
  id: string,
  elig: readonly number[],
  min: number,
  v: number,
  more: number,
  best: number,
): VectorOffer {
  return {
    id,
    kind: 'qty',
    elig,
    tiers: [
      { min, calc: 'pct', v },
      { min: more, calc: 'pct', v: best },
    ],
  };
}

function mixOffer(
  random: Random,
  id: string,
  sets: readonly (readonly number[])[],
  n: number,
  lines: readonly VectorLine[],
): VectorOffer {
  const groups = sets.map((elig) => ({ elig, n }));
  const mean = (set: readonly number[]) =>
    set.reduce((sum, line) => sum + (lines[line]?.price ?? 0), 0) / set.length;
  const usual = groups.reduce((sum, { elig }) => sum + n * mean(elig), 0);
  const chance = random();
  if (chance < 0.4)
    return { id, kind: 'mm', groups, calc: 'deal', v: Math.round(usual * (0.6 + random() * 0.3)) };
  if (chance < 0.5)
    return { id, kind: 'mm', groups, calc: 'amt', v: Math.round(usual * (0.1 + random() * 0.3)) };
  return { id, kind: 'mm', groups, calc: 'pct', v: one(random, [1000, 2000, 2500, 3500]) };
}

/** Small baskets full of what goes wrong: caps, amounts above the goods, equal prices, several rewarded, dear tiers. */
function trickyBasket(random: Random): VectorBasket {
  const prices = one(random, [[100, 300, 1000], [500], [99, 100, 101, 2500], shelfPrices]);
  const count = 3 + integerBelow(random, 5);
  const lines = linesOf(random, count, prices, one(random, [1, 2, 4]));
  return {
    lines,
    offers: list(2 + integerBelow(random, 4), (index): VectorOffer => {
      const id = `O${index}`;
      const chosen = some(random, indexes(count), 0.3 + random() * 0.7);
      const elig = chosen.length > 0 ? chosen : [integerBelow(random, count)];
      const max = random() < 0.3 ? { max: 1 + integerBelow(random, 2) } : {};
      switch (integerBelow(random, 6)) {
        case 0:
          return {
            id,
            kind: 'simple',
            elig,
            calc: one(random, ['pct', 'amt']),
            v: one(random, [100, 200, 1000]),
          };
        case 1: {
          const n = 2 + integerBelow(random, 3);
          const m = 1 + integerBelow(random, n - 1);
          return {
            id,
            kind: 'least',
            elig,
            n,
            m,
            calc: one(random, ['pct', 'amt', 'price']),
            v: one(random, [90, 400, 5000]),
            ...max,
          };
        }
        case 2: {
          const min = 1 + integerBelow(random, 3);
          const tiers = [{ min, calc: 'amt' as const, v: one(random, [20, 50]) }];
          const calc = one(random, ['pct', 'amt', 'price'] as const);
          return {
            id,
            kind: 'qty',
            elig,
            tiers: [
              ...tiers,
              { min: min + 1 + integerBelow(random, 3), calc, v: one(random, [10, 150, 3000]) },
            ],
          };
        }
        case 3: {
          const groups = [
            { elig, n: 1 + integerBelow(random, 2) },
            { elig: indexes(count), n: 1 },
          ];
          return {
            id,
            kind: 'mm',
            groups,
            calc: one(random, ['pct', 'amt', 'deal']),
            v: one(random, [150, 700, 3000]),
            ...max,
          };
        }
        case 4:
          return {
            id,
            kind: 'mm',
            groups: [{ elig, n: 2 + integerBelow(random, 2) }],
            calc: 'amt',
            v: one(random, [150, 250, 900]),
            ...max,
          };
        default:
          return {
            ...mixOffer(random, id, [elig], 2 + integerBelow(random, 2), lines),
            ...max,
          } as VectorOffer;
      }
    }),
  };
}
