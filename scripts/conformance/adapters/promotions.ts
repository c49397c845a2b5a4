import * as z from 'zod';
import type { UnitPrice } from '../../../commerce/money/unit-price.ts';
import type { Reward } from '../../../commerce/promotions/offer.ts';
import { basisPoints, Currency, decimalsOf, type Written } from '../currency.ts';
import { type Adapter, adapter, answered, unsupported } from '../vector.ts';
import { leastExpensive } from '../vector-offers.ts';
import {
  basketOf,
  discountOf,
  lineOf,
  makeWorld,
  type OfferSpec,
  type ProductSpec,
  priceIn,
} from '../world.ts';
import { ofBasket, written } from '../written-document.ts';

const amount = written.optional();
const line = z.strictObject({ id: z.string().optional(), q: z.int().positive(), sub: written });
type Line = z.infer<typeof line>;
const promo = z.strictObject({ value: amount, pct: amount, max_qty: z.int().positive().optional() });
type Promo = z.infer<typeof promo>;

/** Off units of each line, or shared out over all lines; promotions one after the other. */
const adjustments = adapter({
  families: ['D'],
  input: z.strictObject({
    type: z.string().optional(),
    value: amount,
    values: z.array(written).optional(),
    pct: amount,
    pcts: z.array(written).optional(),
    max_qty: z.int().positive().optional(),
    promos: z.array(promo).optional(),
    lines: z.array(line),
  }),
  expected: z.strictObject({ adjustments: z.array(z.union([written, z.array(written)])) }),
  answer: ({ lines, value, values, pct, pcts, max_qty, promos }, expected) => {
    const several =
      promos ??
      values?.map((each): Promo => ({ value: each })) ??
      pcts?.map((each): Promo => ({ pct: each }));
    const all: readonly Promo[] = several ?? [{ value, pct, max_qty }];
    if (chargesOneUnit(all, lines)) return unsupported('earlierDiscountOnOneUnit');
    const currency = new Currency(
      Math.max(
        2,
        decimalsOf(
          lines.map(({ sub }) => sub),
          expected,
        ),
      ),
    );
    const world = makeWorld({
      products: productsOf(lines, currency),
      offers: all.flatMap((each, index) => offersOf(each, index, all.length - index, lines, currency)),
      settings: { concurrency: 'acrossPriorities' },
    });
    const priced = priceIn(world, basketOf(lines.map(({ q }, index) => lineOf(skuOf(index), q))));
    const amounts = all.map((_, index) =>
      priced.lines.map(({ discounts }) =>
        currency.text(
          discounts.reduce(
            (sum, { offer, amountMinor }) => sum + (offer?.split('/')[0] === nameOf(index) ? amountMinor : 0),
            0,
          ),
        ),
      ),
    );
    return answered({ adjustments: several ? amounts : amounts[0] });
  },
});

/** So many bought, so many free: of both together the cheapest, all lines alike. */
const buyAndGet = adapter({
  families: ['D'],
  input: z.strictObject({
    buy_min: z.int().positive(),
    apply_to: z.int().positive(),
    max: z.int().positive().optional(),
    lines: z.array(line),
  }),
  expected: z.strictObject({ adjustments: z.record(z.string(), written) }),
  answer: ({ buy_min, apply_to, max, lines }, expected) => {
    const currency = new Currency(
      Math.max(
        2,
        decimalsOf(
          lines.map(({ sub }) => sub),
          expected,
        ),
      ),
    );
    const world = makeWorld({
      products: productsOf(lines, currency),
      offers: [
        {
          id: 'free',
          rule: leastExpensive(buy_min + apply_to, apply_to, free),
          limits: { applicationsMax: max === undefined ? null : Math.floor(max / apply_to) },
        },
      ],
    });
    const priced = priceIn(world, basketOf(lines.map(({ q }, index) => lineOf(skuOf(index), q))));
    const given = priced.lines.flatMap(({ discounts }, index) =>
      discounts.map(({ amountMinor }): [string, string] => [
        lines[index]?.id ?? skuOf(index),
        currency.text(amountMinor),
      ]),
    );
    return answered({ adjustments: Object.fromEntries(given) });
  },
});

/** Several of them compete for the units. */
const buyAndGetSeveral = adapter({
  families: ['D'],
  input: z.strictObject({
    promos: z.array(z.strictObject({ buy: z.int().positive(), get: z.int().positive() })),
    lines: z.array(line),
  }),
  expected: z.strictObject({
    adjustments: z.record(z.string(), z.union([written, z.record(z.string(), written)])),
  }),
  answer: ({ promos, lines }, expected) => {
    if (Object.values(expected.adjustments).some((each) => typeof each === 'object'))
      return unsupported('equalUnitsByPeer');
    const currency = new Currency(
      Math.max(
        2,
        decimalsOf(
          lines.map(({ sub }) => sub),
          expected,
        ),
      ),
    );
    const offers = promos.map(({ buy, get }) => ({
      id: `BUY${buy}GET${get}`,
      rule: leastExpensive(buy + get, get, free),
    }));
    const world = makeWorld({ products: productsOf(lines, currency), offers });
    const priced = priceIn(world, basketOf(lines.map(({ q }, index) => lineOf(skuOf(index), q))));
    const given = offers
      .map(({ id }): [string, number] => [id, discountOf(priced, id)])
      .filter(([, minor]) => minor !== 0);
    return answered({
      adjustments: Object.fromEntries(given.map(([id, minor]) => [id, currency.text(minor)])),
    });
  },
});

