import { priceSeededBaskets } from './price-seeded-baskets.ts';

/** The engine in a browser, bundled as the register is. */
Object.assign(globalThis, { priceSeededBaskets });
