import { describe, expect, test } from 'vitest';
import {
  basketOf,
  discountOf,
  lineOf,
  makeWorld,
  type OfferSpec,
  type ProductSpec,
  priceIn,
  priceOneOfEach,
  type WorldSpec,
} from '../../scripts/conformance/world.ts';
import type { Reward } from '../promotions/offer.ts';
import { usualTaxRounding } from '../tax/tax-setup.ts';
import type { BasketLine } from './basket.ts';

const percent = (basisPoints: number): Reward => ({ type: 'percent', basisPoints });
const amount = (amountMinor: number): Reward => ({ type: 'amount', amountMinor });
const simple = (id: string, reward: Reward, more: Partial<OfferSpec> = {}): OfferSpec => ({
  id,
  rule: { type: 'simple', reward },
  ...more,
});
const at = (...prices: number[]): ProductSpec[] =>
  prices.map((price, index) => ({ sku: `p${index}`, price, taxCode: 'VAT' }));
const vat = (ratePpm: number) => ({
  codes: [],
  rates: [{ taxCode: 'VAT', validFrom: '2020-01-01', ratePpm }],
});
const byCard = { tenders: [{ tenderType: 'card', amountMinor: null }] };
const tender: OfferSpec = {
  id: 'tender',
  rule: { type: 'tender', tenderTypes: ['card'], tiers: [{ minAmountMinor: 0, basisPoints: 500 }] },
};
const threshold = (minAmountMinor: number, reward: Reward): OfferSpec => ({
  id: 'threshold',
  rule: {
    type: 'threshold',
    tiers: [{ minAmountMinor, reward }],
    repeat: false,
    countNonDiscountable: false,
    gifts: [],
  },
});

describe('discounts for the tender', () => {
  test('R-9: on top of an exclusive offer', () => {
    const offers = [simple('exclusive', percent(1000), { concurrency: 'exclusive' }), tender];
    const priced = priceOneOfEach({ products: at(10_000), offers }, byCard);
    expect([discountOf(priced, 'exclusive'), discountOf(priced, 'tender')]).toEqual([1000, 450]);
    expect(priced.lines[0]?.discounts.map(({ kind }) => kind)).toEqual(['offer', 'tender']);
  });
  test('R-9: a threshold stays though the total falls below it, and the delivery that it was reached for', () => {
    const delivery: OfferSpec = {
      id: 'delivery',
      rule: {
        type: 'shipping',
        deliveryModes: [],
        tiers: [{ minAmountMinor: 10_000, reward: { type: 'price', amountMinor: 500 } }],
      },
    };
    const priced = priceOneOfEach(
      { products: at(10_100), offers: [threshold(10_000, amount(50)), delivery, tender] },
      { ...byCard, delivery: { mode: 'post', chargeMinor: 900, taxCode: 'UNTAXED' } },
    );
    expect(discountOf(priced, 'threshold')).toBe(50);
    expect(discountOf(priced, 'tender')).toBe(503);
    expect(priced.delivery?.grossMinor).toBe(500);
  });
  test('a part that is paid so is rewarded for that part; another tender is not', () => {
    const pay = (tenderType: string, amountMinor: number) =>
      priceOneOfEach({ products: at(10_000), offers: [tender] }, { tenders: [{ tenderType, amountMinor }] })
        .totals.discountMinor;
    expect([pay('card', 4000), pay('cash', 4000)]).toEqual([200, 0]);
  });
});

describe('delivery', () => {
  const delivered = (goods: number, mode: string, tiers: readonly (readonly [number, Reward])[]) =>
    priceOneOfEach(
      {
        products: at(goods),
        offers: [
          {
            id: 'delivery',
            rule: {
              type: 'shipping',
              deliveryModes: ['ground'],
              tiers: tiers.map(([minAmountMinor, reward]) => ({ minAmountMinor, reward })),
            },
          },
        ],
      },
      { delivery: { mode, chargeMinor: 2000, taxCode: 'UNTAXED' } },
    ).delivery?.grossMinor;
  const to = (amountMinor: number): Reward => ({ type: 'price', amountMinor });

  test.each([
    { goods: 9999, mode: 'ground', charge: 1000 },
    { goods: 10_000, mode: 'ground', charge: 1000 },
    { goods: 10_001, mode: 'ground', charge: 0 },
    { goods: 50_000, mode: 'air', charge: 2000 },
  ])('G-4: $goods by $mode', ({ goods, mode, charge }) => {
    expect(
      delivered(goods, mode, [
        [1, to(1000)],
        [10_001, to(0)],
      ]),
    ).toBe(charge);
  });
  test.each([
    { goods: 4999, charge: 595 },
    { goods: 5000, charge: 795 },
    { goods: 9999, charge: 795 },
    { goods: 10_000, charge: 0 },
  ])('G-7: $goods', ({ goods, charge }) => {
    expect(
      delivered(goods, 'ground', [
        [0, to(595)],
        [5000, to(795)],
        [10_000, to(0)],
      ]),
    ).toBe(charge);
  });
  test.each([
    { goods: 20_000, charge: 500 },
    { goods: 20_001, charge: 400 },
  ])('G-3: $goods', ({ goods, charge }) => {
    expect(
      delivered(goods, 'ground', [
        [5000, to(500)],
        [20_001, to(400)],
      ]),
    ).toBe(charge);
  });
});

