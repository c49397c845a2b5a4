import { ComponentMemory } from '../promotions/best-price/component-memory.ts';
import { solvePacking } from '../promotions/best-price/solve-packing.ts';
import type { Solve } from '../promotions/offer-round.ts';

/** How hard the best price is searched for, in steps of the search: never in time, so that every host gives the same answer. */
export type SearchEffort = 'scan' | 'full';

const nodesMax: Readonly<Record<SearchEffort, number>> = { scan: 4, full: 2000 };

/** Kept parts of baskets; more are forgotten. */
const KEPT_MAX = 500;

/**
 * Searches best prices and remembers what it found for the parts of a basket that do not touch each other, so
 * that after a scan only the part with the new line is solved again. The answers are those of a search afresh.
 */
export class BasketSearch {
  readonly #memory = { scan: new ComponentMemory(), full: new ComponentMemory() };

  solve(effort: SearchEffort): Solve {
    const memory = this.#memory[effort];
    if (memory.size > KEPT_MAX) memory.clear();
    return (instance) => solvePacking(instance, { nodesMax: nodesMax[effort] }, memory);
  }
}
