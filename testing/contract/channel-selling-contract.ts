import { describe, expect, test } from 'vitest';
import type { Command } from '../../commerce/runtime/command.ts';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import type { DistributedTable } from '../../protocol/distributed-tables.ts';
import { apply, put, remove } from './channel-fixture.ts';
import { pay, scan, signOn, type TestTill, total, type WithDatabase, withTill } from './test-till.ts';

type Row = readonly [DistributedTable, Record<string, unknown>];

const offer = (id: string, rule: object, change: object = {}): Row => [
  'offer',
  {
    id,
    name: id,
    currency: 'GBP',
    validFrom: '2010-01-01',
    validTo: null,
    periods: [],
    priceGroups: ['members'],
    allPriceGroups: false,
    couponNeeded: false,
    priority: null,
    concurrency: 'bestPrice',
    limits: { applicationsMax: null, unitsMax: null, discountMaxMinor: null },
    rule,
    ...change,
  },
];
const line = (id: string): Row => [
  'offerLine',
  {
    offer: id,
    line: 1,
    target: 'product:85123A',
    dimensions: {},
    unitOfMeasure: null,
    exclude: false,
    group: 0,
    reward: null,
  },
];
const coupon = (code: string, change: object = {}): Row => [
  'coupon',
  { code, offer: 'TEN', validFrom: '2010-01-01', validTo: null, customer: null, usesMax: null, ...change },
];

const offerRows: readonly Row[] = [
  ['priceGroup', { id: 'members', name: 'Members', priority: 1 }],
  offer('PAIR', {
    type: 'mixAndMatch',
    groups: [{ units: 2, reward: null }],
    reward: { type: 'price', amountMinor: 500 },
    countNonDiscountable: false,
  }),
  line('PAIR'),
  offer(
    'TEN',
    { type: 'simple', reward: { type: 'percent', basisPoints: 1000 } },
    { couponNeeded: true, priority: 5 },
  ),
  line('TEN'),
  offer('CARD', {
    type: 'tender',
    tenderTypes: ['CARD'],
    tiers: [{ minAmountMinor: 0, basisPoints: 1000 }],
  }),
  line('CARD'),
  coupon('ADVENT'),
  coupon('ONCE', { usesMax: 1 }),
  coupon('EASTER', { validTo: '2010-04-30' }),
  coupon('LATER', { validFrom: '2011-01-01' }),
  coupon('HERS', { customer: '17850' }),
  ['tenderType', { id: 'CARD', name: 'Card', kind: 'card', givesChange: false, opensDrawer: false }],
  ['customer', { number: 'EMBASSY', name: 'An embassy', country: 'United Kingdom', isTaxExempt: true }],
];

const heart = scan('85123A');
const add = (code: string): Command => ({ type: 'addCoupon', coupon: code });
const giveBack = (quantityThousandths: number): Command => ({
  type: 'returnLine',
  receiptId: 'S1-1-1',
  line: 1,
  quantityThousandths,
});
const discountsOf = ({ lines }: Pick<RetailTransaction, 'lines'>) =>
  lines.flatMap(({ discounts }) => discounts.map(({ offer: id, amountMinor }) => [id, amountMinor]));