describe('discounts by hand', () => {
  const spec: WorldSpec = { products: at(1000, 3000), offers: [simple('offer', percent(1000))] };
  const withDiscount = (more: Partial<BasketLine>, settings: WorldSpec['settings'] = {}) =>
    priceIn(makeWorld({ ...spec, settings }), basketOf([{ ...lineOf('p0'), ...more }, lineOf('p1')]));
  const fifth = { type: 'percent', basisPoints: 2000 } as const;

  test('of a line, on top of its offers or instead of them', () => {
    expect(withDiscount({ discount: fifth }).lines.map(({ netMinor }) => netMinor)).toEqual([720, 2700]);
    const replaced = withDiscount({ discount: fifth }, { manualLineDiscount: 'replace' });
    expect(replaced.lines.map(({ netMinor }) => netMinor)).toEqual([800, 2700]);
    expect(replaced.lines[0]?.discounts).toEqual([
      { kind: 'manualLine', offer: null, name: '', amountMinor: 200 },
    ]);
  });
  test('of the whole sale, after everything, over all lines that may', () => {
    const products: ProductSpec[] = [
      { sku: 'p0', price: 1000 },
      { sku: 'p1', price: 3000, blocks: { manual: true } },
      { sku: 'p2', price: 2000 },
    ];
    const { lines } = priceOneOfEach({ products }, { discount: { type: 'amount', amountMinor: 100 } });
    expect(lines.map(({ netMinor }) => netMinor)).toEqual([967, 3000, 1933]);
  });
  test('never more than there is', () => {
    const discount = { type: 'amount', amountMinor: 100_000 } as const;
    expect(priceOneOfEach(spec, { discount }).totals.grossMinor).toBe(0);
  });
  test('a price set by hand takes offers where the channel says so', () => {
    const price = (how: 'overridden' | 'keyedIn') => ({
      fixedPrice: { unitPrice: { amountMinor: 500, priceUnitThousandths: 1000 }, how },
    });
    expect(withDiscount(price('overridden')).lines[0]?.netMinor).toBe(500);
    expect(withDiscount(price('overridden'), { offersOnOverriddenPrices: true }).lines[0]?.netMinor).toBe(
      450,
    );
    expect(withDiscount(price('keyedIn')).lines[0]?.netMinor).toBe(450);
  });
});

describe('a discount of the whole sale off what it costs with tax', () => {
  const ofGross = (prices: readonly number[], more: Partial<WorldSpec> = {}) =>
    priceOneOfEach(
      {
        products: at(...prices),
        taxes: vat(200_000),
        pricesIncludeTax: false,
        settings: { manualTotalDiscount: 'ofGross' },
        ...more,
      },
      { discount: { type: 'percent', basisPoints: 1000 } },
    );
  test('the gross falls by just that, the tax in proportion, and lines add up', () => {
    const { lines, totals } = ofGross([999, 333]);
    expect(totals).toEqual({ netMinor: 1199, taxMinor: 240, grossMinor: 1439, discountMinor: 133 });
    expect(lines.map(({ netMinor, taxMinor, grossMinor }) => [netMinor, taxMinor, grossMinor])).toEqual([
      [899, 180, 1079],
      [300, 60, 360],
    ]);
  });
  test('a kit’s components follow', () => {
    const products: ProductSpec[] = [
      { sku: 'kit', price: 1000, taxCode: 'VAT', kit: ['p0', 'p1'] },
      ...at(600, 600),
    ];
    const world = makeWorld({
      products,
      taxes: vat(200_000),
      pricesIncludeTax: false,
      settings: { manualTotalDiscount: 'ofGross' },
    });
    const discount = { type: 'percent', basisPoints: 1000 } as const;
    const [line] = priceIn(world, basketOf([lineOf('kit')], { discount })).lines;
    expect(line).toMatchObject({ netMinor: 900, taxMinor: 180, grossMinor: 1080 });
    expect(line?.components.map(({ amountMinor }) => amountMinor)).toEqual([450, 450]);
  });
  test('where prices include tax it is a discount of the prices', () => {
    expect(ofGross([999, 333], { pricesIncludeTax: true }).totals).toMatchObject({
      grossMinor: 1199,
      discountMinor: 133,
    });
  });
});

