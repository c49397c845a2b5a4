import { signal } from '@preact/signals-core';
import type { PriceAgreement } from '../../../../../commerce/pricing/resolve-price.ts';
import type { Scope } from '../../app/page.ts';
import { asProblem } from '../../app/resource.ts';
import { loadPrices } from './load-prices.ts';

type Looked = readonly PriceAgreement[] | 'failed';

/** Products asked for at once. */
const AT_ONCE = 4;

/** Prices of the products on a page: they come after the list, some at a time, and stay while it is open. */
export function priceLookup(scope: Scope) {
  const found = signal<ReadonlyMap<string, Looked>>(new Map());
  let wanted: readonly string[] = [];
  let running = 0;

  async function work(): Promise<void> {
    running++;
    for (let sku = next(); sku !== undefined; sku = next()) {
      wanted = wanted.filter((other) => other !== sku);
      const looked = await loadPrices(sku, scope.ended).catch((thrown): Looked => {
        if (!scope.ended.aborted) asProblem(thrown);
        return 'failed';
      });
      if (scope.ended.aborted) return;
      found.value = new Map(found.peek()).set(sku, looked);
    }
    running--;
  }
  const next = () => wanted.find((sku) => !found.peek().has(sku));

  return {
    /** Undefined while the prices are on their way. */
    of: (sku: string): Looked | undefined => found.value.get(sku),
    /** Asks for these and no longer for those of the page before. */
    want(skus: readonly string[]): void {
      wanted = skus;
      while (running < Math.min(AT_ONCE, wanted.length)) void work();
    },
  };
}
