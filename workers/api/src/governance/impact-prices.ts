import { type PriceChange, summarisePriceChanges } from '../../../../commerce/governance/price-changes.ts';
import {
  marginBasisPoints,
  type PricedCost,
  summariseMargins,
} from '../../../../commerce/governance/price-margins.ts';
import type { UnitPrice } from '../../../../commerce/money/unit-price.ts';
import { booksStore } from '../../../../db/hq/books-store.ts';
import type { PriceImpact } from '../../../../protocol/change-impact.ts';
import type { Env } from '../env.ts';
import type { ImpactItem } from './impact-items.ts';
import { netPrices } from './impact-net-prices.ts';
import type { Reach } from './impact-reach.ts';

const RECEIPTS = 5000;
const BELOW_COST_SHOWN = 50;

/** What changing prices would have done to the newest sales, what they leave, and which fall below cost. */
export async function impactOfPrices(
  env: Pick<Env, 'MASTERS' | 'BOOKS'>,
  items: readonly ImpactItem[],
  reach: Reach,
  date: string,
): Promise<PriceImpact | null> {
  const prices = items.filter(({ noun }) => noun === 'prices');
  if (prices.length === 0) return null;
  const skus = [...new Set(prices.map(skuOf))];
  const books = booksStore(env.BOOKS);
  const [sold, stock, products, netOf] = await Promise.all([
    books.recentlySold(skus, RECEIPTS),
    books.stockOf(skus),
    productsOf(env.MASTERS, items, skus),
    netPrices(env.MASTERS, items, reach, date),
  ]);
  const changes = prices.map((item) => {
    const sku = skuOf(item);
    const product = products.get(sku);
    const [old, next] = [unitPriceOf(item.before), unitPriceOf(item.row)];
    const costOf = (price: UnitPrice | null): PricedCost | null =>
      price && product && product.costMinor !== null
        ? {
            netMinor: netOf(item, price, product.taxCode),
            priceUnitThousandths: price.priceUnitThousandths,
            costMinor: product.costMinor,
          }
        : null;
    // What was sold was sold at one price: that of everybody, from one on.
    const soldThousandths = isUsual(item.row ?? item.before) ? (sold?.soldThousandths.get(sku) ?? 0) : 0;
    const change: PriceChange = { key: item.key, sku, old, new: next, soldThousandths };
    return { item, change, margin: { old: costOf(old), new: costOf(next), soldThousandths } };
  });
  const below = changes.flatMap(({ item: { key, reason }, change: { sku, old, new: next }, margin }) => {
    const cost = margin.new;
    if (!next || !cost || cost.netMinor * 1000 >= cost.costMinor * cost.priceUnitThousandths) return [];
    const { costMinor, netMinor } = cost;
    const stockThousandths = stock.get(sku) ?? 0;
    const margins = { netMinor, marginBasisPoints: marginBasisPoints(cost) };
    return [{ key, sku, costMinor, old, new: next, ...margins, stockThousandths, reason }];
  });
  return {
    ...summarisePriceChanges(changes.map(({ change }) => change)),
    margin: summariseMargins(changes.map(({ margin }) => margin)),
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

interface ProductCost {
  readonly costMinor: number | null;
  readonly taxCode: string;
}

/** Cost and tax code of products, as the draft leaves them. */
async function productsOf(
  masters: D1Database,
  items: readonly ImpactItem[],
  skus: readonly string[],
): Promise<ReadonlyMap<string, ProductCost>> {
  const { results } = await masters
    .prepare(
      `SELECT sku, cost_minor AS costMinor, tax_code AS taxCode FROM product
        WHERE sku IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(skus))
    .all<{ sku: string } & ProductCost>();
  const drafts = items.flatMap(({ noun, key, row }): [string, ProductCost][] =>
    noun === 'products' && row !== null
      ? [[key, { costMinor: (row.costMinor ?? null) as number | null, taxCode: String(row.taxCode) }]]
      : [],
  );
  return new Map([...results.map((product): [string, ProductCost] => [product.sku, product]), ...drafts]);
}
