import { createRequire } from 'node:module';

/** A basket of groups of products, each group in one offer at most: what engines that stack and ones that choose agree on. */
export interface PeerBasket {
  readonly lines: readonly {
    readonly id: string;
    readonly priceMinor: number;
    readonly units: number;
    readonly group: string;
  }[];
  readonly offers: readonly PeerOffer[];
}
export type PeerOffer =
  | { readonly group: string; readonly type: 'percent'; readonly percent: number }
  | { readonly group: string; readonly type: 'amount'; readonly amountMinor: number }
  | { readonly group: string; readonly type: 'threeForTwo' };

interface Action {
  readonly amount: { toString(): string };
}
interface Engine {
  getComputedActionsForItems(promotion: object, items: object[], applied: Map<string, number>): Action[];
  getComputedActionsForBuyGet(promotion: object, items: object[], ...maps: Map<string, unknown>[]): Action[];
}

/** Medusa's promotion module, called in process as its own service calls it. */
export function loadMedusa(): (basket: PeerBasket) => number {
  const load = createRequire(new URL('./package.json', import.meta.url));
  const engine = load('@medusajs/promotion/dist/utils/compute-actions') as Engine;
  const rule = (group: string) => [{ attribute: 'items.group', operator: 'eq', values: [{ value: group }] }];
  return ({ lines, offers }) => {
    const items = lines.map(({ id, priceMinor, units, group }) => ({
      ...{ id, group, quantity: units, is_discountable: true },
      ...{ subtotal: priceMinor * units, original_total: priceMinor * units },
    }));
    const applied = new Map<string, number>();
    const [buys, targets] = [new Map<string, unknown>(), new Map<string, unknown>()];
    let savedMinor = 0;
    // As its service does: what is bought to get something first.
    for (const [index, offer] of offers.entries()) {
      if (offer.type !== 'threeForTwo') continue;
      const method = {
        ...{ type: 'percentage', value: 100, target_type: 'items', allocation: 'each', max_quantity: 1000 },
        ...{ buy_rules: rule(offer.group), target_rules: rule(offer.group) },
        ...{ buy_rules_min_quantity: 2, apply_to_quantity: 1 },
      };
      const promotion = { code: `P${index}`, type: 'buyget', application_method: method };
      for (const { amount } of engine.getComputedActionsForBuyGet(promotion, items, applied, buys, targets))
        savedMinor += Number(amount);
    }
    for (const [index, offer] of offers.entries()) {
      if (offer.type === 'threeForTwo') continue;
      const method = {
        ...{ target_type: 'items', allocation: 'each', max_quantity: 1000, target_rules: rule(offer.group) },
        ...(offer.type === 'percent'
          ? { type: 'percentage', value: offer.percent }
          : { type: 'fixed', value: offer.amountMinor }),
      };
      const promotion = { code: `P${index}`, type: 'standard', application_method: method };
      for (const { amount } of engine.getComputedActionsForItems(promotion, items, applied))
        savedMinor += Number(amount);
    }
    return savedMinor;
  };
}
