import { describe, expect, test } from 'vitest';
import { genesisHash } from '../../commerce/journal/journal-record.ts';
import type { Command } from '../../commerce/runtime/command.ts';
import { hashRecord } from '../../protocol/record-hash.ts';
import { channelApprovalContract } from './channel-approval-contract.ts';
import { channelArrivingContract } from './channel-arriving-contract.ts';
import { channelDiscountsContract } from './channel-discounts-contract.ts';
import { channelDrawerContract } from './channel-drawer-contract.ts';
import { channelPackagesContract } from './channel-packages-contract.ts';
import { channelPayingContract } from './channel-paying-contract.ts';
import { channelPricingContract } from './channel-pricing-contract.ts';
import { channelSellingContract } from './channel-selling-contract.ts';
import { channelWaitingContract } from './channel-waiting-contract.ts';
import { openTill, pay, rowsOf, scan, signOn, total, type WithDatabase, withTill } from './test-till.ts';

/** What every host's channel database and the commerce runtime on it must do. */
export function channelContract(host: string, withDatabase: WithDatabase): void {
  const within = withTill(withDatabase);
  channelPricingContract(host, withDatabase);
  channelPackagesContract(host, withDatabase);
  channelArrivingContract(host, withDatabase);
  channelSellingContract(host, withDatabase);
  channelDiscountsContract(host, withDatabase);
  channelWaitingContract(host, withDatabase);
  channelPayingContract(host, withDatabase);
  channelApprovalContract(host, withDatabase);
  channelDrawerContract(host, withDatabase);

  describe(`the commerce runtime on ${host}`, () => {
    test(
      'a sale: prices by quantity and day, tax within, change, one record for each fact',
      within(async (till) => {
        await till.do(signOn, scan('2000000000015'), scan('85123A', 32_000));
        expect(total(till)).toBe(295 + 32 * 255);
        const paid = await till.runtime.execute({ ...pay, amountMinor: 10_000 } as Command);
        expect(paid).toMatchObject({
          ok: true,
          value: {
            transaction: {
              type: 'sale',
              receiptId: 'S1-1-1',
              totals: { grossMinor: 8455, taxMinor: 1259, netMinor: 7196 },
              tenders: [{ tenderedMinor: 10_000, changeMinor: 1545 }],
            },
          },
        });
        expect(await rowsOf(till.database, 'SELECT seq, kind FROM journal ORDER BY seq')).toEqual([
          [1, 'shiftOpen'],
          [2, 'sale'],
        ]);
        expect(
          await rowsOf(till.database, 'SELECT seq, next_receipt_number, perpetual_minor FROM journal_head'),
        ).toEqual([[2, 2, 8455]]);
        expect(await rowsOf(till.database, 'SELECT count(*) FROM cart_step')).toEqual([[0]]);
      }),
    );

    test(
      'the chain verifies from the texts that are stored',
      within(async (till) => {
        await till.do(
          signOn,
          scan('85123A'),
          pay,
          scan('85123A'),
          { type: 'voidTransaction' },
          { type: 'closeShift' },
        );
        let prev = genesisHash;
        for (const [header, body, hash, stored] of await rowsOf(
          till.database,
          'SELECT header, body, hash, prev FROM journal ORDER BY seq',
        )) {
          expect(stored).toBe(prev);
          prev = await hashRecord(prev, String(header), String(body));
          expect(hash).toBe(prev);
        }
      }),
    );

    test(
      'the database refuses a record that does not continue the head, and the whole batch with it',
      within(async (till) => {
        await till.do(signOn, scan('85123A'));
        const twin = await openTill(till.database, async () => till.database);
        await till.do(pay);
        await expect(twin.runtime.execute(pay)).rejects.toThrow(/continue the head/);
        // It has read again what is stored, and goes on from there.
        await twin.do(scan('85123A'), pay);
        expect(await rowsOf(till.database, 'SELECT seq FROM journal_head')).toEqual([[3]]);

        expect(await rowsOf(till.database, 'SELECT count(*) FROM retail_transaction')).toEqual([[2]]);
        await expect(
          till.database.commit([{ sql: `UPDATE journal SET body = '{}'`, params: [] }]),
        ).rejects.toThrow(/never changes/);
      }),
    );

    test(
      'a restarted host finds the cart, the shift, the session and the last receipt',
      within(async (till) => {
        await till.do(
          signOn,
          scan('85123A'),
          pay,
          scan('85123A', 2000),
          {
            type: 'overridePrice',
            line: 1,
            unitPrice: { amountMinor: 199, priceUnitThousandths: 1000 },
            reasonCode: 'AGREED',
          },
          { type: 'setReference', externalRef: '536365' },
        );
        const again = await till.reopened();
        const view = again.runtime.view();
        expect(view?.till).toMatchObject({
          shift: { shift: 1 },
          session: { employee: { number: '1' } },
          lastReceipt: { receiptId: 'S1-1-1' },
          cart: { externalRef: '536365' },
        });
        expect(view?.priced.totals.grossMinor).toBe(398);
        await again.do(pay);
        expect(
          await rowsOf(
            again.database,
            'SELECT receipt_id, external_ref, gross_minor FROM retail_transaction ORDER BY seq',
          ),
        ).toEqual([
          ['S1-1-1', null, 295],
          ['S1-1-2', '536365', 398],
        ]);
      }),
    );

    test(
      'dated tax and prices, a price group, prices finer than the minor unit',
      within(async (till) => {
        await till.do(signOn);
        till.at = '2011-01-04T09:00:00.000Z';
        await till.do(scan('85123A', 6000));
        expect(till.runtime.view()?.priced.lines[0]).toMatchObject({
          grossMinor: 1770,
          taxMinor: 295,
          taxRatePpm: 200_000,
          priceAgreement: '85123A@1000',
        });
        await till.do({ type: 'voidTransaction' });
        till.at = '2011-06-01T09:00:00.000Z';
        await till.do(scan('85123A', 40_000), scan('85123a', 4000), scan('85123a', 5000));
        expect(till.runtime.view()?.priced.lines.map((line) => line.grossMinor)).toEqual([40 * 280, 0, 1]);
      }),
    );

    test(
      'a return by receipt gives back what was paid, no more than was sold',
      within(async (till) => {
        await till.do(signOn, scan('85123A', 3000), pay);
        const returnLine = (quantityThousandths: number): Command => ({
          type: 'returnLine',
          receiptId: 'S1-1-1',
          line: 1,
          quantityThousandths,
        });
        await till.do(returnLine(1000));
        expect(await till.refused(returnLine(2001))).toEqual({
          type: 'overReturn',
          remainingThousandths: 2000,
        });
        await till.do(pay);
        expect(await till.refused(returnLine(2001))).toEqual({
          type: 'overReturn',
          remainingThousandths: 2000,
        });
        await till.do(returnLine(2000), pay);
        expect(
          await rowsOf(till.database, 'SELECT type, gross_minor FROM retail_transaction ORDER BY seq'),
        ).toEqual([
          ['sale', 885],
          ['return', -295],
          ['return', -590],
        ]);
      }),
    );

    test(
      'export without tax, a return without a receipt, a stock adjustment',
      within(async (till) => {
        await till.do(signOn, scan('85123A', 6000), { type: 'exemptTax', reasonCode: 'EXPORT' }, pay);
        await till.do({ type: 'return', code: '85123A', quantityThousandths: 1000 }, pay);
        await till.do(
          { type: 'adjustStock', code: '85123A', quantityThousandths: -5000, reasonCode: 'COUNT' },
          { type: 'concludeStockAdjustment' },
        );
        const bodies = await rowsOf(
          till.database,
          `SELECT body FROM journal WHERE kind IN ('sale', 'return', 'stockAdjustment') ORDER BY seq`,
        );
        expect(bodies.map(([body]) => JSON.parse(String(body)))).toMatchObject([
          { type: 'sale', taxExemption: 'EXPORT', totals: { grossMinor: 1770, taxMinor: 0 } },
          { type: 'return', totals: { grossMinor: -295, taxMinor: -44 } },
          {
            type: 'stockAdjustment',
            adjustmentReason: 'COUNT',
            totals: { grossMinor: 0, quantityThousandths: -5000 },
          },
        ]);
      }),
    );

    test(
      'closing a shift counts it and expects its cash',
      within(async (till) => {
        await till.do(signOn, { type: 'openShift', floatMinor: 10_000 }, scan('85123A'), pay);
        const closed = await till.runtime.execute({ type: 'closeShift' });
        expect(closed).toMatchObject({
          ok: true,
          value: {
            shiftClose: {
              shift: 1,
              expectedCashMinor: 10_295,
              totals: { sales: 1, grossMinor: 295, tendersMinor: { CASH: 295 } },
            },
          },
        });
        expect(await till.refused({ type: 'closeShift' })).toEqual({ type: 'noShift' });
      }),
    );

    test.each<{ name: string; before?: Command[]; command: Command; error: object }>([
      {
        name: 'nobody is signed on',
        before: [{ type: 'endSession' }],
        command: scan('85123A'),
        error: { type: 'notSignedOn' },
      },
      {
        name: 'an unknown code',
        command: scan('5012345678900'),
        error: { type: 'unknownCode', code: '5012345678900' },
      },
      {
        name: 'a code in the wrong case',
        command: scan('85123B'),
        error: { type: 'unknownCode', code: '85123B' },
      },
      { name: 'a product without a price', command: scan('POST'), error: { type: 'noPrice', sku: 'POST' } },
      {
        name: 'quantity 0',
        command: scan('85123A', 0),
        error: { type: 'quantityOutOfRange', minimumThousandths: 1, maximumThousandths: 1_000_000_000 },
      },
      {
        name: 'an absurd quantity',
        command: scan('85123A', 1_000_000_001),
        error: { type: 'quantityOutOfRange', minimumThousandths: 1, maximumThousandths: 1_000_000_000 },
      },
      {
        name: 'quantity 0 for a line',
        before: [scan('85123A')],
        command: { type: 'setQuantity', line: 1, quantityThousandths: 0 },
        error: { type: 'quantityOutOfRange', minimumThousandths: 1, maximumThousandths: 1_000_000_000 },
      },
      {
        name: 'a line that is not there',
        command: { type: 'voidLine', line: 3 },
        error: { type: 'unknownLine', line: 3 },
      },
      { name: 'paying nothing', command: pay, error: { type: 'emptyCart' } },
      {
        name: 'an unknown tender',
        before: [scan('85123A')],
        command: { type: 'pay', tenderType: 'SHELLS' },
        error: { type: 'unknownTender', tenderType: 'SHELLS' },
      },
      {
        name: 'an unknown reason',
        before: [scan('85123A')],
        command: {
          type: 'overridePrice',
          line: 1,
          unitPrice: { amountMinor: 1, priceUnitThousandths: 1000 },
          reasonCode: 'COUNT',
        },
        error: { type: 'unknownReason', reasonCode: 'COUNT', usage: 'priceOverride' },
      },
      {
        name: 'a change after a tender',
        before: [scan('85123A'), { ...pay, amountMinor: 100 } as Command],
        command: scan('85123A'),
        error: { type: 'cartTendered' },
      },
      {
        name: 'closing the shift over an open cart',
        before: [scan('85123A')],
        command: { type: 'closeShift' },
        error: { type: 'cartOpen' },
      },
      {
        name: 'an employee without the right',
        before: [{ type: 'startSession', employee: '2' }],
        command: { type: 'return', code: '85123A', quantityThousandths: 1000 },
        error: { type: 'notPermitted', permission: 'returnGoods' },
      },
      {
        name: 'an unknown customer',
        command: { type: 'setCustomer', customer: '1' },
        error: { type: 'unknownCustomer', customer: '1' },
      },
    ])('refused, with nothing changed: $name', async ({ before = [], command, error }) => {
      await within(async (till) => {
        await till.do(signOn, ...before);
        const state = JSON.stringify(till.runtime.view());
        const stored = await rowsOf(
          till.database,
          'SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM cart_step)',
        );
        expect(await till.refused(command)).toEqual(error);
        expect(JSON.stringify(till.runtime.view())).toBe(state);
        expect(
          await rowsOf(
            till.database,
            'SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM cart_step)',
          ),
        ).toEqual(stored);
      })();
    });
  });
}