/** Free units beside those that are paid, and a percentage of what is left. */
const freeThenCode = adapter({
  families: ['D'],
  input: z.strictObject({
    price: written,
    qty_paid: z.int().positive(),
    qty_free: z.int().positive(),
    code_pct: written,
  }),
  expected: z.strictObject({ total: written }),
  answer: ({ price, qty_paid, qty_free, code_pct }, expected) => {
    const currency = new Currency(Math.max(2, decimalsOf(price, expected)));
    const units = qty_paid + qty_free;
    const world = makeWorld({
      products: [{ sku: 'product', price: currency.minor(price) }],
      offers: [
        { id: 'free', rule: leastExpensive(units, qty_free, free), priority: 2 },
        { id: 'code', rule: { type: 'simple', reward: percent(code_pct) }, priority: 1 },
      ],
      settings: { concurrency: 'acrossPriorities' },
    });
    const { totals } = priceIn(world, basketOf([lineOf('product', units)]));
    return answered({ total: currency.text(totals.grossMinor) });
  },
});

/** One of each makes a set, in which the one is free. */
const freeInSets = adapter({
  families: ['D'],
  input: z.strictObject({ drawer_qty: z.int().nonnegative(), table_qty: z.int().nonnegative() }),
  expected: z.strictObject({ free_tables: z.int() }),
  answer: ({ drawer_qty, table_qty }) => {
    const world = makeWorld({
      products: [
        { sku: 'drawer', price: 100 },
        { sku: 'table', price: 100 },
      ],
      offers: [
        {
          id: 'set',
          rule: {
            type: 'mixAndMatch',
            groups: [
              { units: 1, reward: null },
              { units: 1, reward: free },
            ],
            reward: null,
            countNonDiscountable: false,
          },
          groups: [['drawer'], ['table']],
        },
      ],
    });
    const sold = [
      { sku: 'drawer', units: drawer_qty },
      { sku: 'table', units: table_qty },
    ].filter(({ units }) => units > 0);
    const { lines } = priceIn(world, basketOf(sold.map(({ sku, units }) => lineOf(sku, units))));
    const tables = lines.find(({ sku }) => sku === 'table')?.paid ?? [];
    const freeThousandths = tables.reduce(
      (sum, { discountMinor, quantityThousandths }) => sum + (discountMinor > 0 ? quantityThousandths : 0),
      0,
    );
    return answered({ free_tables: freeThousandths / 1000 });
  },
});

export const promotions: readonly Adapter[] = [
  adjustments,
  buyAndGet,
  buyAndGetSeveral,
  freeThenCode,
  freeInSets,
];

const free: Reward = { type: 'percent', basisPoints: 10_000 };
const skuOf = (index: number) => `line ${index}`;
const nameOf = (index: number) => `promotion ${index}`;
const percent = (value: Written): Reward => ({ type: 'percent', basisPoints: basisPoints(value) });

/** A line's price is what all its units cost. */
function productsOf(lines: readonly Line[], currency: Currency): ProductSpec[] {
  return lines.map(({ q, sub }, index) => {
    const price: UnitPrice = { amountMinor: currency.minor(sub), priceUnitThousandths: q * 1000 };
    return { sku: skuOf(index), price };
  });
}

/** For so many units of each line there is an offer for every line; without a number, one for the basket. */
function offersOf(
  { value, pct, max_qty }: Promo,
  index: number,
  priority: number,
  lines: readonly Line[],
  currency: Currency,
): OfferSpec[] {
  const reward: Reward =
    pct === undefined ? { type: 'amount', amountMinor: currency.minor(value ?? 0) } : percent(pct);
  if (max_qty === undefined)
    return [{ id: nameOf(index), rule: ofBasket(reward), priority, concurrency: 'compound' }];
  return lines.map((_, at) => ({
    id: `${nameOf(index)}/${at}`,
    rule: { type: 'simple', reward },
    groups: [[skuOf(at)]],
    limits: { unitsMax: max_qty },
    priority,
  }));
}

/** A later percentage for some units of a line of which an earlier promotion has reduced some. */
function chargesOneUnit(promos: readonly Promo[], lines: readonly Line[]): boolean {
  return (
    promos.slice(1).some(({ pct, max_qty }) => pct !== undefined && max_qty !== undefined) &&
    lines.some(({ q }) => q > 1)
  );
}
