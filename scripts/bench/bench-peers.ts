import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BasketSearch } from '../../commerce/basket/basket-search.ts';
import { priceBasket } from '../../commerce/basket/price-basket.ts';
import type { OfferRule } from '../../commerce/promotions/offer.ts';
import { basketOf, lineOf, makeWorld } from '../conformance/world.ts';
import { integerBelow, mulberry32, pick } from '../replay/random.ts';
import { loadMedusa, type PeerBasket, type PeerOffer } from './peers/medusa.ts';
import { percentiles, report, single } from './report.ts';

const FOLDER = 'scripts/bench/peers';
const BASKETS = 500;
const sizes = [
  { name: '8-5', groups: 5, lines: 8 },
  { name: '100-50', groups: 50, lines: 100 },
];

/** Each group of products is in one offer, so that every engine means the same. */
function randomBasket(seed: number, groups: number, lines: number): PeerBasket {
  const random = mulberry32(seed);
  // A tenth of them is whole: nobody has to round.
  const prices = [200, 250, 300, 400, 500, 600, 800, 1000];
  // Within a group all cost the same: which of them is free is no matter then.
  const priceOf = Array.from({ length: groups }, () => pick(random, prices) as number);
  return {
    lines: Array.from({ length: lines }, (_, line) => {
      const group = integerBelow(random, groups);
      return {
        id: `L${line}`,
        group: `G${group}`,
        priceMinor: priceOf[group] as number,
        units: 1 + integerBelow(random, 3),
      };
    }),
    offers: Array.from({ length: groups }, (_, group): PeerOffer => {
      const kinds = ['percent', 'amount', 'threeForTwo'] as const;
      const type = pick(random, kinds) as (typeof kinds)[number];
      if (type === 'percent') return { group: `G${group}`, type, percent: 10 };
      return type === 'amount' ? { group: `G${group}`, type, amountMinor: 50 } : { group: `G${group}`, type };
    }),
  };
}

function evertillOf({ lines, offers }: PeerBasket): () => number {
  const rule = (offer: PeerOffer): OfferRule => {
    if (offer.type === 'percent')
      return { type: 'simple', reward: { type: 'percent', basisPoints: offer.percent * 100 } };
    if (offer.type === 'amount')
      return { type: 'simple', reward: { type: 'amount', amountMinor: offer.amountMinor } };
    const reward = { type: 'percent', basisPoints: 10_000 } as const;
    return { type: 'leastExpensive', units: 3, rewarded: 1, reward, favour: 'customer', distribute: false };
  };
  const { channel, data } = makeWorld({
    products: lines.map(({ id, priceMinor, group }) => ({ sku: id, price: priceMinor, categories: [group] })),
    offers: offers.map((offer, index) => ({
      id: `P${index}`,
      rule: rule(offer),
      lines: [{ target: `category:${offer.group}` }],
    })),
  });
  const basket = basketOf(lines.map(({ id, units }) => lineOf(id, units)));
  return () => priceBasket(basket, channel, data, new BasketSearch().solve('full')).totals.discountMinor;
}

const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
if (!existsSync(`${FOLDER}/node_modules/@medusajs/promotion`)) {
  console.error('Installing the peers in a folder of their own …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: FOLDER,
    stdio: 'inherit',
  });
}
const medusa = loadMedusa();
const results = sizes.flatMap(({ name, groups, lines }) => {
  const [ours, theirs]: [number[], number[]] = [[], []];
  let agreed = 0;
  for (let seed = -BASKETS; seed < BASKETS; seed++) {
    const basket = randomBasket(seed + 1_000_000, groups, lines);
    const price = evertillOf(basket);
    price();
    const timed = (into: number[], work: () => number) => {
      const started = performance.now();
      const saved = work();
      // The first half warms both up.
      if (seed >= 0) into.push((performance.now() - started) * 1000);
      return saved;
    };
    const same = timed(ours, price) === timed(theirs, () => medusa(basket));
    if (seed >= 0 && same) agreed += 1;
  }
  const [evertill, peer] = [
    percentiles(`evertill-${name}`, 'us', ours),
    percentiles(`medusa-${name}`, 'us', theirs),
  ];
  return [
    evertill,
    peer,
    single(`medusa-to-evertill-${name}`, 'times', (peer.p50 ?? 0) / (evertill.p50 ?? 1)),
    single(`totals-agree-${name}`, 'baskets', agreed, { min: BASKETS }),
  ];
});
for (const result of results) console.error(JSON.stringify(result));
console.log(JSON.stringify(report('peers', results), null, values.json ? undefined : 2));
process.exit(results.every(({ ok = true }) => ok) ? 0 : 1);
