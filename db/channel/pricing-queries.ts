import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { ChannelDrizzle } from './channel-database.ts';
import * as o from './offers-schema.ts';
import * as t from './schema.ts';
import { visible } from './visible.ts';

/** The prepared reads of what pricing reads by key. A register runs them for every product that is new in a sale. */
export function pricingQueries(db: ChannelDrizzle) {
  const listed = (name: string) => sql`(SELECT value FROM json_each(${sql.placeholder(name)}))`;
  const kit = alias(t.product, 'kit');
  const below = alias(o.category, 'below');
  return {
    /** The products and, where they are kits, what they are made of, kits among that too. */
    products: db
      .select(unversioned(getTableColumns(t.product)))
      .from(t.product)
      .where(
        and(
          sql`${t.product.rowKey} IN (
            WITH RECURSIVE wanted(sku) AS (
              SELECT value FROM json_each(${sql.placeholder('skus')})
              UNION SELECT json_extract(part.value, '$.sku') FROM wanted
              JOIN product AS kit ON ${kit.rowKey} = wanted.sku AND ${kit.kit} <> '[]' AND ${visible(kit)},
              json_each(${kit.kit}) AS part
            ) SELECT sku FROM wanted)`,
          visible(t.product),
        ),
      )
      .prepare(),
    /** The categories and all above them. */
    categories: db
      .select({ id: o.category.id, parent: o.category.parent })
      .from(o.category)
      .where(
        and(
          sql`${o.category.rowKey} IN (
            WITH RECURSIVE up(id) AS (
              SELECT value FROM json_each(${sql.placeholder('categories')})
              UNION SELECT ${below.parent} FROM up
              JOIN category AS below ON ${below.rowKey} = up.id AND ${below.parent} IS NOT NULL AND ${visible(below)}
            ) SELECT id FROM up)`,
          visible(o.category),
        ),
      )
      .prepare(),
    agreements: db
      .select(unversioned(getTableColumns(t.price)))
      .from(t.price)
      .where(and(sql`${t.price.sku} IN ${listed('skus')}`, visible(t.price)))
      .prepare(),
    offerLines: db
      .select(keepingStream(getTableColumns(o.offerLine)))
      .from(o.offerLine)
      .where(and(sql`${o.offerLine.target} IN ${listed('targets')}`, visible(o.offerLine)))
      .prepare(),
    offers: db
      .select(keepingStream(getTableColumns(o.offer)))
      .from(o.offer)
      .where(and(sql`${o.offer.rowKey} IN ${listed('offers')}`, visible(o.offer)))
      .prepare(),
    coupon: db
      .select({
        ...unversioned(getTableColumns(o.coupon)),
        used: sql<number>`(SELECT count(*) FROM coupon_use WHERE coupon_use.code = ${o.coupon.code})`,
      })
      .from(o.coupon)
      .where(and(eq(o.coupon.rowKey, sql.placeholder('code')), visible(o.coupon)))
      .orderBy(o.coupon.stream)
      .limit(1)
      .prepare(),
    customer: db
      .select({
        number: t.customer.number,
        name: t.customer.name,
        priceGroups: t.customer.priceGroups,
        attributes: t.customer.attributes,
        isTaxExempt: t.customer.isTaxExempt,
      })
      .from(t.customer)
      .where(and(eq(t.customer.rowKey, sql.placeholder('number')), visible(t.customer)))
      .limit(1)
      .prepare(),
    loyaltyCard: db
      .select({
        card: o.loyaltyCard.card,
        tier: o.loyaltyCard.tier,
        customer: o.loyaltyCard.customer,
        priceGroups: o.loyaltyTier.priceGroups,
      })
      .from(o.loyaltyCard)
      .innerJoin(o.loyaltyTier, eq(o.loyaltyTier.rowKey, o.loyaltyCard.tier))
      .where(
        and(
          eq(o.loyaltyCard.rowKey, sql.placeholder('card')),
          visible(o.loyaltyCard),
          visible(o.loyaltyTier),
        ),
      )
      .limit(1)
      .prepare(),
    affiliations: db
      .select(unversioned(getTableColumns(o.affiliation)))
      .from(o.affiliation)
      .where(visible(o.affiliation))
      .orderBy(o.affiliation.id)
      .prepare(),
    priceGroups: db
      .select({ id: o.priceGroup.id, priority: o.priceGroup.priority })
      .from(o.priceGroup)
      .where(visible(o.priceGroup))
      .prepare(),
    taxCodes: db
      .select(unversioned(getTableColumns(o.taxCode)))
      .from(o.taxCode)
      .where(visible(o.taxCode))
      .orderBy(o.taxCode.id)
      .prepare(),
    taxRates: db
      .select(unversioned(getTableColumns(t.taxRate)))
      .from(t.taxRate)
      .where(visible(t.taxRate))
      .prepare(),
  };
}

type Version = 'stream' | 'rowKey' | 'since' | 'until';

/** The columns of a row as it travelled. */
function unversioned<T extends Record<Version, unknown>>(columns: T): Omit<T, Version> {
  const { stream: _, rowKey: __, since: ___, until: ____, ...row } = columns;
  return row;
}

/** The columns of a row, and the stream it came in. */
function keepingStream<T extends Record<Version, unknown>>(columns: T): Omit<T, Exclude<Version, 'stream'>> {
  const { rowKey: _, since: __, until: ___, ...row } = columns;
  return row;
}
