import { solvePacking } from '../../../commerce/promotions/best-price/solve-packing.ts';
import { createApi } from './app.ts';
import type { Env } from './env.ts';
import { consumeNotices } from './posting/consume-notices.ts';
import { Problem } from './problem.ts';

export { HqCalls } from './hq-calls.ts';
export { RequestCounter } from './request-counter.ts';

/** Search steps of one basket's best price: a few tens of milliseconds, the same on every host. */
const NODES_MAX = 1000;

const app = createApi({
  now: () => Date.now(),
  readPricing: async () => {
    throw new Problem(503, 'pricing-not-available', 'Prices are not served here yet.');
  },
  solve: (instance) => solvePacking(instance, { nodesMax: NODES_MAX }),
});

export default {
  fetch: app.fetch,
  queue: consumeNotices,
} satisfies ExportedHandler<Env>;
