/** A real sale, as a basket to price again. */
export interface RecentBasket {
  readonly id: string;
  readonly store: string;
  readonly concludedAt: string;
  readonly lines: readonly { readonly sku: string; readonly quantityThousandths: number }[];
}

export interface SoldSpan {
  readonly receipts: number;
  readonly from: string;
  readonly to: string;
  readonly soldThousandths: ReadonlyMap<string, number>;
}

const newest = `SELECT id, store, concluded_at, line_count FROM sale WHERE type = 'sale'
  ORDER BY concluded_at DESC, id DESC LIMIT ?1`;

/** The newest sales of not too many lines. */
export async function recentBaskets(
  database: D1Database,
  limit: number,
  linesMax: number,
): Promise<RecentBasket[]> {
  const { results } = await database
    .prepare(
      `SELECT s.id, s.store, s.concluded_at, l.sku, l.quantity_thousandths
        FROM (SELECT * FROM (${newest}) WHERE line_count <= ?2 LIMIT ?3) s
        JOIN sale_line l ON l.sale_id = s.id
        WHERE NOT l.voided AND l.quantity_thousandths > 0 ORDER BY s.concluded_at DESC, s.id, l.line`,
    )
    .bind(limit * 2, linesMax, limit)
    .all<{ id: string; store: string; concluded_at: string; sku: string; quantity_thousandths: number }>();
  return [...Map.groupBy(results, ({ id }) => id)].map(([id, lines]) => ({
    id,
    store: lines[0]?.store ?? '',
    concludedAt: lines[0]?.concluded_at ?? '',
    lines: lines.map((line) => ({ sku: line.sku, quantityThousandths: line.quantity_thousandths })),
  }));
}

/** How much of some products the newest sales hold; null where nothing was sold yet. */
export async function recentlySold(
  database: D1Database,
  skus: readonly string[],
  receipts: number,
): Promise<SoldSpan | null> {
  const span = await database
    .prepare(`SELECT count(*) AS n, min(concluded_at) AS first, max(concluded_at) AS last FROM (${newest})`)
    .bind(receipts)
    .first<{ n: number; first: string; last: string }>();
  if (!span || span.n === 0) return null;
  const { results } = await database
    .prepare(
      `SELECT l.sku, sum(l.quantity_thousandths) AS sold FROM (${newest}) s JOIN sale_line l ON l.sale_id = s.id
        WHERE NOT l.voided AND l.quantity_thousandths > 0
          AND l.sku IN (SELECT value FROM json_each(?2)) GROUP BY l.sku`,
    )
    .bind(receipts, JSON.stringify(skus))
    .all<{ sku: string; sold: number }>();
  const soldThousandths = new Map(results.map(({ sku, sold }) => [sku, sold]));
  return { receipts: span.n, from: span.first, to: span.last, soldThousandths };
}

/** Stock of some products over all stores. */
export async function stockOf(
  database: D1Database,
  skus: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { results } = await database
    .prepare(
      `SELECT sku, sum(quantity_thousandths) AS stock FROM stock
        WHERE sku IN (SELECT value FROM json_each(?)) GROUP BY sku`,
    )
    .bind(JSON.stringify(skus))
    .all<{ sku: string; stock: number }>();
  return new Map(results.map(({ sku, stock }) => [sku, stock]));
}
