import type { Basket } from '../../../commerce/basket/basket.ts';
import type { Offer } from '../../../commerce/promotions/offer.ts';
import { linesOfBasket, worldOfBasket } from '../../conformance/vector-offers.ts';
import { basketOf, lineOf, makeWorld, priceIn, type World } from '../../conformance/world.ts';
import { integerBelow, mulberry32, pick, type Random } from '../../replay/random.ts';
import { randomBasket, type Workload } from '../random-baskets.ts';

const workloads: readonly Workload[] = [
  'retail-8-5',
  'retail-20-12',
  'sparse-100-50',
  'tricky',
  'three-prices-12',
];
const concurrencies: readonly Offer['concurrency'][] = ['bestPrice', 'bestPrice', 'compound', 'exclusive'];
/** Every so often a basket that the search cannot finish: those answers have to be the same too. */
const DENSE_EVERY = 50;

/**
 * A basket that uses much of the engine at once: offers of all modes and priorities, thresholds, prices finer
 * than the minor unit, several taxes, discounts by hand. The same for a seed on every host.
 */
export function seededBasket(seed: number): { world: World; basket: Basket } {
  const random = mulberry32(Math.imul(seed, 0x85ebca6b));
  const workload = seed % DENSE_EVERY === 0 ? 'dense-100-50' : (pick(random, workloads) as Workload);
  const vector = randomBasket(workload, seed);
  const spec = worldOfBasket(vector);
  const offers = (spec.offers ?? []).map((offer) => ({
    ...offer,
    concurrency: pick(random, concurrencies) as Offer['concurrency'],
    priority: integerBelow(random, 3),
  }));
  const world = makeWorld({
    ...spec,
    products: spec.products.map((product) => ({ ...product, taxCode: random() < 0.7 ? 'VAT' : 'LEVY' })),
    offers: [...offers, threshold(random)],
    pricesIncludeTax: random() < 0.5,
    taxes: {
      codes: [
        { id: 'LEVY', name: 'Two taxes', parts: ['STATE', 'CITY'] },
        { id: 'CITY', name: 'City', parts: [], base: 'netAndTaxesBefore' },
        { id: 'STATE', name: 'State', parts: [], joinsNextBase: true },
      ],
      rates: [
        { taxCode: 'VAT', validFrom: '2020-01-01', ratePpm: 200_000 },
        { taxCode: 'STATE', validFrom: '2020-01-01', ratePpm: 62_500 },
        { taxCode: 'CITY', validFrom: '2020-01-01', ratePpm: 8875 },
      ],
    },
    settings: {
      concurrency: random() < 0.7 ? 'withinPriority' : 'acrossPriorities',
      compounding: random() < 0.7 ? 'running' : 'original',
    },
  });
  const lines = linesOfBasket(vector);
  const back = lines[0] && random() < 0.3 ? [{ ...lineOf(lines[0].sku, -1), id: 'back' }] : [];
  const discount = random() < 0.2 ? ({ type: 'percent', basisPoints: 500 } as const) : null;
  return { world, basket: basketOf([...lines, ...back], { discount }) };
}

function threshold(random: Random) {
  const reward = { type: 'amount', amountMinor: 100 + integerBelow(random, 900) } as const;
  return {
    id: 'threshold',
    concurrency: 'compound' as const,
    rule: {
      type: 'threshold' as const,
      tiers: [{ minAmountMinor: 5000, reward }],
      repeat: random() < 0.5,
      countNonDiscountable: true,
      gifts: [],
    },
  };
}

export interface SeededAnswers {
  /** SHA-256 of the answers' canonical JSON, in the order of the seeds. */
  readonly sha256: string;
  readonly baskets: number;
  readonly unproven: number;
}

/** Prices `count` baskets and hashes what comes out: equal hashes are equal bytes on every host. */
export async function priceSeededBaskets(count: number, firstSeed: number): Promise<SeededAnswers> {
  let unproven = 0;
  const texts: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const { world, basket } = seededBasket(seed);
    const priced = priceIn(world, basket);
    if (!priced.search.proven) unproven++;
    texts.push(canonicalJson(priced));
  }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(texts.join('\n')));
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { sha256, baskets: count, unproven };
}

/** Keys in their order, so that how an object was built does not show. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
