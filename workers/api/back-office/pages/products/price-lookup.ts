import { signal } from '@preact/signals-core';
import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import type { Scope } from '../../app/page.ts';
import { asProblem } from '../../app/resource.ts';

type Looked = readonly PriceAgreement[] | 'failed';

/** Products asked for at once. */
const AT_ONCE = 4;

/** Prices of the products on a page: they come after the list, some at a time, and stay while it is open. */
export function priceLookup(
  scope: Pick<Scope, 'ended'>,
  load: (sku: string, signal: AbortSignal) => Promise<readonly PriceAgreement[]>,
) {
  const found = signal<ReadonlyMap<string, Looked>>(new Map());
  const asked = new Set<string>();
  let waiting: string[] = [];
  let running = 0;

  async function work(): Promise<void> {
    running++;
    for (let sku = waiting.shift(); sku !== undefined; sku = waiting.shift()) {
      asked.add(sku);
      const looked = await load(sku, scope.ended).catch((thrown): Looked => {
        if (!scope.ended.aborted) asProblem(thrown);
        return 'failed';
      });
      if (scope.ended.aborted) return;
      found.value = new Map(found.peek()).set(sku, looked);
    }
    running--;
  }

  return {
    /** Undefined while the prices are on their way. */
    of: (sku: string): Looked | undefined => found.value.get(sku),
    /** Asks for these and no longer for those of the page before; what was asked for once is not asked for again. */
    want(skus: readonly string[]): void {
      waiting = skus.filter((sku) => !asked.has(sku));
      while (running < AT_ONCE && waiting.length > 0) void work();
    },
  };
}
