import { describe, expect, test } from 'vitest';
import type { Command } from '../../commerce/runtime/command.ts';
import type { SuspendedTransaction } from '../../commerce/transaction/suspended-transaction.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { apply, put } from './channel-fixture.ts';
import { pay, rowsOf, scan, signOn, type TestTill, total, type WithDatabase, withTill } from './test-till.ts';

const undo: Command = { type: 'undo' };
const suspend = (note: string | null = null): Command => ({ type: 'suspend', note });
const recall = (id: string, from: SuspendedTransaction | null = null): Command => ({
  type: 'recall',
  id,
  from,
});
const giveBack: Command = {
  type: 'returnLine',
  receiptId: 'S1-1-1',
  line: 1,
  quantityThousandths: 1000,
};

const waiting = ({ database }: TestTill) => channelPort(database).suspendedTransactions(10);
const live = (till: TestTill) =>
  till.runtime
    .view()
    ?.priced.lines.filter(({ voided }) => !voided)
    .map(({ sku, quantityThousandths }) => [sku, quantityThousandths]);

/** Steps that are taken back, and baskets that wait, on every host's channel database. */
export function channelWaitingContract(host: string, withDatabase: WithDatabase): void {
  const open = withTill(withDatabase);
  const within = (use: (till: TestTill) => Promise<void>) =>
    open(async (till) => {
      await till.do(signOn);
      await use(till);
    });

  describe(`undo on ${host}`, () => {
    test(
      'takes one step after the other back; what was added stays on the record as voided',
      within(async (till) => {
        await till.do(scan('85123A'), scan('85123A'), scan('85123A', 5000));
        await till.do({ type: 'setCustomer', customer: '17850' });
        await till.do(undo);
        expect(till.runtime.view()?.till.cart.customer).toBeNull();
        await till.do(undo);
        expect(live(till)).toEqual([['85123A', 2000]]);
        await till.do(undo);
        expect(live(till)).toEqual([['85123A', 1000]]);
        const sold = await till.concludes(pay);
        expect(sold.lines.map(({ quantityThousandths, voided }) => [quantityThousandths, voided])).toEqual([
          [1000, false],
          [5000, true],
        ]);
        expect(sold.totals.grossMinor).toBe(295);
      }),
    );

    test(
      'goes on after a restart, and ends where the basket began',
      within(async (till) => {
        await till.do(scan('85123A'), { type: 'setCustomer', customer: '17850' });
        const again = await till.reopened();
        await again.do(undo, undo);
        expect(live(again)).toEqual([]);
        expect(await again.refused(undo)).toEqual({ type: 'nothingToUndo' });
      }),
    );

    test(
      'not once paying has begun',
      within(async (till) => {
        await till.do(scan('85123A'), { type: 'pay', tenderType: 'CASH', amountMinor: 100 });
        expect(await till.refused(undo)).toEqual({ type: 'cartTendered' });
      }),
    );
  });

  describe(`baskets that wait on ${host}`, () => {
    test(
      'is put aside with a record, and gone on with after a restart; the sale says where it comes from',
      within(async (till) => {
        await till.do(scan('85123A', 2000), { type: 'setCustomer', customer: '17850' });
        await till.do({
          type: 'discountLine',
          line: 1,
          discount: { type: 'amount', amountMinor: 40 },
          reasonCode: 'GOODWILL',
        });
        await till.do(suspend('red coat'));
        expect(till.runtime.view()?.till.cart.steps).toBe(0);
        const [waits] = await waiting(till);
        expect(waits).toMatchObject({ note: 'red coat', lineCount: 1, grossMinor: 550, customer: '17850' });
        await till.do(scan('85123A'), pay);
        const again = await till.reopened();
        await again.do(recall(waits?.id ?? ''));
        expect(await waiting(again)).toEqual([]);
        expect(total(again)).toBe(550);
        const sold = await again.concludes(pay);
        expect(sold).toMatchObject({ recalledFrom: waits?.id, customer: '17850' });
        const kinds = await rowsOf(again.database, 'SELECT kind FROM journal ORDER BY seq');
        expect(kinds.map(([kind]) => kind)).toEqual(['shiftOpen', 'suspend', 'sale', 'recall', 'sale']);
      }),
    );

    test(
      'is gone on with at another register, from what that one said',
      within(async (till) => {
        await till.do(scan('85123A', 2000), suspend());
        const [[body] = []] = await rowsOf(till.database, `SELECT body FROM journal WHERE kind = 'suspend'`);
        const said = JSON.parse(String(body)) as SuspendedTransaction;
        const other = { ...said, id: 'S1-7-S1.9', terminal: '7' };
        await till.do(recall(other.id, other));
        expect(total(till)).toBe(590);
        expect((await till.concludes(pay)).recalledFrom).toBe('S1-7-S1.9');
        expect(await waiting(till)).toHaveLength(1);
      }),
    );

    test(
      'is priced as of when it is taken up again',
      within(async (till) => {
        await till.do(scan('85123A'), suspend());
        const dearer = { id: '85123A@1000', sku: '85123A', priceGroup: null, currency: 'GBP' };
        const price = {
          ...dearer,
          minQuantityThousandths: 1000,
          amountMinor: 350,
          priceUnitThousandths: 1000,
        };
        await apply(till.database, 'store:S1', 'delta', 2, [
          [put(['price', { ...price, validFrom: '2010-12-01', validTo: null }])],
        ]);
        const [waits] = await waiting(till);
        await till.do(recall(waits?.id ?? ''));
        expect(total(till)).toBe(350);
      }),
    );

    test(
      'refused: an empty basket, one that is half paid, a second basket, one that nobody knows, a note without end',
      within(async (till) => {
        expect(await till.refused(suspend())).toEqual({ type: 'emptyCart' });
        expect(await till.refused(recall('S1-1-S1.1'))).toEqual({
          type: 'unknownSuspended',
          id: 'S1-1-S1.1',
        });
        await till.do(scan('85123A'));
        expect(await till.refused(suspend('x'.repeat(101)))).toEqual({ type: 'textTooLong', maximum: 100 });
        await till.do(suspend(), scan('85123A'));
        const [waits] = await waiting(till);
        expect(await till.refused(recall(waits?.id ?? ''))).toEqual({ type: 'cartOpen' });
        await till.do({ type: 'pay', tenderType: 'CASH', amountMinor: 100 });
        expect(await till.refused(suspend())).toEqual({ type: 'cartTendered' });
      }),
    );

    test(
      'goods that came back elsewhere meanwhile do not come back twice',
      within(async (till) => {
        await till.do(scan('85123A'), pay);
        await till.do(giveBack, suspend());
        await till.do(giveBack, pay);
        const [waits] = await waiting(till);
        await till.do(recall(waits?.id ?? ''));
        expect(await till.refused(pay)).toEqual({ type: 'overReturn', remainingThousandths: 0 });
        await till.do({ type: 'voidLine', line: 1 }, scan('85123A'), pay);
      }),
    );
  });
}
