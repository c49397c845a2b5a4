import * as z from 'zod';
import type { OfferLine } from '../../commerce/promotions/offer.ts';
import { offerLineShape, offerRow } from '../../protocol/offer-shapes.ts';
import {
  attributePredicate,
  attributes,
  discountBlocks,
  kitComponent,
  unitConversion,
  unitOfMeasure,
} from '../../protocol/pricing-shapes.ts';
import { taxCodeRow, taxRateRow } from '../../protocol/tax-shapes.ts';
import { country, currency, day, id, inOrderOfDays, name } from './master-fields.ts';
import type { MasterTable, NamedValue } from './master-tables.ts';
import * as m from './masters-schema.ts';
import { offerFaults } from './offer-faults.ts';
import * as o from './offers-schema.ts';

const OFFER_LINES_MAX = 5000;
export const BARCODES_MAX = 20;
export const ASSORTMENTS_MAX = 50;
const priceGroupList = z.array(id).max(50).default([]);
const label = z.string().trim().min(1).max(64);

/** Products, what they cost and what is taken off: the masters that pricing reads. */
export const productMasters: readonly MasterTable[] = [
  {
    noun: 'categories',
    title: 'Category',
    table: m.category,
    key: m.category.id,
    shape: z.object({ id, name, parent: id.nullable().default(null) }),
    lists: {},
    references: { parent: m.category.id },
    circle: {
      field: 'parent',
      leadsTo: ({ parent }) => textsOf(parent),
      edges: 'SELECT id, parent FROM category',
    },
  },
  {
    noun: 'products',
    title: 'Product',
    table: m.product,
    key: m.product.sku,
    shape: z.object({
      sku: id,
      name,
      taxCode: id,
      stocked: z.boolean(),
      variantOf: id.nullable().default(null),
      variant: attributes.default({}),
      categories: z.array(id).max(20).default([]),
      labels: z.array(label).max(50).default([]),
      attributes: attributes.default({}),
      unitOfMeasure: unitOfMeasure.default('EA'),
      unitConversions: z.array(unitConversion).max(20).default([]),
      isWeighed: z.boolean().default(false),
      blocks: discountBlocks.prefault({}),
      kit: z.array(kitComponent).max(100).default([]),
      costMinor: z.int().min(0).max(1_000_000_000).nullable().default(null),
      barcodes: z.array(id).max(BARCODES_MAX).default([]),
      assortments: z.array(id).max(ASSORTMENTS_MAX).default([]),
    }),
    lists: {
      barcodes: { table: m.barcode, owner: m.barcode.sku, value: m.barcode.barcode },
      assortments: {
        table: m.assortmentProduct,
        owner: m.assortmentProduct.sku,
        value: m.assortmentProduct.assortment,
      },
    },
    references: {
      taxCode: m.taxCode.id,
      variantOf: m.product.sku,
      categories: m.category.id,
      assortments: m.assortment.id,
    },
    named: [{ of: m.product.sku, values: kitOf }],
    circle: {
      field: 'kit',
      leadsTo: (row) => kitOf(row).map(({ value }) => value),
      edges: 'SELECT kit, component FROM kit_component',
    },
  },
  {
    noun: 'prices',
    title: 'Price',
    table: m.price,
    key: m.price.id,
    shape: inOrderOfDays(
      z.object({
        id,
        sku: id,
        priceGroup: id.nullable().default(null),
        customer: id.nullable().default(null),
        currency,
        dimensions: attributes.default({}),
        unitOfMeasure: unitOfMeasure.nullable().default(null),
        minQuantityThousandths: z.int().min(1).max(1_000_000_000).default(1000),
        attributes: z.array(attributePredicate).max(20).default([]),
        headerRank: z.int().min(0).max(1_000_000).default(0),
        lineRank: z.int().min(0).max(999).default(0),
        amountMinor: z.int().min(0).max(1_000_000_000),
        priceUnitThousandths: z.int().min(1).max(1_000_000_000).default(1000),
        validFrom: day,
        validTo: day.nullable().default(null),
      }),
    ).refine(({ customer, priceGroup }) => customer === null || priceGroup === null, {
      path: ['customer'],
      message: 'is not there where there is a price group: a price is for one of them',
    }),
    lists: {},
    references: { sku: m.product.sku, priceGroup: m.priceGroup.id, customer: m.customer.number },
  },
  {
    noun: 'offers',
    title: 'Offer',
    table: o.offer,
    key: o.offer.id,
    shape: z
      .object({
        ...offerRow.shape,
        id,
        lines: z.array(offerLineShape).max(OFFER_LINES_MAX).default([]),
      })
      .superRefine((offer, context) => {
        for (const { path, message } of offerFaults(offer))
          context.addIssue({ code: 'custom', path: [...path], message });
      }),
    lists: {},
    notListed: ['lines'],
    references: { priceGroups: m.priceGroup.id },
    named: [
      { of: m.product.sku, values: targetsOfKind('product') },
      { of: m.category.id, values: targetsOfKind('category') },
      { of: m.tenderType.id, values: tenderTypesOf },
    ],
  },
  {
    noun: 'coupons',
    title: 'Coupon',
    table: o.coupon,
    key: o.coupon.code,
    shape: inOrderOfDays(
      z.object({
        code: id,
        offer: id,
        validFrom: day,
        validTo: day.nullable().default(null),
        customer: id.nullable().default(null),
        usesMax: z.int().min(1).max(1_000_000_000).nullable().default(null),
      }),
    ),
    lists: {},
    references: { offer: o.offer.id, customer: m.customer.number },
  },
];

