import { type PriceChange, summarisePriceChanges } from '../../../../commerce/governance/price-changes.ts';
import type { UnitPrice } from '../../../../commerce/money/unit-price.ts';
import { booksStore } from '../../../../db/hq/books-store.ts';
import type { PriceImpact } from '../../../../protocol/change-impact.ts';
import type { Env } from '../env.ts';
import type { ImpactItem } from './impact-items.ts';

const RECEIPTS = 5000;
const BELOW_COST_SHOWN = 50;

/** What changing prices would have done to the newest sales, and which fall below cost. */
export async function impactOfPrices(
  env: Pick<Env, 'MASTERS' | 'BOOKS'>,
  items: readonly ImpactItem[],
): Promise<PriceImpact | null> {
  const prices = items.filter(({ noun }) => noun === 'prices');
  if (prices.length === 0) return null;
  const skus = [...new Set(prices.map(skuOf))];
  const books = booksStore(env.BOOKS);
  const [sold, stock, costs] = await Promise.all([
    books.recentlySold(skus, RECEIPTS),
    books.stockOf(skus),
    costsOf(env.MASTERS, skus),
  ]);
  const changes = prices.map((item): PriceChange => {
    const sku = skuOf(item);
    // What was sold was sold at one price: that of everybody, from one on.
    const counts = isUsual(item.row ?? item.before);
    const soldThousandths = counts ? (sold?.soldThousandths.get(sku) ?? 0) : 0;
    return { key: item.key, sku, old: unitPriceOf(item.before), new: unitPriceOf(item.row), soldThousandths };
  });
  const below = prices.flatMap((item) => {
    const next = unitPriceOf(item.row);
    const costMinor = costs.get(skuOf(item));
    if (!next || costMinor === undefined) return [];
    if (next.amountMinor * 1000 >= costMinor * next.priceUnitThousandths) return [];
    const sku = skuOf(item);
    const { key, reason } = item;
    return [{ key, sku, costMinor, new: next, stockThousandths: stock.get(sku) ?? 0, reason }];
  });
  return {
    ...summarisePriceChanges(changes),
    sales: sold && { receipts: sold.receipts, from: sold.from, to: sold.to },
    belowCostCount: below.length,
    belowCost: below.slice(0, BELOW_COST_SHOWN),
  };
}

const skuOf = ({ row, before }: ImpactItem) => String(row?.sku ?? before?.sku ?? '');

function isUsual(row: ImpactItem['row']): boolean {
  return (
    row !== null && !row.priceGroup && !row.customer && Number(row.minQuantityThousandths ?? 1000) <= 1000
  );
}

function unitPriceOf(row: ImpactItem['row']): UnitPrice | null {
  if (!row) return null;
  return {
    amountMinor: Number(row.amountMinor),
    priceUnitThousandths: Number(row.priceUnitThousandths ?? 1000),
  };
}

async function costsOf(masters: D1Database, skus: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { results } = await masters
    .prepare(
      `SELECT sku, cost_minor AS costMinor FROM product
        WHERE cost_minor IS NOT NULL AND sku IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(skus))
    .all<{ sku: string; costMinor: number }>();
  return new Map(results.map(({ sku, costMinor }) => [sku, costMinor]));
}
