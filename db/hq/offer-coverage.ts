import type { OfferLine } from '../../commerce/promotions/offer.ts';
import type { CoveredProduct, LineChoices, OfferCoverage } from '../../protocol/offer-coverage.ts';

const SAMPLES = 12;
const OUTSIDE = 3;
/** Values that one line is offered, dimensions and units together. */
const CHOICES_MAX = 200;

type Line = Omit<OfferLine, 'offer' | 'line' | 'reward'>;

/** Products by the lines that name them, as pricing finds them: a category with all below it, a master's variants. */
const hits = `WITH RECURSIVE
  line AS (
    SELECT key AS line, value ->> 'target' AS target, value ->> 'group' AS grp, value ->> 'exclude' AS exclude,
      value ->> 'unitOfMeasure' AS unit, value -> 'dimensions' AS dimensions
    FROM json_each(?1)
  ),
  below(line, category) AS (
    SELECT line, substr(target, 10) FROM line WHERE target LIKE 'category:%'
    UNION
    SELECT b.line, c.id FROM below b JOIN category c ON c.parent = b.category
  ),
  named(line, sku) AS (
    SELECT line, sku FROM line JOIN product WHERE target = 'all'
    UNION SELECT line, sku FROM line JOIN product ON sku = substr(target, 9) WHERE target LIKE 'product:%'
    UNION SELECT line, sku FROM line JOIN product ON variant_of = substr(target, 9) WHERE target LIKE 'product:%'
    UNION SELECT b.line, p.sku FROM below b JOIN product_category p ON p.category = b.category
    UNION SELECT line, sku FROM line JOIN product p JOIN json_each(p.labels) l ON l.value = substr(target, 7)
      WHERE target LIKE 'label:%'
  ),
  hit AS MATERIALIZED (
    SELECT n.line, n.sku, l.grp, l.exclude FROM named n JOIN line l ON l.line = n.line JOIN product p ON p.sku = n.sku
    WHERE (l.unit IS NULL OR l.unit = p.unit_of_measure) AND NOT EXISTS (
      SELECT 1 FROM json_each(l.dimensions) d WHERE NOT EXISTS (
        SELECT 1 FROM json_each(p.variant) v WHERE v.key = d.key AND v.value = d.value))
  ),
  taken AS MATERIALIZED (
    SELECT DISTINCT grp, sku FROM hit
    WHERE NOT exclude AND sku NOT IN (SELECT sku FROM hit WHERE exclude)
  )`;

const priced = `EXISTS (SELECT 1 FROM price r WHERE r.sku IN (p.sku, p.variant_of) AND r.currency = ?2
  AND r.valid_from <= ?3 AND (r.valid_to IS NULL OR r.valid_to >= ?3))`;

/** Which products the lines of an offer name, counted, with some of them. */
export async function offerCoverage(
  database: D1Database,
  lines: readonly Line[],
  currency: string,
  date: string,
): Promise<OfferCoverage> {
  const ask = (select: string) =>
    database.prepare(`${hits} ${select}`).bind(JSON.stringify(lines), currency, date);
  const [byLine, byGroup, samples, outside, values] = await database.batch([
    ask('SELECT line, count(*) AS products FROM hit WHERE ?2 <> ?3 GROUP BY line'),
    ask(`SELECT t.grp, count(*) AS products, sum(NOT ${priced}) AS withoutPrice
      FROM taken t JOIN product p ON p.sku = t.sku GROUP BY t.grp ORDER BY t.grp`),
    ask(`SELECT grp, sku, name FROM (
      SELECT t.grp, p.sku, p.name, row_number() OVER (PARTITION BY t.grp ORDER BY p.sku) AS place
      FROM taken t JOIN product p ON p.sku = t.sku WHERE ${priced}) WHERE place <= ${SAMPLES}`),
    ask(`SELECT p.sku, p.name FROM product p WHERE p.sku NOT IN (SELECT sku FROM taken) AND ${priced}
      ORDER BY p.sku LIMIT ${OUTSIDE}`),
    ask(`SELECT line, name, value FROM (
      SELECT line, name, value, row_number() OVER (PARTITION BY line ORDER BY name, value) AS place FROM (
        SELECT DISTINCT n.line, NULL AS name, p.unit_of_measure AS value FROM named n JOIN product p ON p.sku = n.sku
        UNION ALL
        SELECT DISTINCT n.line, v.key, v.value FROM named n JOIN product p ON p.sku = n.sku JOIN json_each(p.variant) v
      )) WHERE place <= ${CHOICES_MAX} AND ?2 <> ?3 ORDER BY line, place`),
  ]);
  const rowsOf = <Row>(result: D1Result | undefined) => (result?.results ?? []) as Row[];
  const products = new Map(
    rowsOf<{ line: number; products: number }>(byLine).map((row) => [row.line, row.products]),
  );
  const some = rowsOf<CoveredProduct & { grp: number }>(samples);
  const groups = rowsOf<{ grp: number; products: number; withoutPrice: number }>(byGroup);
  const choices = rowsOf<Choice>(values);
  return {
    lines: lines.map((_, line) => products.get(line) ?? 0),
    choices: lines.map((_, line) => choicesOf(choices.filter((choice) => choice.line === line))),
    groups: groups.map(({ grp, products: count, withoutPrice }) => ({
      ...{ group: grp, products: count, withoutPrice },
      samples: some.filter((sample) => sample.grp === grp).map(({ sku, name }) => ({ sku, name })),
    })),
    outside: rowsOf<CoveredProduct>(outside),
  };
}

interface Choice {
  readonly line: number;
  /** Of a dimension; null for a unit of measure. */
  readonly name: string | null;
  readonly value: string;
}

function choicesOf(choices: readonly Choice[]): LineChoices {
  const byName = Map.groupBy(choices, ({ name }) => name);
  const valuesOf = (name: string | null) => (byName.get(name) ?? []).map(({ value }) => value);
  const names = [...byName.keys()].filter((name) => name !== null);
  return { dimensions: names.map((name) => [name, valuesOf(name)]), units: valuesOf(null) };
}

/** Products that lines take in, whatever their group: the first ones in order. */
export async function takenProducts(
  database: D1Database,
  lines: readonly Line[],
  limit: number,
): Promise<string[]> {
  const { results } = await database
    .prepare(`${hits} SELECT DISTINCT sku FROM taken ORDER BY sku LIMIT ?2`)
    .bind(JSON.stringify(lines), limit)
    .all<{ sku: string }>();
  return results.map(({ sku }) => sku);
}