/** Who buys, and the price groups that come along. */
export const customerMasters: readonly MasterTable[] = [
  {
    noun: 'customers',
    title: 'Customer',
    table: m.customer,
    key: m.customer.number,
    shape: z.object({
      number: id,
      name,
      country,
      customerGroup: id,
      priceGroups: priceGroupList,
      attributes: attributes.default({}),
      isTaxExempt: z.boolean().default(false),
    }),
    lists: {},
    references: { customerGroup: m.customerGroup.id, priceGroups: m.priceGroup.id },
  },
  {
    noun: 'affiliations',
    title: 'Affiliation',
    table: o.affiliation,
    key: o.affiliation.id,
    shape: z.object({ id, name, priceGroups: priceGroupList }),
    lists: {},
    references: { priceGroups: m.priceGroup.id },
  },
  {
    noun: 'loyalty-tiers',
    title: 'Loyalty tier',
    table: o.loyaltyTier,
    key: o.loyaltyTier.id,
    shape: z.object({ id, name, priceGroups: priceGroupList }),
    lists: {},
    references: { priceGroups: m.priceGroup.id },
  },
  {
    noun: 'loyalty-cards',
    title: 'Loyalty card',
    table: o.loyaltyCard,
    key: o.loyaltyCard.card,
    shape: z.object({ card: id, tier: id, customer: id.nullable().default(null), customerGroup: id }),
    lists: {},
    references: {
      tier: o.loyaltyTier.id,
      customer: m.customer.number,
      customerGroup: m.customerGroup.id,
    },
  },
];

export const taxCodes: MasterTable = {
  noun: 'tax-codes',
  title: 'Tax code',
  table: m.taxCode,
  key: m.taxCode.id,
  shape: z
    .object({ ...taxCodeRow.shape, id, name })
    .refine(({ base, taxOf }) => (base === 'tax') === (taxOf !== null), {
      path: ['taxOf'],
      message: 'names the code that a tax of a tax is taken of, and is null for every other base',
    })
    .refine(
      ({ minimumMinor, maximumMinor }) =>
        minimumMinor === null || maximumMinor === null || minimumMinor <= maximumMinor,
      { path: ['maximumMinor'], message: 'is not below minimumMinor' },
    ),
  lists: {},
  references: { parts: m.taxCode.id, taxOf: m.taxCode.id },
  circle: {
    field: 'parts',
    leadsTo: ({ parts, taxOf }) => [...textsOf(parts), ...textsOf(taxOf)],
    edges: `SELECT t.id, p.value FROM tax_code t, json_each(t.parts) p
      UNION ALL SELECT id, tax_of FROM tax_code WHERE tax_of IS NOT NULL`,
  },
};

export const taxRates: MasterTable = {
  noun: 'tax-rates',
  title: 'Tax rate',
  table: m.taxRate,
  key: m.taxRate.id,
  shape: z
    .object({ id, region: id, ...taxRateRow.shape, taxCode: id })
    .refine(({ fromMinor, upToMinor }) => !upToMinor || (fromMinor ?? 0) < upToMinor, {
      path: ['upToMinor'],
      message: 'is above fromMinor',
    }),
  lists: {},
  references: { region: m.taxRegion.id, taxCode: m.taxCode.id },
};

function textsOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function kitOf({ kit }: Record<string, unknown>): NamedValue[] {
  const components = (kit ?? []) as readonly { readonly sku: string }[];
  return components.map(({ sku }, at) => ({ path: `kit/${at}/sku`, value: sku }));
}

function targetsOfKind(kind: 'product' | 'category') {
  return ({ lines }: Record<string, unknown>): NamedValue[] =>
    ((lines ?? []) as readonly OfferLine[]).flatMap(({ target }, at) =>
      target.startsWith(`${kind}:`)
        ? [{ path: `lines/${at}/target`, value: target.slice(kind.length + 1) }]
        : [],
    );
}

function tenderTypesOf({ rule }: Record<string, unknown>): NamedValue[] {
  const { tenderTypes = [] } = rule as { readonly tenderTypes?: readonly string[] };
  return tenderTypes.map((value, at) => ({ path: `rule/tenderTypes/${at}`, value }));
}
