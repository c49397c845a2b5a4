import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BasketSearch } from '../../commerce/basket/basket-search.ts';
import { priceBasket } from '../../commerce/basket/price-basket.ts';
import { hqPricingData } from '../../db/hq/pricing-data.ts';
import { basketOf, lineOf } from '../conformance/world.ts';
import { putMasters, skuOf, withChain } from './chain.ts';
import { type BenchResult, single } from './report.ts';

const PRODUCTS = 500_000;
const LINES = 200;
const OFFERS = 20;
const PRODUCTS_OF_OFFER = 50;
const MEGABYTE = 1024 * 1024;
const GOAL_MB = 32;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What a quote of 200 lines takes in memory beside half a million products: rows read, basket, answer and what was only needed on the way. */
export function benchQuoteSize(): Promise<BenchResult[]> {
  return withChain(PRODUCTS, async ({ MASTERS }) => {
    const always = { currency: 'GBP', validFrom: '2026-01-01', priceGroups: ['standard'] };
    const skus = Array.from({ length: LINES }, (_, line) => skuOf(line * Math.floor(PRODUCTS / LINES)));
    const offers = Array.from({ length: OFFERS }, (_, offer) => ({
      ...{ ...always, id: `O${offer}`, name: `Offer ${offer}` },
      rule: {
        type: 'leastExpensive',
        units: 3,
        rewarded: 1,
        reward: { type: 'percent', basisPoints: 10_000 },
      },
      lines: Array.from({ length: PRODUCTS_OF_OFFER }, (_, at) => ({
        target: `product:${skus[(offer * 10 + at) % LINES]}`,
      })),
    }));
    await putMasters(MASTERS, 'offers', offers);
    const quote = async () => {
      const wanted = { skus, coupons: [], customer: null, loyaltyCard: null };
      const read = await hqPricingData(MASTERS, { store: 'S1', current: true }, wanted);
      if (!read) throw new Error('the chain has a store S1');
      const lines = skus.map((sku) => lineOf(sku));
      const priced = priceBasket(basketOf(lines), read.channel, read.data, new BasketSearch().solve('full'));
      if (priced.totals.discountMinor === 0) throw new Error('the offers of the chain apply');
      return { read, priced };
    };
    for (let warmUp = 0; warmUp < 3; warmUp++) await quote();
    collect();
    const before = process.memoryUsage();
    const held = await quote();
    const after = process.memoryUsage();
    if (held.priced.lines.length !== LINES) throw new Error('every line is priced');
    const taken = after.heapUsed - before.heapUsed + after.external - before.external;
    return [single('quote-200-memory', 'MB', taken / MEGABYTE, { max: GOAL_MB })];
  });
}
