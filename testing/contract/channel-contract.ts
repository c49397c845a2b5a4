import { beforeEach, describe, expect, test } from 'vitest';
import { genesisHash } from '../../commerce/journal/journal-record.ts';
import type { Command } from '../../commerce/runtime/command.ts';
import { openRuntime, type Runtime } from '../../commerce/runtime/runtime.ts';
import { discardUnfinished, streamPosition } from '../../db/channel/apply-package.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { hashRecord } from '../../protocol/record-hash.ts';
import { apply, put, remove, storeRows } from './channel-fixture.ts';
import { channelPricingContract } from './channel-pricing-contract.ts';

/**
 * What every host's channel database and the commerce runtime on it must do. `withDatabase` lends a fresh,
 * empty database to its callback; `reopen` there gives the same one as a restarted host would find it.
 */
export function channelContract(
  host: string,
  withDatabase: (
    use: (database: SqlDatabase, reopen: () => Promise<SqlDatabase>) => Promise<void>,
  ) => Promise<void>,
): void {
  const within = (use: (till: TestTill) => Promise<void>) => async () => {
    await withDatabase(async (database, reopen) => {
      await migrate(database);
      await use(await openTill(database, reopen));
    });
  };
  channelPricingContract(host, withDatabase);

  let clock = 0;
  beforeEach(() => {
    clock = 0;
  });

  interface TestTill {
    readonly database: SqlDatabase;
    readonly runtime: Runtime;
    readonly reopened: () => Promise<TestTill>;
    at: string;
    do(...commands: Command[]): Promise<void>;
    refused(command: Command): Promise<object>;
  }

  async function openTill(
    database: SqlDatabase,
    reopen: () => Promise<SqlDatabase>,
    fresh = true,
  ): Promise<TestTill> {
    if (fresh) {
      await apply(database, 'store:S1', 'snapshot', 1, [storeRows.map(put)]);
      await database.commit([
        {
          sql: `INSERT INTO device VALUES (1, 'S1', '1', 'install', '{}', '2010-12-01T00:00:00Z')`,
          params: [],
        },
        { sql: 'INSERT INTO journal_head VALUES (1, 1, 0, ?, 1, 0)', params: [genesisHash] },
      ]);
    }
    const till: TestTill = {
      database,
      at: '2010-12-01T08:26:00.000Z',
      runtime: await openRuntime({
        channel: channelPort(database),
        hashRecord,
        tradingMoment: () => ({ at: till.at, date: till.at.slice(0, 10), minuteOfDay: 0 }),
        machineTime: () => new Date(Date.UTC(2026, 0, 1) + 1000 * clock++).toISOString(),
        connection: () => 'offline',
      }),
      reopened: async () => openTill(await reopen(), reopen, false),
      async do(...commands) {
        for (const command of commands) {
          expect({ command: command.type, ...(await till.runtime.execute(command)) }).toMatchObject({
            ok: true,
          });
        }
      },
      async refused(command) {
        const done = await till.runtime.execute(command);
        if (done.ok) throw new Error(`${command.type} was not refused`);
        return done.error;
      },
    };
    return till;
  }

  const rows = (database: SqlDatabase, sql: string) => database.query({ sql, params: [] });
  const signOn: Command = { type: 'startSession', employee: '1' };
  const pay: Command = { type: 'pay', tenderType: 'CASH' };
  const scan = (code: string, quantityThousandths?: number): Command => ({
    type: 'scan',
    code,
    quantityThousandths,
  });
  const total = (till: TestTill) => till.runtime.view()?.priced.totals.grossMinor;

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
        expect(await rows(till.database, 'SELECT seq, kind FROM journal ORDER BY seq')).toEqual([
          [1, 'shiftOpen'],
          [2, 'sale'],
        ]);
        expect(
          await rows(till.database, 'SELECT seq, next_receipt_number, perpetual_minor FROM journal_head'),
        ).toEqual([[2, 2, 8455]]);
        expect(await rows(till.database, 'SELECT count(*) FROM cart_step')).toEqual([[0]]);
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
        for (const [header, body, hash, stored] of await rows(
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
        const twin = await openTill(till.database, async () => till.database, false);
        await till.do(pay);
        await expect(twin.runtime.execute(pay)).rejects.toThrow(/continue the head/);
        // It has read again what is stored, and goes on from there.
        await twin.do(scan('85123A'), pay);
        expect(await rows(till.database, 'SELECT seq FROM journal_head')).toEqual([[3]]);

        expect(await rows(till.database, 'SELECT count(*) FROM retail_transaction')).toEqual([[2]]);
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
          await rows(
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
          await rows(till.database, 'SELECT type, gross_minor FROM retail_transaction ORDER BY seq'),
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
        const bodies = await rows(
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
        const stored = await rows(
          till.database,
          'SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM cart_step)',
        );
        expect(await till.refused(command)).toEqual(error);
        expect(JSON.stringify(till.runtime.view())).toBe(state);
        expect(
          await rows(
            till.database,
            'SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM cart_step)',
          ),
        ).toEqual(stored);
      })();
    });
  });

  describe(`packages on ${host}`, () => {
    const heart: Command = scan('85123A');
    const cheaper = put([
      'price',
      {
        id: '85123A@1000',
        sku: '85123A',
        priceGroup: null,
        currency: 'GBP',
        minQuantityThousandths: 1000,
        amountMinor: 199,
        priceUnitThousandths: 1000,
        validFrom: '2010-12-01',
        validTo: null,
      },
    ]);
    const position = (till: TestTill) => streamPosition(till.database, 'store:S1');

    test(
      'a version that is not complete is not seen; it goes on where it stopped',
      within(async (till) => {
        await till.do(signOn);
        await expect(
          apply(till.database, 'store:S1', 'delta', 2, [[cheaper], undefined as never]),
        ).rejects.toThrow('blob 1');
        expect(await position(till)).toMatchObject({ version: 1, applying: 2, blob: 1, row: 0 });
        await till.do(heart);
        expect(total(till)).toBe(295);
        await till.do({ type: 'voidTransaction' });
        await apply(
          till.database,
          'store:S1',
          'delta',
          2,
          [[], [remove('barcode', '2000000000015')]],
          await position(till),
        );
        await till.do(heart);
        expect(total(till)).toBe(199);
        expect(await till.refused(scan('2000000000015'))).toEqual({
          type: 'unknownCode',
          code: '2000000000015',
        });
      }),
    );

    test(
      'an open cart keeps the versions it began with, also over a restart',
      within(async (till) => {
        await till.do(signOn, heart);
        await apply(till.database, 'store:S1', 'delta', 2, [[cheaper]]);
        await till.runtime.refresh();
        await till.do(scan('85123A', 1000));
        expect(total(till)).toBe(590);
        const again = await till.reopened();
        expect(total(again)).toBe(590);
        await again.do(pay, heart);
        expect(total(again)).toBe(199);
      }),
    );

    test(
      'an unfinished version can be taken back',
      within(async (till) => {
        await expect(
          apply(till.database, 'store:S1', 'delta', 2, [[cheaper], undefined as never]),
        ).rejects.toThrow();
        await discardUnfinished(till.database, 'store:S1');
        expect(await position(till)).toMatchObject({ version: 1, applying: 1, blob: 0, row: 0 });
        expect(
          await rows(
            till.database,
            `SELECT amount_minor, since, until FROM price WHERE row_key = '85123A@1000'`,
          ),
        ).toEqual([[295, 1, null]]);
      }),
    );

    test(
      'a new snapshot ends the rows that it does not hold',
      within(async (till) => {
        await till.do(signOn);
        const kept = storeRows.filter(([table, row]) => table !== 'product' || row.sku !== '85123a').map(put);
        await apply(till.database, 'store:S1', 'snapshot', 5, [kept]);
        expect(await till.refused(scan('85123a'))).toEqual({ type: 'unknownCode', code: '85123a' });
        await till.do(heart);
      }),
    );

    test(
      'a row that cannot be stored is refused by name; the others arrive; unknown columns are ignored',
      within(async (till) => {
        await till.do(signOn);
        const newer = JSON.parse(cheaper) as { r: object };
        const lines = [
          JSON.stringify({ ...newer, r: { ...newer.r, colour: 'blue' } }),
          JSON.stringify({ t: 'price', k: 'bad', r: { id: 'bad', sku: '85123A' } }),
          JSON.stringify({ t: 'giftCard', k: 'gold', r: {} }),
          'not JSON',
        ];
        const refused = await apply(till.database, 'store:S1', 'delta', 2, [lines]);
        expect(refused.map(({ line, table, key }) => [line, table, key])).toEqual([
          [2, 'price', 'bad'],
          [3, 'giftCard', 'gold'],
          [4, '', ''],
        ]);
        await till.do(heart);
        expect(total(till)).toBe(199);
      }),
    );

    test(
      'search finds every word in any order and case, browse goes on after a product',
      within(async (till) => {
        const channel = channelPort(till.database);
        const snapshot = await channel.snapshot();
        expect((await channel.searchProducts('HOLDER white', 10, snapshot)).map(({ sku }) => sku)).toEqual([
          '85123A',
        ]);
        expect((await channel.searchProducts('85123', 10, snapshot)).map(({ sku }) => sku)).toEqual([
          '85123a',
          '85123A',
        ]);
        expect((await channel.browseProducts(null, 2, snapshot)).map(({ sku }) => sku)).toEqual([
          '85123a',
          'POST',
        ]);
        expect((await channel.browseProducts('POST', 2, snapshot)).map(({ sku }) => sku)).toEqual(['85123A']);
      }),
    );
  });
}
