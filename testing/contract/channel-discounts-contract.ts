import { describe, expect, test } from 'vitest';
import type { AskedDiscount, Command } from '../../commerce/runtime/command.ts';
import { apply, put } from './channel-fixture.ts';
import { pay, scan, signOn, type TestTill, total, type WithDatabase, withTill } from './test-till.ts';

const percent = (basisPoints: number): AskedDiscount => ({
  discount: { type: 'percent', basisPoints },
  reasonCode: 'GOODWILL',
});
const amount = (amountMinor: number): AskedDiscount => ({
  discount: { type: 'amount', amountMinor },
  reasonCode: 'GOODWILL',
});
const onLine = (asked: AskedDiscount, line = 1): Command => ({ type: 'discountLine', line, ...asked });
const onSale = (asked: AskedDiscount): Command => ({ type: 'discountSale', ...asked });
const back: AskedDiscount = { discount: null, reasonCode: null };

/** Discounts by hand, within the limits of whoever gives them. The small store lets 20 % off a line, 10 % off a sale. */
export function channelDiscountsContract(host: string, withDatabase: WithDatabase): void {
  const open = withTill(withDatabase);
  const within = (use: (till: TestTill) => Promise<void>) =>
    open(async (till) => {
      await till.do(signOn);
      await use(till);
    });

  describe(`discounts by hand on ${host}`, () => {
    test(
      'percent and amount come off the line, and the record says who and why',
      within(async (till) => {
        await till.do(scan('85123A', 2000), onLine(percent(1000)));
        expect(total(till)).toBe(531);
        await till.do(onLine(amount(100)));
        expect(total(till)).toBe(490);
        const sold = await till.concludes(pay);
        expect(sold.lines[0]).toMatchObject({
          amountMinor: 590,
          grossMinor: 490,
          manualDiscount: { reasonCode: 'GOODWILL', employee: '1' },
          discounts: [{ kind: 'manualLine', offer: null, amountMinor: 100 }],
        });
        expect(sold).toMatchObject({ manualDiscount: null, totals: { discountMinor: 100 } });
      }),
    );

    test(
      'the discount of the sale is shared out over its lines after those of the lines',
      within(async (till) => {
        await till.do(scan('85123A'), scan('85123A', 1000), onLine(percent(2000)), onSale(percent(1000)));
        // 295 - 59 = 236, and 295: 531 less a tenth.
        expect(total(till)).toBe(478);
        const sold = await till.concludes(pay);
        expect(sold.manualDiscount).toEqual({ reasonCode: 'GOODWILL', employee: '1' });
        const kinds = sold.lines.map(({ discounts }) => discounts.map(({ kind }) => kind));
        expect(kinds).toEqual([['manualLine', 'manualTotal'], ['manualTotal']]);
      }),
    );

    test(
      'taken back, it is as if it had never been; after a restart it is as it was',
      within(async (till) => {
        await till.do(scan('85123A'), onLine(percent(2000)), onSale(percent(500)));
        const again = await till.reopened();
        expect(total(again)).toBe(total(till));
        await again.do(onLine(back), onSale(back));
        expect(total(again)).toBe(295);
        const sold = await again.concludes(pay);
        expect([sold.manualDiscount, sold.lines[0]?.manualDiscount, sold.lines[0]?.discounts]).toEqual([
          ...[null, null, []],
        ]);
      }),
    );

    test.each([
      { asked: onLine(percent(2001)), error: { type: 'discountTooHigh', maximumBasisPoints: 2000 } },
      { asked: onLine(amount(60)), error: { type: 'discountTooHigh', maximumBasisPoints: 2000 } },
      { asked: onSale(percent(1001)), error: { type: 'discountTooHigh', maximumBasisPoints: 1000 } },
      { asked: onSale(amount(30)), error: { type: 'discountTooHigh', maximumBasisPoints: 1000 } },
      { asked: onLine(percent(0)), error: { type: 'notADiscount' } },
      { asked: onLine(percent(10_001)), error: { type: 'notADiscount' } },
      { asked: onLine(amount(-5)), error: { type: 'notADiscount' } },
      { asked: onLine(percent(100), 2), error: { type: 'unknownLine', line: 2 } },
      {
        asked: onLine({ ...percent(100), reasonCode: 'AGREED' }),
        error: { type: 'unknownReason', reasonCode: 'AGREED', usage: 'discount' },
      },
    ])('$error.type: $asked.type $asked.discount', ({ asked, error }) =>
      within(async (till) => {
        await till.do(scan('85123A'));
        expect(await till.refused(asked)).toEqual(error);
        expect(total(till)).toBe(295);
      })(),
    );

    test(
      'the next scan of the same product is a line of its own: the discount was for what was there',
      within(async (till) => {
        await till.do(scan('85123A'), onLine(percent(2000)), scan('85123A'), scan('85123A'));
        expect(total(till)).toBe(236 + 590);
      }),
    );

    test(
      'an amount that was right for ten is refused at the till when one is left',
      within(async (till) => {
        await till.do(scan('85123A', 10_000), onLine(amount(500)));
        await till.do({ type: 'setQuantity', line: 1, quantityThousandths: 1000 });
        expect(await till.refused(pay)).toEqual({ type: 'discountTooHigh', maximumBasisPoints: 2000 });
        await till.do(onLine(back), pay);
      }),
    );

    test(
      'who may give none is refused, and pays what another one has given',
      within(async (till) => {
        await till.do(scan('85123A'), onLine(amount(59)), { type: 'startSession', employee: '2' });
        expect(await till.refused(onLine(percent(100)))).toEqual({
          ...{ type: 'notPermitted', permission: 'lineDiscountMaxBasisPoints' },
        });
        expect((await till.concludes(pay)).totals.grossMinor).toBe(236);
      }),
    );

    test(
      'what headquarters keeps from discounts by hand is named',
      within(async (till) => {
        await apply(till.database, 'assortment:fixed', 'load', 1, [
          [
            put([
              'product',
              {
                ...{ sku: 'STAMP', name: 'Stamp', taxCode: 'STANDARD', stocked: true, variantOf: null },
                ...{ variant: {}, blocks: { offers: false, manual: true, tender: false } },
              },
            ]),
            put([
              'price',
              {
                ...{ id: 'STAMP', sku: 'STAMP', priceGroup: null, currency: 'GBP', amountMinor: 100 },
                ...{ minQuantityThousandths: 1000, priceUnitThousandths: 1000 },
                ...{ validFrom: '2010-01-01', validTo: null },
              },
            ]),
          ],
        ]);
        await till.runtime.refresh();
        await till.do(scan('STAMP'));
        expect(await till.refused(onLine(percent(1000)))).toEqual({ type: 'notDiscountable', sku: 'STAMP' });
        expect(await till.refused(onSale(percent(1000)))).toEqual({ type: 'notDiscountable', sku: null });
      }),
    );
  });
}