describe('taxes', () => {
  test('rounded by unit: units that were discounted differently are taxed one by one', () => {
    const { lines } = priceIn(
      makeWorld({
        products: at(255),
        taxes: vat(100_000),
        pricesIncludeTax: false,
        settings: { taxRounding: { ...usualTaxRounding, scope: 'unit' } },
      }),
      basketOf([lineOf('p0', 4)], { discount: { type: 'amount', amountMinor: 83 } }),
    );
    expect(lines[0]).toMatchObject({ netMinor: 937, taxMinor: 3 * 23 + 24 });
    expect(lines[0]?.taxes).toEqual([{ code: 'VAT', ratePpm: 100_000, baseMinor: 937, taxMinor: 93 }]);
  });
});

describe('goods that come back', () => {
  test('without a receipt take what each unit saves by itself, and no deal', () => {
    const set: OfferSpec = {
      id: 'set',
      rule: {
        type: 'mixAndMatch',
        groups: [{ units: 2, reward: null }],
        reward: percent(5000),
        countNonDiscountable: false,
      },
    };
    const world = makeWorld({ products: at(1000), offers: [simple('offer', percent(1000)), set] });
    const { lines, totals } = priceIn(world, basketOf([lineOf('p0', -2)]));
    expect(totals).toMatchObject({ grossMinor: -1800, discountMinor: -200 });
    expect(lines[0]?.paid).toEqual([{ quantityThousandths: -2000, amountMinor: -1800, discountMinor: -100 }]);
  });
  test('do not help goods that are sold to a deal', () => {
    const set: OfferSpec = {
      id: 'set',
      rule: {
        type: 'mixAndMatch',
        groups: [{ units: 2, reward: null }],
        reward: percent(5000),
        countNonDiscountable: false,
      },
    };
    const world = makeWorld({ products: at(1000, 1000), offers: [set] });
    expect(priceIn(world, basketOf([lineOf('p0'), lineOf('p1', -1)])).totals).toMatchObject({
      grossMinor: 0,
      discountMinor: 0,
    });
  });
  test('with a receipt: at what was paid, whatever they cost today', () => {
    const settled = {
      unitPrice: { amountMinor: 1200, priceUnitThousandths: 1000 },
      netMinor: -700,
      grossMinor: -840,
      taxes: [{ code: 'VAT', ratePpm: 200_000, baseMinor: -700, taxMinor: -140 }],
    };
    const spec: WorldSpec = {
      products: at(1000),
      offers: [simple('offer', percent(1000))],
      taxes: vat(100_000),
    };
    const { lines } = priceIn(makeWorld(spec), basketOf([{ ...lineOf('p0', -1), settled }]));
    expect(lines[0]).toMatchObject({ netMinor: -700, taxMinor: -140, grossMinor: -840, discounts: [] });
  });
});

describe('what has no price', () => {
  test.each([
    { name: 'an unknown product', sku: 'unknown', fault: { type: 'unknownProduct', sku: 'unknown' } },
    { name: 'a product without a price', sku: 'free', fault: { type: 'noPrice', sku: 'free' } },
    { name: 'a tax without a rate', sku: 'p0', fault: { type: 'noTaxRate', taxCode: 'VAT' } },
  ])('$name says so', ({ sku, fault }) => {
    const world = makeWorld({ products: [{ sku: 'free' }, ...at(100)] });
    expect(priceIn(world, basketOf([lineOf(sku)])).lines[0]?.fault).toEqual(fault);
  });
});

test('a kit’s components bear its price by what they would cost, each with its tax', () => {
  const products: ProductSpec[] = [
    { sku: 'kit', price: 1000, taxCode: 'VAT', kit: ['p0', 'p1'] },
    { sku: 'p0', price: 900, taxCode: 'VAT' },
    { sku: 'p1', price: 300 },
  ];
  const [line] = priceIn(makeWorld({ products, taxes: vat(200_000) }), basketOf([lineOf('kit', 2)])).lines;
  expect(line?.components).toEqual([
    { sku: 'p0', quantityThousandths: 2000, amountMinor: 1500 },
    { sku: 'p1', quantityThousandths: 2000, amountMinor: 500 },
  ]);
  expect(line).toMatchObject({ grossMinor: 2000, taxMinor: 250, netMinor: 1750 });
});
