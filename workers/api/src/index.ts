import { BasketSearch } from '../../../commerce/basket/basket-search.ts';
import { hqPricingData } from '../../../db/hq/pricing-data.ts';
import { createApi } from './app.ts';
import type { Env } from './env.ts';
import { consumeNotices } from './posting/consume-notices.ts';

export { HqCalls } from './hq-calls.ts';
export { RequestCounter } from './request-counter.ts';

/** As hard as a register searches before it is paid; what it remembers of other baskets changes no answer. */
const search = new BasketSearch();

const app = createApi({
  now: () => Date.now(),
  readPricing: hqPricingData,
  solve: (instance) => search.solve('full')(instance),
});

export default {
  fetch: app.fetch,
  queue: consumeNotices,
} satisfies ExportedHandler<Env>;