/** Offers, coupons and discounts that came in packages, sold and given back, on every host's channel database. */
export function channelSellingContract(host: string, withDatabase: WithDatabase): void {
  const open = withTill(withDatabase);
  const within = (use: (till: TestTill) => Promise<void>) =>
    open(async (till) => {
      await apply(till.database, 'price-group:members', 'load', 1, [offerRows.map(put)]);
      await till.runtime.refresh();
      await till.do(signOn);
      await use(till);
    });

  describe(`offers sold on ${host}`, () => {
    test(
      'an offer applies when enough is there, and the record says what each unit cost under which versions',
      within(async (till) => {
        await till.do(heart);
        expect(total(till)).toBe(295);
        await till.do(heart, heart);
        expect(total(till)).toBe(500 + 295);
        const sold = await till.concludes(pay);
        expect(discountsOf(sold)).toEqual([['PAIR', 90]]);
        expect(sold.lines[0]?.paid).toEqual([
          { quantityThousandths: 2000, amountMinor: 500, discountMinor: 45 },
          { quantityThousandths: 1000, amountMinor: 295, discountMinor: 0 },
        ]);
        expect(sold).toMatchObject({
          totals: { grossMinor: 795, discountMinor: 90 },
          snapshot: { 'store:S1': 1, 'price-group:members': 1 },
        });
      }),
    );

    test(
      'what comes back is worth what was paid for it, in any portions',
      within(async (till) => {
        await till.do(scan('85123A', 3000), pay);
        const back: number[] = [];
        for (const quantity of [1000, 1000, 1000]) {
          await till.do(giveBack(quantity));
          back.push((await till.concludes(pay)).totals.grossMinor);
        }
        expect(back.reduce((sum, minor) => sum + minor, 0)).toBe(-795);
        expect(back.toSorted((a, b) => a - b)).toEqual([-295, -250, -250]);
      }),
    );

    test(
      'a voided line makes no offer come true, and the line that stays costs its own price',
      within(async (till) => {
        await till.do(scan('85123A', 1000), scan('85123A', 1000));
        expect(total(till)).toBe(500);
        await till.do({ type: 'voidLine', line: 2 });
        expect(total(till)).toBe(295);
      }),
    );

    test(
      'an offer that ends while the cart is open: the cart keeps it, also over a restart; the next one has it no more',
      within(async (till) => {
        await till.do(heart);
        await apply(till.database, 'price-group:members', 'delta', 2, [
          [remove('offer', 'PAIR'), remove('offerLine', 'PAIR|1')],
        ]);
        await till.runtime.refresh();
        await till.do(heart);
        expect(total(till)).toBe(500);
        const again = await till.reopened();
        expect(total(again)).toBe(500);
        const priced = JSON.stringify(again.runtime.view()?.priced);
        expect(priced).toBe(JSON.stringify(till.runtime.view()?.priced));
        const sold = await again.concludes(pay);
        expect(sold.snapshot).toMatchObject({ 'price-group:members': 1 });
        await again.do(scan('85123A', 2000));
        expect(total(again)).toBe(590);
      }),
    );

    test(
      'an offer begins and ends by the day and the hour, with no package in between',
      within(async (till) => {
        const happy = offer(
          'HAPPY',
          { type: 'simple', reward: { type: 'percent', basisPoints: 5000 } },
          {
            validFrom: '2010-12-10',
            validTo: '2010-12-11',
            periods: [{ weekdays: [5, 6], fromMinute: 17 * 60, toMinute: 18 * 60 }],
          },
        );
        await apply(till.database, 'price-group:members', 'delta', 2, [[happy, line('HAPPY')].map(put)]);
        await till.runtime.refresh();
        const costAt = async (at: string) => {
          till.at = at;
          await till.do(heart);
          const cost = total(till);
          await till.do({ type: 'voidTransaction' });
          return cost;
        };
        expect(await costAt('2010-12-09T17:30:00.000Z')).toBe(295);
        expect(await costAt('2010-12-10T16:59:00.000Z')).toBe(295);
        expect(await costAt('2010-12-10T17:00:00.000Z')).toBe(147);
        expect(await costAt('2010-12-11T17:59:00.000Z')).toBe(147);
        expect(await costAt('2010-12-11T18:00:00.000Z')).toBe(295);
        expect(await costAt('2010-12-17T17:30:00.000Z')).toBe(295);
      }),
    );
  });

  describe(`coupons on ${host}`, () => {
    test(
      'a coupon opens its offer, is named in the record, and can be taken off',
      within(async (till) => {
        await till.do(heart, add('ADVENT'));
        expect(total(till)).toBe(265);
        await till.do({ type: 'removeCoupon', coupon: 'ADVENT' });
        expect(total(till)).toBe(295);
        await till.do(add('ADVENT'));
        expect(await till.refused(add('ADVENT'))).toMatchObject({ state: 'added' });
        expect(await till.concludes(pay)).toMatchObject({ coupons: ['ADVENT'], totals: { grossMinor: 265 } });
      }),
    );

    test.each([
      ['NOBODY', 'unknown'],
      ['EASTER', 'expired'],
      ['LATER', 'notYetValid'],
      ['HERS', 'otherCustomer'],
    ])('%s is refused when it is shown: %s', async (code, state) => {
      await within(async (till) => {
        await till.do(heart);
        expect(await till.refused(add(code))).toEqual({ type: 'couponRefused', coupon: code, state });
        expect(total(till)).toBe(295);
      })();
    });

    test(
      'a coupon for one use is used up by the sale that took it and not by a void, also after a restart',
      within(async (till) => {
        await till.do(heart, add('ONCE'), { type: 'voidTransaction' });
        await till.do(heart, add('ONCE'), pay, heart);
        const used = { type: 'couponRefused', coupon: 'ONCE', state: 'usedUp' };
        expect(await till.refused(add('ONCE'))).toEqual(used);
        const again = await till.reopened();
        expect(await again.refused(add('ONCE'))).toEqual(used);
      }),
    );
  });

  describe(`paying on ${host}`, () => {
    test(
      'a discount for the card rewards what the card pays',
      within(async (till) => {
        await till.do(heart);
        const whole = await till.concludes({ type: 'pay', tenderType: 'CARD' });
        expect(whole.totals.grossMinor).toBe(265);
        expect(whole.tenders).toMatchObject([{ tenderType: 'CARD', amountMinor: 265, coversMinor: 295 }]);

        await till.do(heart, { type: 'pay', tenderType: 'CARD', amountMinor: 100 });
        expect(total(till)).toBe(285);
        const half = await till.concludes(pay);
        expect(half.totals.grossMinor).toBe(285);
        expect(half.tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(285);
        await till.do(giveBack(1000));
        expect((await till.concludes(pay)).totals.grossMinor).toBe(-265);
      }),
    );

    test(
      'a customer who owes no tax pays none',
      within(async (till) => {
        await till.do({ type: 'setCustomer', customer: 'EMBASSY' }, heart);
        expect(await till.concludes(pay)).toMatchObject({
          customer: 'EMBASSY',
          taxExemption: null,
          totals: { taxMinor: 0 },
          lines: [{ taxes: [{ code: 'STANDARD', ratePpm: 0, taxMinor: 0 }] }],
        });
        await till.do(heart);
        expect((await till.concludes(pay)).totals.taxMinor).toBe(44);
      }),
    );
  });
}
