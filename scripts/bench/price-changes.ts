import type { Row } from '../../db/demo/profiles/retailer.ts';
import type { SeededChain } from './seeded-chain.ts';

const ROWS_A_WRITE = 500;
/** Pence of every change: an offer of some percent does not round it away. */
const RAISED_MINOR = 10;

/** Changes of a seeded chain's base prices, each of the first `count` of the same list. */
export class PriceChanges {
  readonly #chain: SeededChain;
  readonly #prices: readonly Row[];
  #changes = 0;

  /** `markers`: products of which the first that has one price leads every change, so that a screen shows it. */
  constructor(chain: SeededChain, markers: readonly string[]) {
    this.#chain = chain;
    const seen = new Map<string, number>();
    const prices = chain.rows('prices');
    for (const { sku } of prices) seen.set(String(sku), 1 + (seen.get(String(sku)) ?? 0));
    // Without another price that could be the one sold at.
    const single = prices.filter(({ sku }) => seen.get(String(sku)) === 1);
    const marker = single.find(({ sku }) => markers.includes(String(sku)));
    if (!marker) throw new Error('no product of the screen has just one price');
    const byThePiece = single.filter((price) => price !== marker && price.minQuantityThousandths === 1000);
    this.#prices = [marker, ...byThePiece];
  }

  get marker(): string {
    return String(this.#prices[0]?.sku);
  }

  /** Products sold by the piece whose prices change. */
  skus(count: number): string[] {
    return this.#prices.slice(1, 1 + count).map(({ sku }) => String(sku));
  }

  next(count: number): Row[] {
    this.#changes += 1;
    const raisedMinor = this.#changes * RAISED_MINOR;
    return this.#prices
      .slice(0, count)
      .map((price) => ({ ...price, amountMinor: Number(price.amountMinor) + raisedMinor }));
  }

  /** Writes them at headquarters, where nobody publishes them yet. */
  async write(rows: readonly Row[]): Promise<void> {
    const hq = this.#chain.admin(0);
    for (let from = 0; from < rows.length; from += ROWS_A_WRITE)
      await hq.request('PUT', '/v1/prices', { items: rows.slice(from, from + ROWS_A_WRITE) });
  }

  /** Proposes them to a second person; what is answered approves them, which publishes them. */
  async propose(rows: readonly Row[]): Promise<() => Promise<unknown>> {
    type Request = { id: string; version: number };
    const items = rows.map((row) => ({ noun: 'prices', key: String(row.id), row }));
    const title = `Change ${this.#changes}`;
    const hq = this.#chain.admin(0);
    const { id, version } = await hq.request<Request>('POST', '/v1/change-requests', { title, items });
    const path = `/v1/change-requests/${id}`;
    const waiting = await hq.request<Request>('POST', `${path}/submit`, { version });
    return () => this.#chain.admin(1).request('POST', `${path}/approve`, { version: waiting.version });
  }
}
