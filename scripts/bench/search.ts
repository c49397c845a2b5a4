import type { Row } from '../../db/demo/profiles/retailer.ts';
import type { BenchRegister } from './bench-register.ts';

const QUERIES = 500;
/** As many as the register's screen asks for. */
const SHOWN = 8;

export interface TimedSearch {
  readonly text: string;
  readonly ms: number;
}

/** Searches as people type them, every product of the list in turn: each gives the query of another kind. */
export async function timeSearches(
  register: BenchRegister,
  products: readonly Row[],
): Promise<TimedSearch[]> {
  const timed: TimedSearch[] = [];
  const step = Math.max(1, Math.floor(products.length / QUERIES));
  for (let index = 0; index < QUERIES; index++) {
    const product = products[(index * step) % products.length];
    const text = product && queryOf(product, index);
    if (!text) continue;
    const started = performance.now();
    await register.request({ type: 'searchProducts', text, limit: SHOWN });
    timed.push({ text, ms: performance.now() - started });
  }
  return timed.toSorted((a, b) => a.ms - b.ms);
}

function queryOf(product: Row, index: number): string {
  const words = String(product.name).split(' ');
  const [first = '', second = ''] = words;
  const kinds = [
    first.slice(0, 1),
    first.slice(0, 3),
    first,
    `${second} ${first}`,
    words.map((word) => word.slice(0, 2)).join(' '),
    words.toReversed().join(' ').toUpperCase(),
    String(product.sku),
    String(product.sku).slice(0, 6),
    String((product.barcodes as string[] | undefined)?.[0] ?? first),
    `${first} qqq`,
  ];
  return kinds[index % kinds.length] ?? first;
}
