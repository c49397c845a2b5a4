import { linesOfBasket, worldOfBasket } from '../../conformance/vector-offers.ts';
import { basketOf, makeWorld, priceIn } from '../../conformance/world.ts';
import { randomBasket } from '../random-baskets.ts';
import { priceSeededBaskets } from './price-seeded-baskets.ts';

const BASKETS_MAX = 10_000;

/** The engine alone in workerd, bundled as the API is: for comparing its bytes and its time with other hosts. */
export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const count = Math.min(Number(searchParams.get('count') ?? 1), BASKETS_MAX);
    if (pathname === '/digest') return Response.json(await priceSeededBaskets(count, 1));
    if (pathname === '/price') return Response.json({ discountMinor: priceRetail(count) });
    return new Response('not found', { status: 404 });
  },
};

/** Prices baskets of 8 lines and 5 offers, each many times: clocks stand still inside a request. */
function priceRetail(count: number): number {
  const worlds = Array.from({ length: 50 }, (_, seed) => {
    const vector = randomBasket('retail-8-5', seed + 1);
    return { world: makeWorld(worldOfBasket(vector)), basket: basketOf(linesOfBasket(vector)) };
  });
  let discountMinor = 0;
  for (let turn = 0; turn < count; turn++) {
    const { world, basket } = worlds[turn % worlds.length] as (typeof worlds)[number];
    discountMinor += priceIn(world, basket).totals.discountMinor;
  }
  return discountMinor;
}
